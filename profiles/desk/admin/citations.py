"""Citations below a statement or a facet: one form, one set of rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from profiles.desk.forms import CitationForm
from profiles.desk.known import KnownAutocomplete, KnownRow, ask_once
from profiles.desk.row_forms import CitationRows
from profiles.evidence.curating import set_aside, take_back
from profiles.models import Citation, ClaimValue


def values_of_page(request: HttpRequest) -> QuerySet[ClaimValue]:
    """The values of the statement whose page is asked for."""
    claim = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
    return ClaimValue.objects.filter(claim_id=claim or 0).order_by("id")


class CitationInline(admin.StackedInline):
    model = Citation
    form = CitationForm
    formset = CitationRows
    extra = 0
    autocomplete_fields = ("document", "original")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        """With what the page shows, without the bytes of documents."""
        rows = super().get_queryset(request).select_related("document", "original", "version")
        return rows.defer("version__text", "version__raw").order_by("position", "id")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["form_class"] = KnownRow
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site)
        if db_field.name == "value":
            kwargs["queryset"] = values_of_page(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "value" and isinstance(field, KnownRow):
            ask_once(field)
        return field


def save_citation(row: Citation, *, by: str, now: datetime) -> None:
    """Save a citation as the form has it; setting aside and taking back are acts of their own, with audit rows."""
    wanted = row.set_aside_reason.strip()
    stored = Citation.objects.filter(pk=row.pk).values("set_aside_reason", "set_aside_by", "set_aside_at").first()
    if stored is None:
        row.made_at, row.made_by = now, by
        stored = {"set_aside_reason": "", "set_aside_by": "", "set_aside_at": None}
    for name, value in stored.items():
        setattr(row, name, value)
    row.save()
    if wanted == stored["set_aside_reason"]:
        return
    if wanted:
        set_aside(citation=row, reason=wanted, by=by, now=now)
    else:
        take_back(citation=row, by=by, now=now)
