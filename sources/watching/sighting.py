"""What a feed says is kept: each new entry as a document that we saw, and its address as one to visit.

Feeds are stored side by side: none waits for another except where both bring the same address at the same moment. Each
table is written in one statement, in the order of its unique field, and the tables in one order.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from records.erasing.journal import returning
from records.identifiers import Entropy, new_identifier
from sources.fetching.configured import judged
from sources.fetching.outcomes import Stop
from sources.many_rows import insert_new, next_keys
from sources.models import Document, Publisher, Sighting, Source, Watch
from sources.models.watch import WatchKind
from sources.publishers import find_publisher, return_of_domain
from sources.reading.address import address_key, registrable_domain
from sources.reading.markup import host_of
from sources.stories import stories_stay
from sources.watching.entering import place_of
from sources.watching.feeds import Entry, Feed
from sources.watching.schedule import first_due, pace_of

_LONGEST = 2_000  # characters of an address that are stored


class _Seen:
    """An entry on its way into the tables. `document` is its primary key, once there is one."""

    __slots__ = ("document", "entry", "identity", "key")

    def __init__(self, entry: Entry, identity: str, key: str) -> None:
        self.entry, self.identity = entry, identity
        self.key = key if len(key) <= _LONGEST else ""
        self.document: int | None = None

    @property
    def name(self) -> object:
        """What entries of one document have in common."""
        if self.key or self.entry.address:
            return self.key or self.identity
        return self.entry.title, self.entry.summary


def see(*, source: Source, feed: Feed, now: datetime, entropy: Entropy = secrets.token_bytes) -> tuple[int, int]:
    """Keep the entries that are new in the caller's transaction; return how many are, and how many of those have no
    address that can be visited.

    A new entry is a document that is seen and not held, or a sighting more of one that we know; its address becomes a
    watch that is due at once.
    """
    stories_stay()
    seen = _unknown(source, feed.entries)
    if not seen:
        return 0, 0
    _find(source, seen)
    made = _make_documents(source, [each for each in seen if each.document is None], now, entropy)
    found = [each.document for each in seen if each.document not in made]
    seen = _once_each(source, seen, found)
    if found:
        Document.objects.filter(pk__in=found, seen_at=None).update(seen_at=now)
    insert_new(
        Sighting,
        ("source", "identity", "document", "title", "summary", "published_at", "seen_at"),
        [
            (
                source.pk,
                each.identity,
                each.document,
                each.entry.title,
                each.entry.summary,
                each.entry.published_at,
                now,
            )
            for each in sorted(seen, key=lambda each: each.identity)
        ],
        once=("source", "identity"),
    )
    return len(seen), _watch(source, seen, now)


def _unknown(source: Source, entries: tuple[Entry, ...]) -> list[_Seen]:
    """The entries that this source has not shown before, by their identity, and that may come (back)."""
    keys = [address_key(entry.address) for entry in entries]
    identities = [entry.identity for entry in entries]
    held = Sighting.objects.filter(source=source, identity__in=identities)
    known = {
        identity: (key, title)
        for identity, key, title in held.values_list("identity", "document__address_key", "title")
    }
    seen: list[_Seen] = []
    reused: list[_Seen] = []
    for entry, identity, key in zip(entries, identities, keys, strict=True):
        if identity not in known:
            seen.append(_Seen(entry, identity, key))
        # An id that stood for an article with another address and another title.
        elif key and key != known[identity][0] and entry.title != known[identity][1]:
            reused.append(_Seen(entry, _by_address(entry), key))
            seen.append(reused[-1])
    if reused:
        again = Sighting.objects.filter(source=source, identity__in=[each.identity for each in reused])
        there = set(again.values_list("identity", flat=True))
        seen = [each for each in seen if each.identity not in there]
    gone = returning({mark for each in seen for mark in _marks(each)}) if seen else set()
    return [each for each in seen if not gone.intersection(_marks(each))] if gone else seen


def _marks(seen: _Seen) -> tuple[str, ...]:
    """By what an entry that was erased is known again."""
    host = host_of(seen.entry.address)
    domain = return_of_domain(registrable_domain(host)) if host else ""
    return address_key(seen.entry.address), seen.entry.identity, domain


def _by_address(entry: Entry) -> str:
    return Entry("", entry.address, entry.title, entry.summary, None).identity


def _find(source: Source, seen: list[_Seen]) -> None:
    """Find the documents that we know: by the address, however it is written; what has none, by its words."""
    keys = {each.key for each in seen if each.key}
    by_key = _by_key(keys)
    addresses = {each.entry.address for each in seen if each.entry.address and each.key not in by_key}
    watches = Watch.objects.filter(address__in=addresses, document__isnull=False) if addresses else Watch.objects.none()
    by_address = dict(watches.values_list("address", "document"))
    nowhere = [each for each in seen if not each.entry.address]
    by_words: dict[tuple[str, str], int] = {}
    if nowhere:
        spoken = Sighting.objects.filter(source=source, title__in={each.entry.title for each in nowhere})
        by_words = {
            (title, text): document for title, text, document in spoken.values_list("title", "summary", "document")
        }
    for each in seen:
        if each.key in by_key:
            each.document = by_key[each.key]
        elif each.entry.address:
            each.document = by_address.get(each.entry.address)
        else:
            each.document = by_words.get((each.entry.title, each.entry.summary))


def _by_key(keys: Iterable[str]) -> dict[Any, int]:
    return dict(Document.objects.filter(address_key__in=keys).values_list("address_key", "pk")) if keys else {}


def _make_documents(source: Source, seen: list[_Seen], now: datetime, entropy: Entropy) -> set[int]:
    """A document for each, one for those with one address or one wording; found, where somebody was quicker. Return
    the keys of those that were made."""
    if not seen:
        return set()
    publishers: dict[str, int | None] = {host_of(source.address): source.publisher_id, "": source.publisher_id}
    firsts: dict[Any, _Seen] = {}
    for each in seen:
        firsts.setdefault(each.name, each)
    made = dict(zip(firsts, next_keys(Document, len(firsts)), strict=True))
    rows = [
        (
            made[name],
            new_identifier("document", entropy),
            each.entry.title,
            each.entry.address if each.key else "",
            each.key or None,
            _publisher(each.entry, publishers),
            source.pk,
            each.entry.published_at.date() if each.entry.published_at else None,
            now,
            now,
        )
        for name, each in firsts.items()
    ]
    stored = insert_new(
        Document,
        (
            *("id", "public_id", "title", "address", "address_key", "publisher", "source", "published_on"),
            *("made_at", "seen_at"),
        ),
        sorted(rows, key=lambda row: row[4] or ""),
        once=("address_key",),
        giving="id",
    )
    if len(stored) < len(made):  # somebody was quicker
        made |= _by_key([each.key for each in firsts.values() if each.key])
    for each in seen:
        each.document = made[each.name]
    return set(stored)


def _publisher(entry: Entry, known: dict[str, int | None]) -> int | None:
    """The source's own publisher where the entry leads to its own host or nowhere; else whoever has that host."""
    host = host_of(entry.address)
    if host not in known:
        found: Publisher | None = find_publisher(host=host)
        known[host] = found.pk if found else None
    return known[host]


