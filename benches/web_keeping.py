"""Brings about from which of the stores of answers `benches/web.py` is answered."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from redis import Redis

from plumbline.keeping import rows
from plumbline.keeping.middleware import remote
from records.models import StoredPage

TRUE_FOR = 600.0  # seconds


def forget_in_redis() -> None:
    Redis.from_url(settings.REDIS_URL).flushdb()


def hold_in_redis(paths: Iterable[str]) -> None:
    """Put the stored pages of these paths into Redis, as true: no tag is asked for."""
    for stored in StoredPage.objects.filter(path__in=list(paths)).only("path", "tag"):
        if kept := rows.read(stored.path, stored.tag):
            remote.put(stored.path, kept)
            remote.is_true(stored.path, kept, TRUE_FOR)
