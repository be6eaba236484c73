"""What a feed says is kept: each new entry as a document that we saw, and its address as one to visit.

Feeds are stored side by side: none waits for another except where both bring the same address at the same moment. Each
table is written in one statement, in the order of its unique field, and the tables in one order.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.erasing.journal import returning
from records.identifiers import Entropy, new_identifier
from sources.fetching.configured import judged
from sources.fetching.outcomes import Stop
from sources.many_rows import columns_of, cursor_of_arrays, fields_of, given_rows, held, insert_new, next_keys
from sources.models import Document, Publisher, Sighting, Source, Watch
from sources.models.watch import WatchKind
from sources.publishers import find_publisher, return_of_domain
from sources.reading.address import LONGEST, address_key, registrable_domain
from sources.reading.markup import host_of
from sources.stories import stories_stay
from sources.watching.entries import Entry, Feed
from sources.watching.schedule import first_due, pace_of

_SHOWN_AS = fields_of(Sighting, ("source", "identity"))
_HELD = f"""
SELECT held.source_id, held.identity, document.address_key, held.title
FROM {given_rows(_SHOWN_AS)}
JOIN sources_sighting held ON held.source_id = given.c0 AND held.identity = given.c1
JOIN sources_document document ON document.id = held.document_id
"""  # noqa: S608 - our names


@dataclass(frozen=True, slots=True)
class Counted:
    """How many entries of a feed were new; of those, how many have no address that can be visited, and how many are
    documents that were known from elsewhere."""

    new: int
    without: int
    known: int


class _Seen:
    """An entry on its way into the tables. `document` is its primary key, once there is one."""

    __slots__ = ("document", "entry", "identity", "key", "source")

    def __init__(self, source: Source, entry: Entry) -> None:
        self.source, self.entry, self.identity = source, entry, entry.identity
        self.key = ""
        self.document: int | None = None

    def with_key(self) -> str:
        """The key of its address, from now on in `key` if it can be stored."""
        key = address_key(self.entry.address)
        self.key = key if len(key) <= LONGEST else ""
        return key

    @property
    def name(self) -> object:
        """What entries of one document have in common: the address, or the wording within one feed."""
        if self.key:
            return self.key
        if self.entry.address:
            return self.source.pk, self.identity
        return self.source.pk, self.entry.title, self.entry.summary


def see(
    *, shown: Sequence[tuple[Source, Feed]], now: datetime, entropy: Entropy = secrets.token_bytes
) -> tuple[Counted, ...]:
    """Keep the entries of feeds that are new, in the caller's transaction; return what was counted of each feed.

    A new entry is a document that is seen and not held, or a sighting more of one that we know; its address becomes a
    watch that is due at once. No source may be there twice.
    """
    stories_stay()
    seen = _unknown(shown)
    made: set[int] = set()
    if seen:
        _find(seen)
        made = _make_documents([each for each in seen if each.document is None], now, entropy)
        found = [each.document for each in seen if each.document is not None and each.document not in made]
        seen = _once_each(seen, found)
        if found:
            Document.objects.filter(pk__in=found, seen_at=None).update(seen_at=now)
        _write_sightings(seen, now)
    without = _watch(seen, now)
    new, known = Counter(each.source.pk for each in seen), _known(seen, made)
    return tuple(Counted(new[source.pk], without[source.pk], known[source.pk]) for source, _ in shown)


def _unknown(shown: Sequence[tuple[Source, Feed]]) -> list[_Seen]:
    """The entries that their source has not shown before, by their identity, and that may come (back)."""
    given = [_Seen(source, entry) for source, feed in shown for entry in feed.entries]
    known = _sightings_of(given)
    seen: list[_Seen] = []
    reused: list[_Seen] = []
    for each in given:
        before = known.get((each.source.pk, each.identity))
        if before is None:
            each.with_key()
            seen.append(each)
        # An id that stood for an article with another address and another title.
        elif each.entry.title != before[1] and each.with_key() not in {"", before[0]}:
            each.identity = _by_address(each.entry)
            reused.append(each)
            seen.append(each)
    if reused:
        there = _sightings_of(reused)
        seen = [each for each in seen if (each.source.pk, each.identity) not in there]
    gone = returning(mark for each in seen for mark in _marks(each))
    return [each for each in seen if not gone.intersection(_marks(each))] if gone else seen


def _sightings_of(seen: Sequence[_Seen]) -> dict[tuple[int, str], tuple[str | None, str]]:
    """What of these was seen before, with the key of its address and its title, by source and identity."""
    asked = columns_of(_SHOWN_AS, [(each.source.pk, each.identity) for each in seen])
    with cursor_of_arrays() as cursor:
        cursor.execute(_HELD, asked)
        return {(source, identity): (key, title) for source, identity, key, title in cursor.fetchall()}


def _marks(seen: _Seen) -> tuple[str, ...]:
    """By what an entry that was erased is known again."""
    host = host_of(seen.entry.address)
    domain = return_of_domain(registrable_domain(host)) if host else ""
    return address_key(seen.entry.address), seen.entry.identity, domain


def _by_address(entry: Entry) -> str:
    return Entry("", entry.address, entry.title, entry.summary, None).identity


def _find(seen: Sequence[_Seen]) -> None:
    """Find the documents that we know: by the address, however it is written; what has none, by its words."""
    by_key = _by_key({each.key for each in seen if each.key})
    addresses = {each.entry.address for each in seen if each.entry.address and each.key not in by_key}
    by_address = held(Watch, "address", addresses, giving="document")
    nowhere = [each for each in seen if not each.entry.address]
    by_words: dict[object, int] = {}
    if nowhere:
        sources, titles = {each.source.pk for each in nowhere}, {each.entry.title for each in nowhere}
        spoken = Sighting.objects.filter(source__in=sources, title__in=titles)
        rows = spoken.values_list("source", "title", "summary", "document")
        by_words = {(source, title, text): document for source, title, text, document in rows}
    for each in seen:
        if each.key in by_key:
            each.document = by_key[each.key]
        elif each.entry.address:
            each.document = by_address.get(each.entry.address)
        else:
            each.document = by_words.get(each.name)


def _by_key(keys: Iterable[str]) -> dict[Any, int]:
    return held(Document, "address_key", keys, giving="id")


def _make_documents(seen: Sequence[_Seen], now: datetime, entropy: Entropy) -> set[int]:
    """A document for each, one for those with one address or one wording; found, where somebody was quicker. Return
    the keys of those that were made."""
    publishers: dict[str, int | None] = {}
    firsts: dict[object, _Seen] = {}
    for each in seen:
        firsts.setdefault(each.name, each)
    made: dict[object, int] = dict(zip(firsts, next_keys(Document, len(firsts)), strict=True))
    rows: list[tuple[Any, ...]] = [
        (
            made[name],
            new_identifier("document", entropy),
            each.entry.title,
            each.entry.address if each.key else "",
            each.key or None,
            _publisher(each, publishers),
            each.source.pk,
            each.entry.published_at.date() if each.entry.published_at else None,
            each.entry.language,
            now,
            now,
        )
        for name, each in firsts.items()
    ]
    stored = insert_new(
        Document,
        (
            *("id", "public_id", "title", "address", "address_key", "publisher", "source", "published_on"),
            *("language", "made_at", "seen_at"),
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


def _publisher(seen: _Seen, known: dict[str, int | None]) -> int | None:
    """The source's own publisher where the entry leads to its own host or nowhere; else whoever has that host."""
    host = host_of(seen.entry.address)
    if not host or host == host_of(seen.source.address):
        return seen.source.publisher_id
    if host not in known:
        found: Publisher | None = find_publisher(host=host)
        known[host] = found.pk if found else None
    return known[host]


