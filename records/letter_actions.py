"""What an administrator can do with work that failed four times."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from records.actors import actor_of
from records.clock import database_now
from records.dead_letters import settle
from records.models import DeadLetter


@admin.action(description="Looked at: nothing more to do", permissions=["view"])  # administrators alone see them
def settle_letters(page: Any, request: HttpRequest, queryset: QuerySet[DeadLetter]) -> None:
    """Take the chosen letters off the desk."""
    count = settle(letters=queryset, by=actor_of(request), now=database_now())
    said = "1 piece of work is" if count == 1 else f"{count} pieces of work are"
    page.message_user(request, f"{said} off the desk, and kept here.", messages.SUCCESS)
