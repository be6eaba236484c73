"""Background work of profiles. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from profiles.desk.news import BATCH, read_news


@shared_task(name="profiles.sweep_outbox")
def sweep_outbox() -> None:
    """Handle waiting news until none is left."""
    while read_news(now=timezone.now()) >= BATCH:
        pass
