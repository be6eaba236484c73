"""Background work of briefings. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from briefings import publishing


@shared_task(name="briefings.show_due")
def show_due() -> None:
    publishing.show_due(now=timezone.now())
