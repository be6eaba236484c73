"""Applications to the Leadership Alliance, each decided on a page of its own."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone

from briefings import joining
from briefings.admin.asking import ask
from briefings.models import Application
from profiles.desk.waiting import may_see
from records.actors import actor_of
from records.admin import PlainTexts, ReadOnlyAdmin
from records.frame import in_frame
from records.policy import Policy, declares


class DecideForm(PlainTexts, forms.Form):
    reason = forms.CharField(label="Why", max_length=400, help_text="The applicant is told, by mail and on their page.")
    until = forms.DateField(
        label="Member until", required=False, help_text="When accepting. Empty: for a year. Such as 2027-11-20."
    )

    def ends_at(self) -> datetime | None:
        until = self.cleaned_data["until"]
        return datetime.combine(until, time(), tzinfo=UTC) if until else None


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ("organisation", "user", "role", "state", "made_at", "decided_at")
    list_filter = ("state",)
    list_select_related = ("user",)
    search_fields = ("organisation", "user__email")
    ordering = ("made_at", "id")

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(decide_application)
        return [path("<int:pk>/decide/", decide, name="briefings_application_decide"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see(request.user, "application", "briefings")

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """A click in the list leads to the page where an application is decided."""
        application = self.get_object(request, unquote(object_id))
        if application is None:
            messages.warning(request, "There is no such application. Perhaps its account was deleted.")
            return redirect("admin:index")
        return redirect("admin:briefings_application_decide", pk=application.pk)


@declares(Policy.STAFF)
def decide_application(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_see(request.user, "application", "briefings"):
        raise PermissionDenied
    application = get_object_or_404(Application.objects.select_related("user", "membership"), pk=pk)
    act = request.POST.get("act", "")
    form = DecideForm(request.POST if act else None)
    if act in ("accept", "decline"):
        ask(request, "briefings.change_application")
        if form.is_valid():
            try:
                joining.decide(
                    application_id=application.pk,
                    accept=act == "accept",
                    reason=form.cleaned_data["reason"],
                    by=actor_of(request),
                    now=timezone.now(),
                    ends_at=form.ends_at(),
                )
            except joining.NotPossible as refusal:
                messages.error(request, str(refusal))
                application.refresh_from_db()
            else:
                messages.success(request, "Accepted." if act == "accept" else "Declined.")
                return redirect("admin:index")
    context = {
        "title": f"Application of {application.organisation}",
        "application": application,
        "form": form,
        "may_decide": request.user.has_perm("briefings.change_application"),
    }
    return in_frame(request, "admin/briefings/application/decide.html", context)
