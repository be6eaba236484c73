"""What a feed says is kept: each new entry as a document that we saw, and its address as one to visit."""

from __future__ import annotations

import secrets
from datetime import datetime

from records.erasing.journal import returning
from records.identifiers import Entropy, new_identifier
from sources.fetching.configured import judged
from sources.fetching.outcomes import Stop
from sources.models import Document, Publisher, Sighting, Source, Watch
from sources.models.watch import WatchKind
from sources.publishers import find_publisher, return_of_domain
from sources.reading.address import address_key, registrable_domain
from sources.reading.markup import host_of
from sources.stories import lock_stories
from sources.watching.entering import place_of
from sources.watching.entries import Entry, Feed
from sources.watching.schedule import first_due, pace_of

_LONGEST = 2_000  # characters of an address that are stored


class _Known:
    """What we know of the entries of a feed, read in a few queries."""

    def __init__(self, source: Source, entries: tuple[Entry, ...]) -> None:
        keys = {key for entry in entries if (key := address_key(entry.address))}
        addresses = {entry.address for entry in entries if entry.address}
        sightings = Sighting.objects.filter(source=source, identity__in={entry.identity for entry in entries})
        self.by_identity = {each.identity: each for each in sightings.select_related("document")}
        self.by_key = {each.address_key: each for each in Document.objects.filter(address_key__in=keys)}
        watches = Watch.objects.filter(address__in=addresses).select_related("document")
        self.by_address = {each.address: each for each in watches}
        spoken = Sighting.objects.filter(source=source, title__in={entry.title for entry in entries})
        self.words = {(each.title, each.summary): each.document for each in spoken.select_related("document")}
        documents = [each.pk for each in self.by_key.values()]
        documents += [each.document_id for each in self.by_address.values() if each.document_id]
        documents += [each.pk for each in self.words.values()]
        seen = Sighting.objects.filter(source=source, document__in=documents)
        self.seen = set(seen.values_list("document_id", flat=True))
        self.publishers: dict[str, Publisher | None] = {}

    def document_of(self, entry: Entry) -> Document | None:
        """By its address, however that is written; what has none, by its words."""
        key = address_key(entry.address)
        watch = self.by_address.get(entry.address)
        if key and key in self.by_key:
            return self.by_key[key]
        if watch and watch.document:
            return watch.document
        return self.words.get((entry.title, entry.summary)) if not entry.address else None


def see(*, source: Source, feed: Feed, now: datetime, entropy: Entropy = secrets.token_bytes) -> tuple[int, int, int]:
    """Keep the entries that are new in the caller's transaction; return how many are, how many of those have no
    address that can be visited, and how many were known from elsewhere already.

    A new entry is a document that is seen and not held, or a sighting more of one that we know; its address becomes a
    watch that is due at once.
    """
    lock_stories()
    known = _Known(source, feed.entries)
    gone = returning({mark for entry in feed.entries for mark in _marks(entry)})
    new = without = elsewhere = 0
    for entry in feed.entries:
        if gone and gone.intersection(_marks(entry)):
            continue
        identity = entry.identity
        sighting = known.by_identity.get(identity)
        if sighting and not _reused(entry, sighting):
            continue
        if sighting:  # its id now stands for another article
            identity = _by_address(entry)
            if Sighting.objects.filter(source=source, identity=identity).exists():
                continue
        document = known.document_of(entry)
        if document is not None and document.pk in known.seen:
            continue  # the same article under an id that changes
        if document is None:
            document = _document(entry, source, known, now, entropy)
        else:
            elsewhere += 1
            if document.seen_at is None:
                document.seen_at = now
                document.save(update_fields=["seen_at"])
        Sighting.objects.create(
            source=source,
            identity=identity,
            document=document,
            title=entry.title,
            summary=entry.summary,
            published_at=entry.published_at,
            seen_at=now,
        )
        known.seen.add(document.pk)
        new += 1
        without += not _watched(entry, document, source, known, now)
    return new, without, elsewhere


def _marks(entry: Entry) -> tuple[str, ...]:
    """By what an entry that was erased is known again."""
    host = host_of(entry.address)
    return address_key(entry.address), entry.identity, return_of_domain(registrable_domain(host)) if host else ""


def _reused(entry: Entry, sighting: Sighting) -> bool:
    """An id that stood for an article with another address and another title."""
    key = address_key(entry.address)
    return bool(key and key != sighting.document.address_key and entry.title != sighting.title)


def _by_address(entry: Entry) -> str:
    return Entry("", entry.address, entry.title, entry.summary, None).identity


def _document(entry: Entry, source: Source, known: _Known, now: datetime, entropy: Entropy) -> Document:
    key = address_key(entry.address)
    key = key if len(key) <= _LONGEST else ""
    document = Document.objects.create(
        public_id=new_identifier("document", entropy),
        title=entry.title,
        address=entry.address if key else "",
        address_key=key or None,
        publisher=_publisher(entry, source, known),
        source=source,
        published_on=entry.published_at.date() if entry.published_at else None,
        made_at=now,
        seen_at=now,
    )
    if key:
        known.by_key[key] = document
    known.words[entry.title, entry.summary] = document
    return document


def _publisher(entry: Entry, source: Source, known: _Known) -> Publisher | None:
    """The source's own publisher where the entry leads to its own host or nowhere; else whoever has that host."""
    host = host_of(entry.address)
    if not host or host == host_of(source.address):
        return source.publisher
    if host not in known.publishers:
        known.publishers[host] = find_publisher(host=host)
    return known.publishers[host]


def _watched(entry: Entry, document: Document, source: Source, known: _Known, now: datetime) -> bool:
    """Make a watch for the entry's address, if there is none; tell whether there is one in the end."""
    if not document.address_key or not entry.address:
        return False
    if entry.address in known.by_address:
        return True
    try:
        host = place_of(judged(entry.address))
    except Stop:
        return False
    known.by_address[entry.address] = Watch.objects.create(
        address=entry.address,
        host=host,
        kind=WatchKind.DOCUMENT,
        source=source,
        document=document,
        interval_seconds=pace_of(WatchKind.DOCUMENT, source.recheck_seconds).start,
        next_fetch_at=first_due(now),
        first_seen_at=now,
    )
    return True
