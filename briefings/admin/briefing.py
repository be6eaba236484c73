"""Briefings at the desk: write, look at as a member will, publish or schedule, withdraw."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from briefings import publishing, reading
from briefings.admin.asking import ReasonForm, ask
from briefings.admin.gated_forms import WithBody
from briefings.models import Briefing, BriefingProfile
from profiles.desk.conflict import DeskTexts
from profiles.desk.waiting import may_see
from profiles.editions.markup import TooLong
from records.actors import actor_of
from records.admin import DeskAdmin, PlainTexts, SeenForm
from records.audit import record
from records.frame import in_frame
from records.policy import Policy, declares

PUBLISHED = ("teaser", "body", "byline")  # what a published briefing cannot be without


class BriefingForm(WithBody, DeskTexts, SeenForm):
    rows = ("about",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.published_at is not None:
            for name in PUBLISHED:
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, "A published briefing has one. Withdraw it if it should go.")
        return cleaned


class PublishForm(PlainTexts, forms.Form):
    at = forms.DateTimeField(
        label="When (UTC)",
        required=False,
        help_text="Empty: now. Later: it waits, and nobody sees it before. Such as 2026-12-01 09:00.",
    )

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        return at.astimezone(UTC) if at else None


class AboutInline(admin.TabularInline):
    model = BriefingProfile
    extra = 0
    autocomplete_fields = ("profile",)


@admin.register(Briefing)
class BriefingAdmin(DeskAdmin):
    form = BriefingForm
    change_form_template = "admin/briefings/briefing/change_form.html"
    list_display = ("title", "tier", "published_at", "withdrawn_at", "changed_at", "changed_by")
    list_filter = ("tier",)
    list_select_related = ("tier",)
    search_fields = ("title", "slug")
    ordering = ("-changed_at",)
    fields = ("title", "slug", "tier", "teaser", "body", "byline", "seen")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (AboutInline,)

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        own = [
            path("<int:pk>/preview/", site.admin_view(show_preview), name="briefings_briefing_preview"),
            path("<int:pk>/publish/", site.admin_view(publish_briefing), name="briefings_briefing_publish"),
        ]
        return own + super().get_urls()

    def get_readonly_fields(self, request: HttpRequest, obj: Briefing | None = None) -> tuple[str, ...]:
        return ("slug",) if obj and obj.published_at else ()  # an address that readers know stays

    def get_prepopulated_fields(self, request: HttpRequest, obj: Briefing | None = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request: HttpRequest, obj: Briefing | None = None) -> bool:
        """What was published is withdrawn, not deleted; a draft may go."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    def save_model(self, request: HttpRequest, obj: Briefing, form: ModelForm, change: bool) -> None:
        now = timezone.now()
        obj.changed_at, obj.changed_by = now, actor_of(request)
        if not change:
            obj.made_at = now
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publishing.saved(briefing=form.instance, fields=form.changed_data, by=actor_of(request), now=timezone.now())

    def audit(self, request: HttpRequest, obj: Briefing, act: str, **detail: Any) -> None:
        """The use cases write the other rows; what Django says of a change may hold words of a draft."""
        if act == "added":
            record(by=actor_of(request), verb="briefing.opened", subject=obj.subject, now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Briefing) -> None:
        publishing.drop_draft(briefing_id=obj.pk, by=actor_of(request), now=timezone.now())

    def response_post_save_change(self, request: HttpRequest, obj: Briefing) -> HttpResponseRedirect:
        public = obj.published_at is not None and obj.published_at <= timezone.now() and obj.withdrawn_at is None
        messages.info(request, "Saved. Members read it so from now." if public else "Saved. Nobody reads it yet.")
        return super().response_post_save_change(request, obj)


@declares(Policy.STAFF)
def show_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The briefing as a member reads it."""
    briefing = _briefing(request, pk)
    try:
        page = reading.preview(briefing)
    except TooLong as error:
        messages.error(request, str(error))
        return redirect("admin:briefings_briefing_change", briefing.pk)
    return render(request, "briefings/briefing.html", {"page": page, "preview": True})


@declares(Policy.STAFF)
def publish_briefing(request: HttpRequest, pk: int) -> HttpResponse:
    briefing = _briefing(request, pk)
    ask(request, "briefings.publish_briefing")
    act = request.POST.get("act", "")
    publish_form = PublishForm(request.POST if act == "publish" else None)
    withdraw_form = ReasonForm(request.POST if act == "withdraw" else None)
    by, now = actor_of(request), timezone.now()
    done = ""
    try:
        if act == "publish" and publish_form.is_valid():
            publishing.publish(briefing_id=pk, by=by, now=now, at=publish_form.cleaned_data["at"])
            done = "Published, or waiting for its time."
        elif act == "unschedule":
            publishing.unschedule(briefing_id=pk, by=by, now=now)
            done = "It is a draft again."
        elif act == "withdraw" and withdraw_form.is_valid():
            publishing.withdraw(briefing_id=pk, reason=withdraw_form.cleaned_data["reason"], by=by, now=now)
            done = "Withdrawn. Whoever has its address sees when and why."
    except (publishing.Refused, TooLong) as refusal:
        messages.error(request, str(refusal))
    if done:
        messages.success(request, done)
        return redirect("admin:briefings_briefing_change", briefing.pk)
    context = {
        "title": f"Publish “{briefing.title}”",
        "briefing": briefing,
        "is_public": briefing.published_at is not None and briefing.published_at <= now,
        "publish_form": publish_form,
        "withdraw_form": withdraw_form,
    }
    return in_frame(request, "admin/briefings/briefing/publish.html", context)


def _briefing(request: HttpRequest, pk: int) -> Briefing:
    if not may_see(request.user, "briefing", "briefings"):
        raise PermissionDenied
    rows: QuerySet[Briefing] = Briefing.objects.select_related("tier")
    return get_object_or_404(rows, pk=pk)
