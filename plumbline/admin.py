"""Orders to erase in the admin: each is asked for and decided on a page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import URLPattern, path

from plumbline.erasure import pages
from records.admin import ReadOnlyAdmin
from records.models import Erasure


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ("kind", "target", "reason", "state", "asked_at", "decided_at", "done_at")
    list_filter = ("state", "kind")
    search_fields = ("=target", "=public_id", "reason")
    ordering = ("-asked_at", "-id")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("ask/", view(pages.ask_for_erasure), name="records_erasure_ask"),
            path("<int:pk>/decide/", view(pages.decide_erasure), name="records_erasure_decide"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """A click in the list leads to the page where the order is shown and decided."""
        return redirect("admin:records_erasure_decide", pk=unquote(object_id))
