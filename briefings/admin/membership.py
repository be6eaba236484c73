"""Memberships at the desk: grant one for a reason, end one for a reason. Nothing is changed or deleted silently."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone

from briefings import joining
from briefings.admin.asking import ReasonForm, ask
from briefings.admin.gated_forms import WithTier
from briefings.models import Membership
from profiles.desk.waiting import may_see
from records.actors import actor_of
from records.admin import DeskAdmin, PlainForm
from records.frame import in_frame
from records.policy import Policy, declares


class GrantForm(WithTier, PlainForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"user", "tier", "starts_at"} <= cleaned.keys():
            try:
                joining.check_span(
                    user=cleaned["user"],
                    to=cleaned["tier"],
                    starts_at=cleaned["starts_at"],
                    ends_at=cleaned.get("ends_at"),
                )
            except joining.NotPossible as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return cleaned


@admin.register(Membership)
class MembershipAdmin(DeskAdmin):
    form = GrantForm
    change_form_template = "admin/briefings/membership/change_form.html"
    list_display = ("user", "tier", "starts_at", "ends_at", "ended_at", "reason")
    list_filter = ("tier",)
    list_select_related = ("user", "tier")
    search_fields = ("user__email", "user__name")
    ordering = ("-starts_at", "-id")
    fields = ("user", "tier", "starts_at", "ends_at", "reason")
    autocomplete_fields = ("user",)

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        told = ("granted_by", "granted_at", "ended_at", "ended_by", "ended_reason")
        return (*self.fields, *told) if obj else self.fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        given = super().get_changeform_initial_data(request)
        return {"starts_at": timezone.now().replace(second=0, microsecond=0), **given}

    def get_urls(self) -> list[URLPattern]:
        own = [path("<int:pk>/end/", self.admin_site.admin_view(end_membership), name="briefings_membership_end")]
        return own + super().get_urls()

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return may_see(request.user, "membership", "briefings")

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Membership, form: ModelForm, change: bool) -> None:
        given = form.cleaned_data
        made = joining.grant(
            user=given["user"],
            to=given["tier"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            reason=given["reason"],
            by=actor_of(request),
            now=timezone.now(),
        )
        obj.pk = made.pk

    def audit(self, request: HttpRequest, obj: Membership, act: str, **detail: Any) -> None:
        """The use cases write their own rows."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            return super().add_view(request, form_url, extra_context)
        except joining.NotPossible as refusal:  # somebody granted the same meanwhile
            messages.error(request, str(refusal))
            return redirect("admin:briefings_membership_changelist")


@declares(Policy.STAFF)
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_see(request.user, "membership", "briefings"):
        raise PermissionDenied
    ask(request, "briefings.change_membership")
    membership = get_object_or_404(Membership.objects.select_related("user", "tier"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            joining.end(
                membership_id=membership.pk,
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except joining.NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Ended. It bites at the member's next request.")
        return redirect("admin:briefings_membership_change", membership.pk)
    context = {"title": f"End the membership of {membership.user}", "membership": membership, "form": form}
    return in_frame(request, "admin/briefings/membership/end.html", context)
