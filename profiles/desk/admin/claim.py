from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from profiles.desk.conflict import ConflictInlineFormSet
from profiles.desk.forms import CitationForm, ClaimForm
from profiles.evidence.curating import touch
from profiles.models import Citation, Claim, ClaimValue
from records.actors import actor_of
from records.audit import record


class OfClaim(admin.options.InlineModelAdmin):
    extra = 0
    formset = ConflictInlineFormSet

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Values to choose from are those of this statement."""
        if db_field.name in ("value", "covers"):
            claim = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
            kwargs["queryset"] = ClaimValue.objects.filter(claim_id=claim or 0).order_by("id")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ClaimValueInline(OfClaim, admin.TabularInline):
    model = ClaimValue
    fields = ("text", "is_published", "covers")


class CitationInline(OfClaim, admin.StackedInline):
    model = Citation
    fk_name = "claim"
    form = CitationForm
    autocomplete_fields = ("document", "original")
    fields = (
        "document",
        ("value", "directness", "position"),
        "quote",
        ("own_reporting", "own_interest", "own_act"),
        "original",
        "set_aside_reason",
    )


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):
    form = ClaimForm
    list_display = ("statement", "profile", "kind", "is_key", "cited")
    list_filter = ("kind", "is_key")
    list_select_related = ("profile",)
    search_fields = ("statement", "key", "profile__name", "=public_id")
    ordering = ("profile__name", "position")
    autocomplete_fields = ("profile",)
    fields = (
        "profile",
        "statement",
        ("key", "position"),
        ("predicate", "kind", "is_key"),
        ("happened_on", "happened_precision"),
        "seen",
    )
    inlines = (ClaimValueInline, CitationInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return super().get_queryset(request).annotate(many=Count("citations"))

    @admin.display(description="sources", ordering="many")
    def cited(self, claim: Any) -> int:
        return int(claim.many)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("profile",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Claim, form: ModelForm, change: bool) -> None:
        now = timezone.now()
        touch(profile=obj.profile, by=actor_of(request), now=now)
        super().save_model(request, obj, form, change)
        verb = "claim.saved" if change else "claim.stated"
        record(by=actor_of(request), verb=verb, subject=obj.profile.subject, now=now, claim=obj.public_id)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        now, by = timezone.now(), actor_of(request)
        for row in formset.save(commit=False):
            if isinstance(row, Citation):
                if row.pk is None:
                    row.made_at, row.made_by = now, by
                _set_aside_pair(row, by, now)
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    def delete_model(self, request: HttpRequest, obj: Claim) -> None:
        now = timezone.now()
        touch(profile=obj.profile, by=actor_of(request), now=now)
        record(by=actor_of(request), verb="claim.deleted", subject=obj.profile.subject, now=now, claim=obj.public_id)
        super().delete_model(request, obj)


def _set_aside_pair(citation: Citation, by: str, now: Any) -> None:
    if not citation.set_aside_reason:
        citation.set_aside_by, citation.set_aside_at = "", None
    elif citation.set_aside_at is None:
        citation.set_aside_by, citation.set_aside_at = by, now
