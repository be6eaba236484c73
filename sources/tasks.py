"""Background work of sources. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from sources.fetching.configured import fetcher_here
from sources.watching.visiting import visit_rounds

REFRESH = "sources.refresh_due"
SECONDS = (
    10.0  # of claiming in one task: with much to do the next tick goes on, and other tasks have their turn between
)


@shared_task(name=REFRESH)
def refresh_due() -> None:
    """Visit what is due, a hundred at a time, for ten seconds. Two of these at once visit different hosts."""
    visit_rounds(fetcher=fetcher_here, clock=timezone.now, seconds=SECONDS)
