"""What is watched from now on, and what is not: the rows of the watch follow what editors enter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from records import audit
from records.erasing.journal import may_not_return
from sources.fetching.configured import judged
from sources.fetching.outcomes import Stop
from sources.models import Document, Source, Watch
from sources.models.source import SourceKind
from sources.models.watch import OF_SOURCES, WatchKind
from sources.reading.address import address_key
from sources.watching.choices import Choice, Paths
from sources.watching.schedule import Pace, first_due, pace_of


class NotWatched(Exception):
    """Its message says to people why an address is not visited."""


def paths_of(source: Source) -> Paths:
    """Return the JSONPaths of a source, empty ones where it has none."""
    return Paths(
        items=source.json_items,
        title=source.json_title,
        address=source.json_address,
        date=source.json_date,
        id=source.json_id,
        text=source.json_text,
    )


def source_at(address: str, *, but: int | None = None) -> Source | None:
    """Return a source of `address`, however that is written, other than the one with the primary key `but`."""
    others = Source.objects.all() if but is None else Source.objects.exclude(pk=but)
    key = address_key(address)
    alike = others.filter(address__icontains=key.split("/", 1)[0].split("?", 1)[0]) if key else others.none()
    return others.filter(address=address).first() or next(
        (each for each in alike.order_by("pk").iterator() if address_key(each.address) == key), None
    )


def choice_for(source: Source) -> Choice | None:
    """Return how what comes from a source is read; None for a JSON document of which nothing is chosen yet."""
    choice = Choice(source.kind, source.selector, paths_of(source))
    return None if source.kind == SourceKind.JSON and not choice.paths.chosen else choice


def pace_of_source(source: Source, kind: str) -> Pace:
    """The pace that an editor wants of a source's own address, watched as `kind`."""
    return pace_of(
        kind,
        source.interval_seconds,
        shortest=source.shortest_seconds,
        longest=source.longest_seconds,
        freshness=source.freshness_percent / 100,
    )


@transaction.atomic
def watch_source(*, source: Source, by: str, now: datetime) -> Watch | None:
    """Bring the watch of a source in line with what is entered; return it, or None where it is not visited.

    To be called whenever a Source was saved. An active source is visited at once if it was not watched, or was watched
    under another address, as another kind or for another choice of what is read; one that is not active is not
    visited, nor a JSON document of which nothing is chosen. A watch that has ended stays so until somebody asks for a
    check. Raises NotWatched where the address is none that may be fetched.
    """
    if may_not_return(source.address, address_key(source.address)):
        raise NotWatched("This was removed here for good, and is not watched again.")
    mine = Watch.objects.select_for_update().filter(OF_SOURCES, source=source).first()
    choice = choice_for(source)
    files = Watch.objects.filter(source=source, kind=WatchKind.PART, ended_at=None)
    if choice is None or not source.is_active:
        rest(files)
        if mine and mine.next_fetch_at:
            rest(Watch.objects.filter(pk=mine.pk))
            audit.record(by=by, verb="watch.paused", subject=f"source:{source.public_id}", now=now)
        return None
    kind = WatchKind.FEED if choice.is_list else WatchKind.PAGE
    if mine and mine.address == source.address and mine.kind == kind and mine.choice == choice.mark:
        if mine.next_fetch_at is None and mine.ended_at is None:
            _wake(mine, pace_of_source(source, kind), by, now, "watch.started")
            files.update(next_fetch_at=first_due(now))
        else:
            pace = pace_of_source(source, kind)
            mine.interval_seconds = max(pace.shortest, min(mine.interval_seconds, pace.longest))
            mine.save(update_fields=["interval_seconds"])
        return mine
    other = Watch.objects.select_for_update().filter(address=source.address).first()
    if other and mine and other != mine:
        mine.delete()
    if mine:
        files.delete()
    watch = other or mine or Watch(first_seen_at=now)
    is_same = watch.address == source.address and watch.choice == choice.mark
    watch.address, watch.host = source.address, _host(source.address)
    watch.source, watch.kind, watch.choice = source, kind, choice.mark
    if kind == WatchKind.FEED or not is_same:
        watch.document = watch.shows = None
    _forget(watch)
    _wake(watch, pace_of_source(source, kind), by, now, "watch.started")
    return watch


@transaction.atomic
def check_now(*, source: Source, by: str, now: datetime) -> Watch:
    """Make the watch of a source due at once, also one that has ended; it begins anew. Raises NotWatched."""
    watch = watch_source(source=source, by=by, now=now)
    if watch is None:
        raise resting(source)
    _wake(watch, pace_of_source(source, watch.kind), by, now, "watch.asked_for_now")
    return watch


def resting(source: Source) -> NotWatched:
    """Why `watch_source` visits this source not at all."""
    reason = "nothing of the JSON document is chosen yet" if source.is_active else "it is not active"
    return NotWatched(f"“{source}” is not visited: {reason}.")


@transaction.atomic
def watch_document(*, document: Document, by: str, now: datetime) -> Watch | None:
    """Check the address of a document again and again from now on, if it has one and nobody watches it yet; return
    its watch, or None. What is watched already stays as it is. Raises NotWatched where the address may not be fetched.
    """
    if not document.address:
        return None
    held = Watch.objects.filter(address=document.address).first() or document.watches.filter(ended_at=None).first()
    if held:
        return held
    watch = Watch(
        address=document.address,
        host=_host(document.address),
        kind=WatchKind.DOCUMENT,
        document=document,
        source=document.source,
        first_seen_at=now,
    )
    asked = document.source.recheck_seconds if document.source else None
    _wake(watch, pace_of(WatchKind.DOCUMENT, asked), by, now, "watch.started")
    return watch


def _host(address: str) -> str:
    try:
        return judged(address).place
    except Stop as stop:
        raise NotWatched(stop.outcome.sentence) from None


def _wake(watch: Watch, pace: Pace, by: str, now: datetime, verb: str) -> None:
    watch.interval_seconds = pace.start
    watch.next_fetch_at = first_due(now)
    watch.lease = watch.leased_until = None
    watch.attempts = watch.failures = watch.misses = 0
    watch.ended_at, watch.ended_reason = None, ""
    watch.save()
    of = watch.document if watch.kind == WatchKind.DOCUMENT else watch.source
    kind = "document" if watch.kind == WatchKind.DOCUMENT else "source"
    audit.record(by=by, verb=verb, subject=f"{kind}:{of.public_id if of else ''}", now=now, address=watch.address)


def rest(watches: QuerySet[Watch]) -> None:
    """Visit these no more until they are woken. In the caller's transaction."""
    watches.update(next_fetch_at=None, lease=None, leased_until=None, attempts=0)


def _forget(watch: Watch) -> None:
    """What was learnt of another address, or as another kind, says nothing here."""
    watch.etag = watch.last_modified = watch.validated_for = watch.body_digest = watch.moved_to = ""
    watch.last_checked_at = watch.last_changed_at = watch.last_visit_at = watch.listed_changed_at = None
    watch.last_outcome = watch.last_words = watch.trouble = watch.recent = watch.held_reason = ""
    watch.held_at = watch.last_success_at = None
    watch.counts = []
    watch.changes = watch.changed_seconds = watch.unchanged_seconds = watch.items = watch.repeats = 0