def _once_each(source: Source, seen: list[_Seen], found: list[int | None]) -> list[_Seen]:
    """Without the same article under an id that changes: one of this feed, or of an earlier reading of it. `found` are
    the documents that were there before."""
    shown: set[int] = set()
    if found:
        shown |= set(Sighting.objects.filter(source=source, document__in=found).values_list("document", flat=True))
    once = []
    for each in seen:
        if each.document not in shown:
            once.append(each)
            shown.add(each.document)  # type: ignore[arg-type]
    return once


def _watch(source: Source, seen: list[_Seen], now: datetime) -> int:
    """Make watches for addresses that have none; return how many entries have no address that can be visited."""
    interval = pace_of(WatchKind.DOCUMENT, source.recheck_seconds).start
    due = first_due(now)
    rows: dict[str, tuple[Any, ...]] = {}
    without = 0
    for each in seen:
        address = each.entry.address
        try:
            if not each.key:
                raise ValueError
            host = place_of(judged(address))
        except (Stop, ValueError):
            without += 1
            continue
        rows.setdefault(
            address, (address, host, WatchKind.DOCUMENT.value, source.pk, each.document, interval, due, now)
        )
    keyed = zip(next_keys(Watch, len(rows)), rows.values(), strict=True)
    insert_new(
        Watch,
        ("id", "address", "host", "kind", "source", "document", "interval_seconds", "next_fetch_at", "first_seen_at"),
        sorted(((key, *row) for key, row in keyed), key=lambda row: str(row[1])),
        once=("address",),
    )
    return without
