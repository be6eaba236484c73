"""Background work of sources. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from sources.discovering import look_on
from sources.fetching.configured import fetcher_beside
from sources.watching.visiting import visit_due

REFRESH = "sources.refresh_due"
LOOK = "sources.look_around"


@shared_task(name=REFRESH)
def refresh_due() -> None:
    """Visit what is due now. Two of these at once visit different hosts."""
    visit_due(fetcher=fetcher_beside, now=timezone.now())


@shared_task(name=LOOK)
def look_around() -> None:
    """Look further for what editors have asked to be found."""
    look_on(fetcher=fetcher_beside, now=timezone.now())
