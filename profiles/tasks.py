"""Background work of profiles. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from profiles.desk.news import BATCH as NEWS_BATCH
from profiles.desk.news import read_news
from profiles.editions.falling import BATCH as DUE_BATCH
from profiles.editions.falling import look_at_due
from records.outbox import WAKE


@shared_task(name=WAKE)
def read_all_news() -> None:
    """Handle waiting news until none is left, then look at the profiles that it concerns."""
    while read_news(now=timezone.now()) >= NEWS_BATCH:
        pass
    look_at_all_due()


@shared_task(name="profiles.look_at_due")
def look_at_all_due() -> None:
    """Look at the numbers of published profiles that are due, until none is."""
    while look_at_due(now=timezone.now()) >= DUE_BATCH:
        pass
