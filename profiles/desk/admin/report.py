from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from profiles.editions.reports import NoAnswer, answer
from profiles.models import ErrorReport, ReportState
from records.actors import actor_of
from records.admin import DeskAdmin, PlainTexts

SENT = ("profile", "edition", "statement", "text", "evidence", "contact", "made_at")
ANSWERED = ("answered_by", "answered_at")


class AnswerForm(PlainTexts, forms.ModelForm):
    """What was found, in words that the reader may be sent. Given once."""

    class Meta:
        model = ErrorReport
        fields = ("state", "answer")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "state" not in self.fields:  # answered before: there is nothing to fill in
            return cleaned
        if cleaned.get("state") == ReportState.WAITING:
            raise ValidationError("Choose whether there is an error.")
        if not cleaned.get("answer"):
            self.add_error("answer", "Say in a sentence what was found.")
        if ErrorReport.objects.exclude(state=ReportState.WAITING).filter(pk=self.instance.pk).exists():
            raise ValidationError("This report was answered meanwhile. Open it again to read the answer.")
        return cleaned


@admin.register(ErrorReport)
class ErrorReportAdmin(DeskAdmin):
    form = AnswerForm
    list_display = ("__str__", "state", "made_at", "answered_at")
    list_filter = ("state",)
    list_select_related = ("profile",)
    search_fields = ("profile__name", "statement")
    ordering = ("made_at", "id")
    fields = (*SENT, "state", "answer", *ANSWERED)

    def get_readonly_fields(self, request: HttpRequest, obj: ErrorReport | None = None) -> tuple[str, ...]:
        answered = obj is not None and obj.state != ReportState.WAITING
        return self.fields if answered else (*SENT, *ANSWERED)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ErrorReport, form: Any, change: bool) -> None:
        given = form.cleaned_data
        if "state" not in given:
            return
        try:
            answer(
                report_id=obj.pk,
                state=ReportState(given["state"]),
                words=given["answer"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except NoAnswer as refusal:  # a colleague was quicker, between the check and now
            self.message_user(request, str(refusal), level="ERROR")
