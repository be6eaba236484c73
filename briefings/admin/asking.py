"""What the gate's own pages at the desk share: ask for a right, draw a page within the admin's frame."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from records.admin import PlainTexts


class ReasonForm(PlainTexts, forms.Form):
    reason = forms.CharField(label="Why", max_length=400)


def ask(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def in_frame(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context})
