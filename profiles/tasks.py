"""Background work of profiles. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from profiles.desk.news import BATCH, read_news
from records.outbox import WAKE


@shared_task(name=WAKE)
def read_all_news() -> None:
    """Handle waiting news until none is left."""
    while read_news(now=timezone.now()) >= BATCH:
        pass
