"""Sources that bring nothing any more, for whoever has to look after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from sources.models import Watch
from sources.models.watch import WatchKind

FAILING_FROM = 3  # visits in a row without an answer or without finding anything


@dataclass(frozen=True, slots=True)
class DeadSource:
    """`state` is "ended" (visited no more) or "failing" (visited, in vain); `words` says why; `since` is when it ended,
    or when it last answered, None where it never did. `source` is the public id, `key` the primary key."""

    source: str
    key: int
    name: str
    address: str
    state: str
    words: str
    since: datetime | None


def dead_sources(*, most: int | None = None) -> tuple[DeadSource, ...]:
    """Return the active sources whose watch has ended or has failed three times in a row, the longest dead first;
    `most` of them, or all."""
    watches = dead_watches().select_related("source").order_by(F("ended_at").asc(nulls_last=True), "last_checked_at")
    return tuple(
        DeadSource(
            source=watch.source.public_id,
            key=watch.source.pk,
            name=watch.source.name,
            address=watch.address,
            state="ended" if watch.ended_at else "failing",
            words=watch.ended_reason or watch.last_words,
            since=watch.ended_at or watch.last_checked_at,
        )
        for watch in watches[:most]
        if watch.source
    )


def dead_watches() -> QuerySet[Watch]:
    """The watches of active sources that have ended or are failing."""
    is_dead = Q(ended_at__isnull=False) | Q(failures__gte=FAILING_FROM) | Q(misses__gte=FAILING_FROM)
    of_sources = Watch.objects.filter(kind__in=[WatchKind.FEED, WatchKind.PAGE], source__is_active=True)
    return of_sources.filter(is_dead)
