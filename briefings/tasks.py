"""Background work of briefings. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task

from briefings import publishing
from briefings.accounts.sessions import forget_ended
from records.clock import database_now


@shared_task(name="briefings.show_due")
def show_due() -> None:
    publishing.show_due(now=database_now())


@shared_task(name="briefings.forget_ended_sessions")
def forget_ended_sessions() -> None:
    forget_ended(now=database_now())
