"""Erases what sources holds: documents with everything read from them, watched addresses, publishers.

Rows of documents, sources and publishers stay as what they are numbered by, without a word: editions and scores name
them, and must stay verifiable and recomputable.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from records.erasing.orders import REMOVED, Order, Reach, swept
from records.erasing.rules import Rule
from records.erasing.sweeping import BATCH, batched, erasing
from sources.models import (
    Discovery,
    Document,
    DocumentVersion,
    HostDue,
    HostPace,
    HostRobots,
    OriginEdge,
    Publisher,
    PublisherDomain,
    PublisherName,
    Sighting,
    Source,
    Story,
    Watch,
)
from sources.models.publisher import Grade
from sources.publishers import return_of_domain, return_of_name
from sources.reading.address import address_key
from sources.reading.names import name_key
from sources.stories import lock_stories
from sources.tracing import retrace

# What is chosen of a source. A condition may name somebody; cut, it is no path any more, and the next visit says so.
CHOSEN = ("selector", "json_items", "json_title", "json_address", "json_date", "json_id", "json_text")

RULES = (
    Rule(
        Publisher,
        cut=("grade_reason",),
        own=("name",),
        opaque=("public_id", "kind", "grade"),
    ),
    Rule(PublisherName, opaque=("folded",)),
    Rule(PublisherDomain, opaque=("domain",)),
    Rule(
        Source,
        cut=("name", "licence", "folder", *CHOSEN),
        opaque=("public_id", "kind"),
        own=("address", "terms"),
    ),
    Rule(Discovery, dropped=("address",), leaves=("state",), opaque=("asked_by",)),
    Rule(Story, whole=("title",), leaves=("event_reasons",), opaque=("public_id", "event_type", "event_status")),
    Rule(
        Document,
        whole=("title", "byline"),
        cut=("no_evidence_reason",),
        leaves=("findings",),
        own=("address", "address_key"),
        opaque=("public_id", "kind", "language"),
    ),
    Rule(
        DocumentVersion,
        own=("title", "text", "raw", "content_hash", "file_name"),
        opaque=("media_type", "how", "taken_by"),
    ),
    Rule(OriginEdge, cut=("reason",), own=("quote",), opaque=("kind", "state", "made_by")),
    Rule(
        Watch,
        whole=("last_words",),
        leaves=("choice",),
        cut=("ended_reason", "held_reason"),
        own=("address", "moved_to", "validated_for"),
        opaque=(
            *("host", "kind", "etag", "last_modified", "body_digest", "last_outcome", "robots"),
            *("trouble", "recent", "counts"),
        ),
    ),
    Rule(HostDue, opaque=("host",)),
    Rule(HostPace, opaque=("host",)),
    Rule(HostRobots, dropped=("text",), opaque=("origin",)),  # it is read anew
    Rule(Sighting, whole=("title",), cut=("summary",), opaque=("identity",)),
)


def reach_of(order: Order) -> Reach:
    """What goes with a document, a source or a publisher (public id); nothing for other kinds, or where it is not."""
    if order.kind == "document":
        return _of_documents(Document.objects.filter(public_id=order.target))
    if order.kind == "source":
        sources = Source.objects.filter(public_id=order.target)
        return _of_sources(sources) + _of_documents(Document.objects.filter(source__in=sources))
    if order.kind == "publisher":
        publishers = Publisher.objects.filter(public_id=order.target)
        named = Reach(publishers=tuple(publishers.values_list("public_id", flat=True)))
        for publisher in publishers:
            others = publisher.names.values_list("folded", flat=True)
            domains = publisher.domains.values_list("domain", flat=True)
            returns = [return_of_name(name) for name in (name_key(publisher.name), *others)]
            returns += [return_of_domain(domain) for domain in domains]
            named += Reach(names=(publisher.name,), returns=tuple(returns))
        sources = Source.objects.filter(publisher__in=publishers)
        return named + _of_sources(sources) + _of_documents(Document.objects.filter(publisher__in=publishers))
    return Reach()


def count(reach: Reach) -> Counter[str]:
    """How much there is to erase, by kind in words. Reads only."""
    documents = Q(document__public_id__in=reach.documents)
    edges = documents | Q(original__public_id__in=reach.documents)
    return +Counter(
        {
            "documents": Document.objects.filter(public_id__in=reach.documents).exclude(title=REMOVED).count(),
            "stored versions of documents": DocumentVersion.objects.filter(documents).count(),
            "entries of feeds": Sighting.objects.filter(documents).count(),
            "links between reports": OriginEdge.objects.filter(edges).count(),
            "watched addresses": _watches(reach).count(),
            "sources": _sources(reach).count(),
            "publishers": _publishers(reach).count(),
        }
    )


def erase(order: Order, reach: Reach, *, now: datetime) -> Counter[str]:
    """Erase documents, sources and publishers; return what went, by kind in words. Safe to run again.

    What rests on them in other apps has gone before. Stories that lose a document are told anew from what is left.
    """
    went = Counter[str]()
    for batch in batched(reach.documents, BATCH):
        with erasing(order.id):
            went += _erase_documents(batch, order, now)
    with erasing(order.id):
        went["watched addresses"] += _watches(reach).delete()[1].get("sources.Watch", 0)
        for source in _sources(reach).select_for_update():
            source.name, source.address = REMOVED, f"https://removed.invalid/{source.public_id}"
            source.terms = source.licence = source.folder = ""
            for name in CHOSEN:
                setattr(source, name, "")
            source.is_active = False
            source.save()
            went["sources"] += 1
        for publisher in _publishers(reach).select_for_update():
            publisher.names.all().delete()
            publisher.domains.all().delete()
            publisher.name = f"{REMOVED} {publisher.public_id}"
            publisher.grade, publisher.grade_reason, publisher.owner = Grade.F, "", None
            publisher.save()
            went["publishers"] += 1
    return +went


def cut_passage(order: Order, texts: Sequence[str]) -> Counter[str]:
    """Black out the texts in every stored version; what was fetched goes, and so do quotes of links that held them.

    A version keeps its key, so that citations of other passages of it still point there, and its length, so that
    their places still hold; its hash becomes a random one, since it would tell a good guess from a bad one.
    """
    went = Counter[str]()
    held, quoted = _with_texts(texts)
    keys = list(quoted.values_list("pk", flat=True))
    for batch in batched(keys, BATCH):
        with erasing(order.id):
            went["links between reports"] += OriginEdge.objects.filter(pk__in=batch).update(
                quote="", quote_start=None, quote_end=None
            )
    for key in list(held.values_list("pk", flat=True)):
        with erasing(order.id):
            version = DocumentVersion.objects.select_for_update().filter(pk=key).first()
            if version is not None:
                _black_out(version, texts)
                went["stored versions of documents"] += 1
    return +went


def standing(texts: Sequence[str]) -> Counter[str]:
    """How many stored versions and links between reports still hold one of `texts`."""
    held, quoted = _with_texts(texts)
    return +Counter({"stored versions of documents": held.count(), "links between reports": quoted.count()})


def _with_texts(texts: Sequence[str]) -> tuple[QuerySet[DocumentVersion], QuerySet[OriginEdge]]:
    held = Q(pk__in=[])
    quoted = Q(pk__in=[])
    for text in texts:
        held |= Q(text__contains=text) | Q(title__contains=text) | Q(file_name__contains=text)
        quoted |= Q(quote__contains=text)
    return DocumentVersion.objects.filter(held), OriginEdge.objects.filter(quoted)


def _of_documents(documents: Any) -> Reach:
    rows = list(documents.values_list("public_id", "title", "address", "address_key"))
    ids = tuple(row[0] for row in rows)
    named = Q(document__public_id__in=ids)
    versions = DocumentVersion.objects.filter(named).values_list("title", "file_name", "content_hash")
    sightings = list(Sighting.objects.filter(named).values_list("title", "summary", "identity"))
    watched = Watch.objects.filter(named).values_list("address", "moved_to", "validated_for")
    addresses = [row[2] for row in rows] + [text for row in watched for text in row]
    titles = {row[1] for row in rows if row[1] != REMOVED} | {row[0] for row in versions}
    texts = [*titles, *(row[1] for row in versions)]
    texts += [text for row in sightings for text in row[:2]]
    long, short = swept(texts)
    # An address, and a title between quotation marks, are no chance however short.
    long += tuple(dict.fromkeys([*filter(None, addresses), *(f"“{title}”" for title in titles)]))
    returns = [row[3] or "" for row in rows] + [row[2] for row in versions] + [row[2] for row in sightings]
    return Reach(documents=ids, texts=long, names=short, returns=tuple(filter(None, returns)))


def _of_sources(sources: Any) -> Reach:
    rows = list(sources.values_list("public_id", "address", "name"))
    addresses = tuple(row[1] for row in rows)
    marks = [mark for address in addresses for mark in (address, address_key(address)) if mark]
    names = tuple(row[2] for row in rows)
    return Reach(sources=tuple(row[0] for row in rows), texts=addresses, names=names, returns=tuple(marks))


def _watches(reach: Reach) -> Any:
    return Watch.objects.filter(Q(document__public_id__in=reach.documents) | Q(source__public_id__in=reach.sources))


def _sources(reach: Reach) -> Any:
    return Source.objects.filter(public_id__in=reach.sources).exclude(name=REMOVED)


def _publishers(reach: Reach) -> Any:
    return Publisher.objects.filter(public_id__in=reach.publishers).exclude(name__startswith=REMOVED)


def _erase_documents(ids: Sequence[str], order: Order, now: datetime) -> Counter[str]:
    lock_stories()
    documents = list(Document.objects.select_for_update().filter(public_id__in=ids).order_by("pk"))
    rows = Q(document__in=documents)
    went = Counter(
        {
            "links between reports": OriginEdge.objects.filter(rows | Q(original__in=documents)).delete()[0],
            "entries of feeds": Sighting.objects.filter(rows).delete()[0],
            "watched addresses": Watch.objects.filter(rows).delete()[0],
            "stored versions of documents": DocumentVersion.objects.filter(rows).delete()[0],
        }
    )
    stories = {document.story_id for document in documents if document.story_id}
    for document in documents:
        went["documents"] += document.title != REMOVED
        document.title, document.address, document.address_key = REMOVED, "", None
        document.byline = document.language = ""
        document.findings = []
        document.story = None
        document.shows_own_reporting = False
        document.is_evidence = False
        document.no_evidence_reason = f"It was removed on {order.on:%-d %B %Y}."
        document.save()
    for story in Story.objects.filter(pk__in=stories):
        if story.documents.exists():
            retrace(story=story, now=now)
        else:
            story.delete()
            went["stories"] += 1
    return +went


def _black_out(version: DocumentVersion, texts: Sequence[str]) -> None:
    """Write the version anew under its key: a row that is written once cannot be changed."""
    for text in texts:
        version.text = version.text.replace(text, "█" * len(text))
        version.title = version.title.replace(text, REMOVED)[:400] or REMOVED
        version.file_name = version.file_name.replace(text, REMOVED)[:255]
    version.raw, version.raw_length = b"", 0
    version.content_hash = f"0:{secrets.token_hex(32)}"
    DocumentVersion.objects.filter(pk=version.pk)._raw_delete("default")
    version.save(force_insert=True)
