"""Many visits stored as one: feeds that were read, and whatever says "as at the last visit"."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.db.models import QuerySet

from records import outbox
from records.identifiers import Entropy
from sources.fetching.answering import fresh_for
from sources.fetching.outcomes import Fetched, Unchanged
from sources.many_rows import update_each
from sources.models import Document, Source, Watch
from sources.models.watch import FAILING_FROM, WatchKind, WatchOutcome
from sources.stories import stories_stay
from sources.watching import schedule
from sources.watching.arriving import Arrived, Visited
from sources.watching.checking import CHECKED
from sources.watching.choices import SITEMAP
from sources.watching.entering import rest_files
from sources.watching.entries import Feed, NotAFeed
from sources.watching.holding import lift, weigh
from sources.watching.noting import NOTED, PACED_BY, Came, note, pace_of_watch, tally_of
from sources.watching.relisted import check_changed
from sources.watching.schedule import Next
from sources.watching.sighting import Counted, see

_SOURCE = tuple(f"source__{name}" for name in PACED_BY)


def settle_feeds(
    *, came: Sequence[Arrived], now: datetime, chance: Callable[[], float], entropy: Entropy = secrets.token_bytes
) -> tuple[Visited, ...]:
    """Store feeds that were read, all in one transaction and in as many statements as one; as `settle` otherwise.

    A fault in one of them undoes all: then settle each by itself.
    """
    with transaction.atomic():
        ours = _ours(
            came, Watch.objects.only("kind", "lease", "source__address", "source__publisher", *NOTED, *_SOURCE)
        )
        read, visited = [], []
        for each, watch in ours:
            if not isinstance(each.answer, Feed):
                continue
            if held := weigh(watch, count=_count(each.answer), now=now):
                visited.append(_noted(each, watch, held_back(watch, held, now, chance()), now))
            else:
                read.append((each, each.answer, watch))
        counted = see(shown=[(_source(watch), feed) for _, feed, watch in read], now=now, entropy=entropy)
        again = check_changed(entries=[entry for _, feed, _ in read for entry in feed.entries], now=now)
        for (each, feed, watch), count in zip(read, counted, strict=True):
            watch.body_digest = each.digest
            result = _feed(watch, each, feed, count, again, now, chance())
            visited.append(_noted(each, watch, without_files(watch, each, result), now))
        _write([watch for _, watch in ours], (*NOTED, "body_digest"))
    return (*visited, *_lost(came, ours))


def settle_unchanged(
    *, came: Sequence[Arrived], now: datetime, chance: Callable[[], float]
) -> tuple[tuple[Visited, ...], tuple[Arrived, ...]]:
    """Store visits that say "as at the last visit", all in one transaction and a few statements; as `settle` otherwise.

    Return what was stored, and those that have more to say (a document that is back, say) and must be settled each by
    itself.
    """
    with transaction.atomic():
        stories_stay()  # before the rows: whoever joins two documents moves watches
        fields = ("kind", "lease", "shows__number", "document__public_id", "document__vanished_at", *NOTED, *_SOURCE)
        ours = _ours(came, Watch.objects.select_related("document", "shows").only(*fields))
        plain = [(each, watch) for each, watch in ours if _is_plain(watch)]
        _confirm([watch for _, watch in plain], now)
        visited = tuple(_noted(each, watch, unchanged(watch, each, now, chance()), now) for each, watch in plain)
        _write([watch for _, watch in plain], NOTED)
    others = tuple(each for each, watch in ours if not _is_plain(watch))
    return (*visited, *_lost(came, ours)), others


def unchanged(watch: Watch, came: Arrived, now: datetime, jitter: float) -> Came:
    """It is as it was at the last visit."""
    lift(watch, now=now)
    following = after_answer(watch, came, changed=False, now=now, jitter=jitter)
    return Came(WatchOutcome.UNCHANGED, "Unchanged.", following, answered=True)


def after_answer(watch: Watch, came: Arrived, *, changed: bool | None, now: datetime, jitter: float) -> Next:
    """When an address is visited next that answered about itself, not before what it said is over."""
    if not isinstance(came.outcome, Fetched | Unchanged):
        raise TypeError(f"no answer: {came.outcome!r}")
    return schedule.after_answer(
        tally_of(watch),
        pace_of_watch(watch),
        changed=changed,
        now=now,
        jitter=jitter,
        last=watch.last_checked_at,
        fresh_for=fresh_for(came.outcome.headers, now),
    )


def without_files(watch: Watch, came: Arrived, result: Came) -> Came:
    """What a visit came to; where it shows that the source is no index of sitemaps any more, the files rest that were
    visited for it. What cannot be read may pass: it shows so at the third time."""
    if watch.kind != WatchKind.FEED or came.claimed.choice.get("kind") != SITEMAP:
        return result
    is_strange = isinstance(came.answer, NotAFeed) and result.next.tally.failures >= FAILING_FROM
    if not (isinstance(came.answer, Feed) or is_strange or result.next.ended):
        return result
    count = rest_files(watch)
    if not count:
        return result
    said = f"{'Its file rests' if count == 1 else f'Its {count} files rest'} with it."
    if not result.next.ended:
        said = f"It is no index of sitemaps any more: its {'file rests' if count == 1 else f'{count} files rest'}."
    return replace(result, words=f"{result.words} {said}")


def held_back(watch: Watch, reason: str, now: datetime, jitter: float) -> Came:
    """Its answer waits for an editor, for this reason: nothing of it is stored, and it is visited as before."""
    following = schedule.after_answer(tally_of(watch), pace_of_watch(watch), changed=None, now=now, jitter=jitter)
    return Came(WatchOutcome.HELD, f"{reason} Nothing of it was stored.", following)


def left_out(counted: tuple[tuple[str, int], ...]) -> list[str]:
    """What of a list was not taken, in words."""
    return ["Left out: " + ", ".join(f"{count:,} {reason}" for reason, count in counted) + "."] if counted else []


def _ours(came: Sequence[Arrived], watches: QuerySet[Watch]) -> list[tuple[Arrived, Watch]]:
    """The watches whose lease is still ours, locked, by their keys."""
    by_key = {each.claimed.watch: each for each in came}
    found = watches.select_for_update(of=("self",)).select_related("source").filter(pk__in=by_key).order_by("pk")
    return [(by_key[watch.pk], watch) for watch in found if watch.lease == by_key[watch.pk].claimed.lease]


def _lost(came: Sequence[Arrived], ours: Sequence[tuple[Arrived, Watch]]) -> list[Visited]:
    held = {each.claimed.watch for each, _ in ours}
    return [Visited(each.claimed.address, stored=False) for each in came if each.claimed.watch not in held]


def _noted(came: Arrived, watch: Watch, result: Came, now: datetime) -> Visited:
    note(watch, result, came.outcome, now=now)
    return Visited(came.claimed.address, True, result.outcome, result.words)


def _write(watches: Sequence[Watch], names: Sequence[str]) -> None:
    values = attrgetter("pk", *names)
    update_each(Watch, names, [values(watch) for watch in watches])


def _source(watch: Watch) -> Source:
    if watch.source is None:  # the database forbids it
        raise ValueError("a feed without a source")
    return watch.source


def _is_plain(watch: Watch) -> bool:
    return watch.document is None or (watch.shows is not None and watch.document.vanished_at is None)


def _confirm(watches: Sequence[Watch], now: datetime) -> None:
    """Each document was checked and is there: what `checking.confirm` writes and announces."""
    shown = [(watch.document, watch.shows) for watch in watches if watch.document and watch.shows]
    if not shown:
        return
    keys = [document.pk for document, _ in shown]
    list(Document.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))  # in one order
    Document.objects.filter(pk__in=keys).update(last_checked_at=now)
    at = now.isoformat()
    news = [
        (document.public_id, {"version": version.number, "at": at, "outcome": "unchanged"})
        for document, version in shown
    ]
    outbox.announce_each(topic=CHECKED, news=news, now=now)


def _count(feed: Feed) -> int:
    return len(feed.entries) + sum(each for _, each in feed.left_out)


def _feed(
    watch: Watch, came: Arrived, feed: Feed, counted: Counted, again: frozenset[str], now: datetime, jitter: float
) -> Came:
    new, without = counted.new, counted.without
    words = [f"{len(feed.entries)} {'entry' if len(feed.entries) == 1 else 'entries'}, {new} new."]
    if without:
        words.append(f"{without} of the new without an address that can be visited.")
    if due := sum(entry.address in again for entry in feed.entries):
        words.append(f"{due} said to have changed, and checked again.")
    words += left_out(feed.left_out)
    changed = new > 0 if watch.last_checked_at else None
    following = after_answer(watch, came, changed=changed, now=now, jitter=jitter)
    kind = WatchOutcome.NEW if new else WatchOutcome.UNCHANGED
    return Came(kind, " ".join([*words, *feed.notes]), following, answered=True, new=new, known=counted.known)
