"""The files of a sitemap index: addresses to visit like any other, by the same fetcher and at the same pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sources.fetching.configured import judged
from sources.fetching.outcomes import Stop
from sources.models import Watch
from sources.models.watch import WatchKind
from sources.watching.choices import PART, Choice
from sources.watching.entering import rest
from sources.watching.schedule import first_due, pace_of
from sources.watching.sitemaps import SitemapFile, SitemapIndex


@dataclass(frozen=True, slots=True)
class Followed:
    """How many files are new, how many are due again since the index says that they changed, and how many are not
    visited: the guard refuses them, or another source has them."""

    new: int
    changed: int
    refused: int


def follow_index(*, watch: Watch, index: SitemapIndex, now: datetime) -> Followed:
    """Visit the files of an index from now on, and those no more that it does not name, or not among its newest. One
    that breaks off says nothing of the files that it did not come to.

    `watch` is that of the index, locked in the caller's transaction. A file that has ended begins anew when the index
    says that it changed after that.
    """
    named = {each.address: each for each in index.files}
    held = Watch.objects.select_for_update().filter(address__in=named).order_by("id")
    known = {each.address: each for each in held}
    new = changed = refused = 0
    for address, file in named.items():
        part = known.get(address)
        if part is None:
            is_visited = _begin(watch, file, now)
            new += is_visited
            refused += not is_visited
        elif part.kind != WatchKind.PART or part.source_id != watch.source_id:
            refused += 1
        else:
            changed += _again(part, file, now)
    gone = Watch.objects.filter(source=watch.source, kind=WatchKind.PART, ended_at=None).exclude(address__in=named)
    if not index.notes:
        rest(gone)
    return Followed(new, changed, refused)


def _begin(watch: Watch, file: SitemapFile, now: datetime) -> bool:
    try:
        host = judged(file.address).place
    except Stop:
        return False
    Watch.objects.create(
        address=file.address,
        host=host,
        kind=WatchKind.PART,
        choice=Choice(PART).mark,
        source=watch.source,
        interval_seconds=pace_of(WatchKind.PART, None).start,
        next_fetch_at=first_due(now),
        listed_changed_at=file.changed_at,
        first_seen_at=now,
    )
    return True


def _again(part: Watch, file: SitemapFile, now: datetime) -> bool:
    """Whether the file is due again since it is said to have changed."""
    is_later = file.changed_at is not None and (
        part.listed_changed_at is None or file.changed_at > part.listed_changed_at
    )
    if is_later:
        part.listed_changed_at = file.changed_at
    is_back = part.next_fetch_at is None and part.ended_at is None
    is_due = is_back or (is_later and (part.next_fetch_at is None or part.next_fetch_at > now))
    if is_due:
        part.next_fetch_at = first_due(now)
        part.ended_at, part.ended_reason = None, ""
        part.failures = part.misses = 0
    part.save()
    return is_due
