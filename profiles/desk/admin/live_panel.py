"""The confidence panel beside a statement's form, for the form as it stands and unsaved."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.formsets import all_valid
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from profiles.desk.live import live


def live_panel(of: ModelAdmin, request: HttpRequest, object_id: int) -> HttpResponse:
    """The panel as the form would have it saved; 204 where the form is half typed.

    It is saved in a transaction that is taken back at once: every rule of the form and of the database has its say,
    and nothing stays.
    """
    claim = of.get_object(request, str(object_id))
    if request.method != "POST" or claim is None or not of.has_change_permission(request, claim):
        raise PermissionDenied
    with transaction.atomic():
        form = of.get_form(request, claim, change=True)(request.POST, instance=claim)
        formsets, _ = of._create_formsets(request, claim, change=True)  # type: ignore[attr-defined]
        valid = form.is_valid() and all_valid(formsets)
        shown = {}
        if valid:
            of.save_model(request, form.save(commit=False), form, change=True)
            for formset in formsets:
                of.save_formset(request, form, formset, change=True)
            shown = {"live": live(claim=claim, now=timezone.now())}
        transaction.set_rollback(True)
    return render(request, "admin/profiles/claim/live.html", shown) if valid else HttpResponse(status=204)
