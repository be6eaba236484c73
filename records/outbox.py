"""News travels upward through one table.

The writer inserts a row in its own transaction; after commit one fixed wake-up message tells the workers to
look. Readers claim rows with SKIP LOCKED and a lease; attempts are counted at the claim, so a worker that
dies counts too. After the fourth attempt a row becomes a dead letter with its reason. Losing the wake-up
loses nothing: the sweeper looks again every minute.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from records.models import DeadLetter, OutboxRow

log = logging.getLogger(__name__)

WAKE = "plumbline.wake"  # the one message; the task of this name is in the app that reads the news
MAX_ATTEMPTS = 4
LEASE = timedelta(minutes=3)  # longer than a task's hard limit of 120 s
BACKOFF = timedelta(seconds=20)

Handler = Callable[[OutboxRow], None]


def announce(*, topic: str, key: str, now: datetime, payload: dict[str, Any] | None = None) -> None:
    """Write one row of news in the caller's transaction. `payload` is plain JSON."""
    announce_each(topic=topic, news=[(key, payload or {})], now=now)


def announce_each(*, topic: str, news: Sequence[tuple[str, dict[str, Any]]], now: datetime) -> None:
    """Write a row for each key with its payload, as `announce`."""
    OutboxRow.objects.bulk_create(
        OutboxRow(topic=topic, key=key, payload=payload, made_at=now, due_at=now) for key, payload in news
    )
    if not any(_wake in hook for hook in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    """Tell the workers to look. Without Redis nobody is told, and the sweeper finds the row within a minute."""
    try:
        current_app.send_task(WAKE, retry=False, ignore_result=True)
    except OperationalError as error:
        log.warning("No worker was woken: Redis does not answer (%s)", type(error).__name__)


def drain(*, handlers: dict[str, Handler], now: datetime, limit: int = 100) -> int:
    """Handle up to `limit` waiting rows of the handlers' topics, oldest first; return how many succeeded.

    Each row is handled in a transaction of its own, together with the mark that it is done: a handler that
    only writes to the database takes effect exactly once. A handler that raises leaves its row for later.
    """
    done = 0
    for _ in range(limit):
        row_id = _claim(topics=sorted(handlers), now=now)
        if row_id is None:
            break
        done += _handle(row_id, handlers, now)
    return done


def _claim(*, topics: Sequence[str], now: datetime) -> int | None:
    """Claim one row. One at a time: a row that kills its worker must not take others along."""
    with transaction.atomic():
        while True:
            row = (
                OutboxRow.objects.select_for_update(skip_locked=True)
                .filter(topic__in=topics, done_at=None)
                # What nobody has begun is due, whatever the clock of whoever wrote it said.
                .filter(Q(attempts=0) | Q(due_at__lte=now))
                .filter(Q(lease_until=None) | Q(lease_until__lte=now))
                .order_by("due_at", "id")
                .first()
            )
            if row is None:
                return None
            if row.attempts >= MAX_ATTEMPTS:  # its last claim never came back: the worker died with it
                _bury(row, reason="The worker died while handling it, four times.", now=now)
                continue
            row.attempts += 1
            row.due_at, row.lease_until = min(row.due_at, now), now + LEASE
            row.save(update_fields=["attempts", "due_at", "lease_until"])
            return row.pk


def _handle(row_id: int, handlers: dict[str, Handler], now: datetime) -> bool:
    try:
        with transaction.atomic():
            row = OutboxRow.objects.select_for_update().get(pk=row_id, done_at=None)
            handlers[row.topic](row)
            row.done_at = now
            row.save(update_fields=["done_at"])
        return True
    except OutboxRow.DoesNotExist:  # another worker finished it after our lease ran out
        return False
    except SoftTimeLimitExceeded:  # the task is over; the lease brings the row back
        raise
    except Exception as error:  # whatever a handler raises must not stop the rows behind it
        with transaction.atomic():
            row = OutboxRow.objects.select_for_update().get(pk=row_id)
            if row.attempts >= MAX_ATTEMPTS:
                _bury(row, reason=f"{type(error).__name__}: {error}"[:2000], now=now)
            else:
                row.due_at = now + BACKOFF * 2**row.attempts
                row.lease_until = None
                row.save(update_fields=["due_at", "lease_until"])
        return False


def _bury(row: OutboxRow, *, reason: str, now: datetime) -> None:
    DeadLetter.objects.create(
        topic=row.topic,
        key=row.key,
        payload=row.payload,
        reason=reason,
        attempts=row.attempts,
        died_at=now,
    )
    row.done_at = now
    row.save(update_fields=["done_at"])
