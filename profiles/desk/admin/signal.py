from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import URLPattern, path

from profiles.desk import pages
from profiles.models import Signal
from records.admin import ReadOnlyAdmin


@admin.register(Signal)
class SignalAdmin(ReadOnlyAdmin):
    """Signals are decided on a page of their own, beside the document's text."""

    list_display = ("document", "profile", "role", "event_type", "state", "made_at")
    list_filter = ("state", "role", "event_type")
    list_select_related = ("document", "profile")
    search_fields = ("profile__name", "document__title")
    ordering = ("made_at", "id")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/decide/", self.admin_site.admin_view(pages.decide_signal), name="profiles_signal_decide"),
        ]
        return own + super().get_urls()

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """A click in the list leads to the page where a signal is decided."""
        signal = self.get_object(request, unquote(object_id))
        if signal is None:
            messages.warning(request, "There is no such signal. Perhaps it was deleted.")
            return redirect("admin:index")
        return redirect("admin:profiles_signal_decide", pk=signal.pk)
