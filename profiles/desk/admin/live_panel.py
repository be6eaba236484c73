"""The confidence panel beside a statement's form, for the form as it stands and unsaved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms.formsets import all_valid
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from profiles.desk.conflict import DeskFormSet
from profiles.desk.live import live
from profiles.editions.snapshot import Stated, as_stored
from profiles.models import Citation, ClaimValue

Row = TypeVar("Row", bound=Model)


def live_panel(of: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    """The panel as the form would have it saved. Nothing is written and nobody's row is locked.

    204 where the form is half typed or cannot be saved as it is. Where somebody saved the statement after it was
    opened, the panel says so.
    """
    claim = of.get_object(request, str(object_id))
    if request.method != "POST" or claim is None or not of.has_change_permission(request, claim):
        raise PermissionDenied
    stored = as_stored([claim])[0]
    form: Any = of.get_form(request, claim, change=True)(request.POST, instance=claim)
    formsets: list[DeskFormSet]
    formsets, _ = of._create_formsets(request, claim, change=True)  # type: ignore[attr-defined]
    for tried in (form, *(row for formset in formsets for row in formset.forms)):
        tried.only_tried = True
    valid = form.is_valid() and all_valid(formsets)
    stale = getattr(claim, "met_conflict", False)
    if not valid and not stale:
        return HttpResponse(status=204)
    shown = None if stale else live(stated=as_saved(stored, formsets), now=timezone.now())
    return render(request, "admin/profiles/claim/live.html", {"live": shown, "stale": stale})


def as_saved(stored: Stated, formsets: Sequence[DeskFormSet]) -> Stated:
    """Return the statement with its rows as they would be stored if these valid formsets were saved."""
    covers = {value.pk: covered for value, covered in stored.values}
    chosen: dict[int, frozenset[int]] = {}
    values = [value for value, _ in stored.values]
    citations = sorted(stored.citations, key=lambda row: row.pk)
    for formset in formsets:
        if formset.model is ClaimValue:
            values = _saved(values, formset)
            for form in formset.saved_forms:
                chosen[id(form.instance)] = frozenset(value.pk for value in form.cleaned_data["covers"])
        elif formset.model is Citation:
            citations = _saved(citations, formset)
    for place, row in enumerate(citations):
        if row.pk is None:  # saving draws an identifier by lot; by a new lot in each answer lines would change places
            row.public_id = f"new-{place:06}"
    return Stated(
        claim=stored.claim,
        values=tuple((value, chosen.get(id(value), covers.get(value.pk, frozenset()))) for value in values),
        citations=tuple(sorted(citations, key=lambda row: row.position)),
    )


def _saved(rows: list[Row], formset: DeskFormSet) -> list[Row]:
    """The stored `rows`, in the order of their entry, as saving `formset` leaves them, with new ones at the end."""
    gone, saved = formset.changes()
    out = {row.pk for row in gone}
    changed = {row.pk: row for row in saved if row.pk is not None}
    return [changed.get(row.pk, row) for row in rows if row.pk not in out] + [row for row in saved if row.pk is None]
