"""What a sitemap says has changed is checked again at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sources.models import Watch
from sources.models.watch import WatchKind
from sources.watching.entries import Entry
from sources.watching.schedule import first_due


def check_changed(*, entries: Iterable[Entry], now: datetime) -> frozenset[str]:
    """Make the watches of documents due that are said to have changed since they were last said to, or since we last
    looked; return their addresses. In the caller's transaction, once in it: rows are locked in one order.

    One that waits for its visit already is not among them, and one that has ended stays so.
    """
    said = {entry.address: entry.changed_at for entry in entries if entry.address and entry.changed_at}
    if not said:
        return frozenset()
    moved, due = [], set()
    watches = Watch.objects.select_for_update().filter(address__in=said, kind=WatchKind.DOCUMENT).order_by("id")
    for watch in watches:
        moment = said[watch.address]
        before = watch.listed_changed_at or watch.last_checked_at
        if watch.listed_changed_at is not None and moment <= watch.listed_changed_at:
            continue
        watch.listed_changed_at = moment
        moved.append(watch)
        if before is not None and moment > before and watch.next_fetch_at and watch.next_fetch_at > now:
            watch.next_fetch_at = first_due(now)
            due.add(watch.address)
    Watch.objects.bulk_update(moved, ["listed_changed_at", "next_fetch_at"])
    return frozenset(due)
