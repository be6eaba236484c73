"""Background work of sources. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task

from records.clock import database_now
from sources.discovering import look_on
from sources.fetching.configured import fetcher_beside
from sources.watching.keeping import drop_old_bytes
from sources.watching.visiting import visit_due

REFRESH = "sources.refresh_due"
LOOK = "sources.look_around"


@shared_task(name=REFRESH)
def refresh_due() -> None:
    """Visit what is due now. Two of these at once visit different hosts."""
    visit_due(fetcher=fetcher_beside, now=database_now())


@shared_task(name=LOOK)
def look_around() -> None:
    """Look further for what editors have asked to be found."""
    look_on(fetcher=fetcher_beside, now=database_now())


@shared_task(name="sources.drop_old_bytes")
def drop_bytes() -> None:
    """Remove fetched bytes that have been kept for as long as their sources want."""
    drop_old_bytes(now=database_now())
