"""A profile's place in a facet, with the evidence for it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from profiles.desk.admin.citations import CitationInline, save_citation
from profiles.desk.forms import FacetValueForm
from profiles.evidence.curating import touch
from profiles.models import FacetValue
from records.actors import actor_of
from records.admin import DeskAdmin
from records.audit import record


class FacetCitationInline(CitationInline):
    fk_name = "facet_value"
    fields = (
        "document",
        ("directness", "position"),
        "quote",
        ("own_reporting", "own_interest", "own_act"),
        "original",
        "set_aside_reason",
    )


@admin.register(FacetValue)
class FacetValueAdmin(DeskAdmin):
    """Terms are chosen on the profile's page; here stands why, and what shows it."""

    form = FacetValueForm
    list_display = ("term", "profile", "cited")
    list_filter = ("facet",)
    list_select_related = ("profile", "term")
    search_fields = ("profile__name", "term__label")
    ordering = ("profile__name", "facet")
    fields = ("profile", "term", "reason", "seen")
    readonly_fields = ("profile", "term")
    inlines = (FacetCitationInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FacetValue]:
        return super().get_queryset(request).annotate(many=Count("citations"))

    @admin.display(description="sources", ordering="many")
    def cited(self, value: Any) -> int:
        return int(value.many)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: FacetValue, form: ModelForm, change: bool) -> None:
        touch(profile=obj.profile, by=actor_of(request), now=timezone.now())
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        now, by = timezone.now(), actor_of(request)
        formset.save_rows(lambda row: save_citation(row, by=by, now=now))

    def delete_model(self, request: HttpRequest, obj: FacetValue) -> None:
        touch(profile=obj.profile, by=actor_of(request), now=timezone.now())
        super().delete_model(request, obj)

    def audit(self, request: HttpRequest, obj: FacetValue, act: str, **detail: Any) -> None:
        record(
            by=actor_of(request),
            verb=f"facet.{act}",
            subject=obj.profile.subject,
            now=timezone.now(),
            facet=obj.facet,
            term=obj.term.slug,
            **detail,
        )
