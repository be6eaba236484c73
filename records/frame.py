"""Pages of the desk beside Django's own, drawn within the admin's frame."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def in_frame(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Draw `template` with the frame that every page of the admin has: who is logged in, what they may open."""
    return render(request, template, {**admin.site.each_context(request), **context})
