"""Answers in PostgreSQL, and the lock that lets an erasure empty all stores without one of them filling again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from plumbline.keeping.answers import Kept
from records.models import StoredPage

LONGEST_PATH = 500
MOST = 200_000  # answers; about 2.5 GB of profile pages
_LOCK = 7_219_406_112  # any number that nobody else locks


def read(path: str, tag: str) -> Kept | None:
    """The stored answer of an address, where it was drawn for this tag."""
    row = StoredPage.objects.filter(path=path, tag=tag).values_list("headers", "body").first()
    if row is None:
        return None
    headers, body = row
    is_packed = headers.pop("is_packed")
    return Kept(tag, tuple(headers.items()), bytes(body), is_packed)


def store(path: str, kept: Kept, *, now: datetime, tag: Callable[[], str | None], also: Callable[[], None]) -> bool:
    """Store an answer and do `also`, unless its tag is over by now; whether it was stored.

    An erasure empties the stores when what they were drawn from is gone (`emptying`). Whoever drew a page before that
    stores nothing while it lasts (no reader waits for that), and finds another tag afterwards.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [_LOCK])
            may_store = cursor.fetchone()[0]
        if not may_store or tag() != kept.tag:
            return False
        if len(path) <= LONGEST_PATH:
            headers = {**dict(kept.headers), "is_packed": kept.is_packed}
            StoredPage.objects.bulk_create(
                [StoredPage(path=path, tag=kept.tag, headers=headers, body=kept.body, made_at=now)],
                update_conflicts=True,
                unique_fields=["path"],
                update_fields=["tag", "headers", "body", "made_at"],
            )
        also()
    return True


@contextmanager
def emptying() -> Iterator[int]:
    """Empty the stored answers, and hold back everybody who would store one, for as long as the block lasts.

    No tag of before is asked for again: what other processes have at hand is over as well.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        many = _answers().delete()[0]
        mark = {"tag": secrets.token_hex(8), "headers": {"is_packed": False}, "body": b"", "made_at": timezone.now()}
        StoredPage.objects.update_or_create(path=StoredPage.EMPTIED, defaults=mark)
        yield many


def prune(most: int = MOST) -> int:
    """Remove the oldest answers beyond `most`; how many went."""
    edge = _answers().order_by("-made_at").values_list("made_at", flat=True)[most : most + 1].first()
    return _answers().filter(made_at__lte=edge).delete()[0] if edge else 0


def _answers() -> QuerySet[StoredPage]:
    return StoredPage.objects.exclude(path=StoredPage.EMPTIED)