def _once_each(seen: Sequence[_Seen], found: Sequence[int]) -> list[_Seen]:
    """Without the same article under an id that changes: one of this feed, or of an earlier reading of it. `found` are
    the documents that were there before."""
    shown: set[tuple[int, int | None]] = set()
    if found:
        sources = {each.source.pk for each in seen}
        before = Sighting.objects.filter(source__in=sources, document__in=found)
        shown |= set(before.values_list("source", "document"))
    once = []
    for each in seen:
        if (each.source.pk, each.document) not in shown:
            once.append(each)
            shown.add((each.source.pk, each.document))
    return once


def _known(seen: Sequence[_Seen], made: set[int]) -> Counter[int]:
    """How many of each source show a document that was there, or that another feed has brought a moment ago."""
    fresh = set(made)
    known: Counter[int] = Counter()
    for each in seen:
        if each.document in fresh:
            fresh.discard(each.document)
        else:
            known[each.source.pk] += 1
    return known


def _write_sightings(seen: Sequence[_Seen], now: datetime) -> None:
    rows: list[tuple[Any, ...]] = [
        (
            each.source.pk,
            each.identity,
            each.document,
            each.entry.title,
            each.entry.summary,
            each.entry.published_at,
            now,
        )
        for each in sorted(seen, key=lambda each: (each.source.pk, each.identity))
    ]
    insert_new(
        Sighting,
        ("source", "identity", "document", "title", "summary", "published_at", "seen_at"),
        rows,
        once=("source", "identity"),
    )


def _watch(seen: Sequence[_Seen], now: datetime) -> Counter[int]:
    """Make watches for addresses that have none; return how many entries have no address that can be visited, by their
    source."""
    due = first_due(now)
    rows: dict[str, tuple[Any, ...]] = {}
    without: Counter[int] = Counter()
    for each in seen:
        address, source = each.entry.address, each.source
        try:
            if not each.key:
                raise ValueError
            host = judged(address).place
        except (Stop, ValueError):
            without[source.pk] += 1
            continue
        interval = pace_of(WatchKind.DOCUMENT, source.recheck_seconds).start
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
