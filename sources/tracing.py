"""The edges of a story as rows: recomputed from its documents, never touching what an editor has ruled."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models.functions import Left

from records.identifiers import Entropy, new_identifier
from sources.findings import links_in
from sources.models import Document, DocumentVersion, OriginEdge, Story
from sources.models.document import DocumentKind
from sources.models.origin import EdgeState
from sources.models.publisher import PublisherKind
from sources.publishers import find_or_make_publisher, known_publishers, owner_roots
from sources.reading.address import address_key
from sources.reading.bodies import is_court
from sources.reading.edges import Edge, Member, Original, edges_between
from sources.reading.events import event_of
from sources.reading.names import name_key
from sources.reading.origins import Origins, Ruling, origins_of
from sources.reading.similarity import Shape
from sources.reading.spans import JUDGED_CHARACTERS
from sources.worked_out import TextOf, Told, shapes_and_told

MACHINE = "machine:origins-1"
COURT_DOCUMENTS = "Court documents"
_REPORT_BY = "Report by "
_ROWS = 500  # edges of a statement
_LEAD = 2_000  # characters, of which the type of an event is seen
_OF_AN_EDGE = ("state", "weight", "reason", "version", "quote", "quote_start", "quote_end")
_FILING_OF = ": order, settlement or filing"


@dataclass(frozen=True)
class Traced:
    """The origins of a story, with the document behind each key that they use."""

    story: Story
    origins: Origins
    documents: dict[str, Document]


def latest_versions(documents: list[Document]) -> dict[int, DocumentVersion]:
    """Return the newest version of each document that has one, by the document's key; of their texts the beginning
    alone, as `lead`."""
    rows = DocumentVersion.objects.filter(document__in=documents).order_by("document_id", "-number")
    newest = rows.distinct("document_id").only("document_id", "number", "content_hash")
    return {row.document_id: row for row in newest.annotate(lead=Left("text", _LEAD))}


def work_out(*, story: Story) -> None:
    """Have at hand what `retrace` needs of the texts of a story: to be called before `stories.lock_stories`."""
    documents = list(Document.objects.filter(story=story, is_evidence=True).select_related("publisher"))
    _read(documents, latest_versions(documents), known_publishers())


def retrace(*, story: Story, now: datetime, entropy: Entropy = secrets.token_bytes) -> Traced:
    """Work out the story's edges, origins, days, title and event anew and write what has changed.

    Runs in the caller's transaction, under `stories.lock_stories`. Edges made or changed by anyone but the
    machine stay as they are and are obeyed.
    """
    documents = list(Document.objects.filter(story=story).select_related("publisher").order_by("id"))
    versions = latest_versions(documents)
    held = [document for document in documents if document.pk in versions]
    known = known_publishers()
    evidence = [document for document in held if document.is_evidence]
    roots = owner_roots(document.publisher_id for document in evidence if document.publisher_id is not None)
    owners = {publisher: root.name for publisher, root in roots.items()}
    read = _read(evidence, versions, known)
    members = [_member(document, *read[document.pk], owners) for document in evidence]
    edges, missing = edges_between(members)
    by_key = {document.public_id: document for document in documents}
    named_only = [document for document in documents if document.pk not in versions]
    for original in missing:
        by_key[original.key] = _placeholder(original, named_only, story, now, entropy)
    by_row = {
        document.pk: key for key, document in by_key.items()
    }  # a placeholder goes by the key of what it stands for
    ruled = list(OriginEdge.objects.filter(document__story=story).exclude(made_by=MACHINE))
    origins = origins_of(members, edges, missing, _rulings(ruled, by_row))
    _write_edges(origins.edges, by_key, versions, ruled, story, now)
    _describe(story, members, held, versions)
    return Traced(story, origins, by_key)


def _read(
    documents: Collection[Document], versions: Mapping[int, DocumentVersion], known: Mapping[str, str]
) -> dict[int, tuple[Shape, Told]]:
    """What the texts of documents have and tell, by the documents' keys."""
    held = {document.pk: document for document in documents if document.pk in versions}
    by_content = {versions[key].content_hash: versions[key].pk for key in held}

    def load(contents: set[str]) -> dict[str, str]:
        keys = [by_content[content] for content in contents]
        rows = DocumentVersion.objects.filter(pk__in=keys).annotate(judged=Left("text", JUDGED_CHARACTERS))
        return dict(rows.values_list("content_hash", "judged"))

    texts = {key: TextOf(versions[key].content_hash, _publisher(document)) for key, document in held.items()}
    found = shapes_and_told(set(texts.values()), known=known, load=load)
    return {key: found[text] for key, text in texts.items()}


def _publisher(document: Document) -> str:
    return document.publisher.name if document.publisher else ""


def _member(document: Document, shape: Shape, told: Told, owners: dict[int, str]) -> Member:
    return Member(
        key=document.public_id,
        publisher=_publisher(document),
        owner=owners.get(document.publisher_id, "") if document.publisher_id is not None else "",
        on=document.published_on or document.made_at.date(),
        taken=document.pk,
        kind=document.kind,
        own_reporting=told.own_reporting,
        attributions=told.attributions,
        filings=told.filings,
        address_key=document.address_key or "",
        links=tuple((address_key(address), evidence) for address, evidence in links_in(document.findings)),
        shape=shape,
    )


def _placeholder(
    original: Original, named_only: list[Document], story: Story, now: datetime, entropy: Entropy
) -> Document:
    """The document that stands for an original that is named and not held: found in the story, else made."""
    kind = DocumentKind.FILING if original.kind == "filing" else DocumentKind.ARTICLE
    is_papers = original.kind == "filing" and original.name == COURT_DOCUMENTS
    publisher = None
    if not is_papers:
        regulator = PublisherKind.COURT if is_court(original.name) else PublisherKind.REGULATOR
        found = find_or_make_publisher(
            name=original.name,
            kind=regulator if original.kind == "filing" else PublisherKind.UNKNOWN,
            entropy=entropy,
        )
        publisher = found.publisher if found else None
    for document in named_only:
        if document.kind == kind and document.publisher_id == (publisher.pk if publisher else None):
            return document
    if original.kind == "filing":
        title = COURT_DOCUMENTS if is_papers else f"{original.name}{_FILING_OF}"
    else:
        title = f"{_REPORT_BY}{original.name}"
    document = Document.objects.create(
        public_id=new_identifier("document", entropy),
        kind=kind,
        title=title[:400],
        publisher=publisher,
        story=story,
        made_at=now,
    )
    named_only.append(document)
    return document


def _rulings(ruled: list[OriginEdge], by_row: dict[int, str]) -> list[Ruling]:
    return [
        Ruling(by_row[row.document_id], by_row[row.original_id], row.state == EdgeState.JOINED)
        for row in ruled
        if row.state != EdgeState.PROPOSED and row.document_id in by_row and row.original_id in by_row
    ]


def _write_edges(
    edges: tuple[Edge, ...],
    by_key: dict[str, Document],
    versions: dict[int, DocumentVersion],
    ruled: list[OriginEdge],
    story: Story,
    now: datetime,
) -> None:
    kept = {(row.document_id, row.original_id, row.kind) for row in ruled}
    present = {
        (row.document_id, row.original_id, row.kind): row
        for row in OriginEdge.objects.filter(document__story=story, made_by=MACHINE)
    }
    new: list[OriginEdge] = []
    changed: list[OriginEdge] = []
    for edge in edges:
        document, original = by_key[edge.document], by_key[edge.original]
        identity = (document.pk, original.pk, edge.kind)
        if identity in kept or document.pk == original.pk:
            continue
        quote = edge.evidence if edge.evidence and edge.evidence.start is not None else None
        values: dict[str, Any] = {
            "state": edge.state,
            "weight": Decimal(str(edge.weight)),
            "reason": edge.reason,
            "version_id": versions[document.pk].pk,
            "quote": quote.quote if quote else "",
            "quote_start": quote.start if quote else None,
            "quote_end": quote.end if quote else None,
        }
        row = present.pop(identity, None)
        if row is None:
            row = OriginEdge(document=document, original=original, kind=edge.kind, made_by=MACHINE)
            new.append(_with(row, values, now))
        elif any(getattr(row, name) != value for name, value in values.items()):
            changed.append(_with(row, values, now))
    OriginEdge.objects.bulk_create(new, batch_size=_ROWS)
    OriginEdge.objects.bulk_update(changed, [*_OF_AN_EDGE, "made_at"], batch_size=_ROWS)
    if present:
        OriginEdge.objects.filter(pk__in=[row.pk for row in present.values()]).delete()


def _with(row: OriginEdge, values: dict[str, Any], now: datetime) -> OriginEdge:
    for name, value in values.items():
        setattr(row, name, value)
    row.made_at = now
    return row


def _lead(version: DocumentVersion) -> str:
    return str(getattr(version, "lead"))  # noqa: B009  # an annotation of `latest_versions`


def _describe(story: Story, members: list[Member], held: list[Document], versions: dict[int, DocumentVersion]) -> None:
    """Title (of the earliest evidence), first and last day, event type: as the documents now give them."""
    by_id = {document.public_id: document for document in held}
    ordered = [by_id[member.key] for member in sorted(members, key=lambda member: member.order)] or held
    days: list[date] = [document.published_on for document in ordered if document.published_on]
    event = event_of([(document.title, _lead(versions[document.pk])) for document in ordered])
    values = {
        "title": ordered[0].title if ordered else story.title,
        "first_on": min(days) if days else None,
        "last_on": max(days) if days else None,
        "event_type": event.kind,
        "event_status": event.status,
        "event_reasons": list(event.reasons),
    }
    if any(getattr(story, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(story, name, value)
        story.save(update_fields=list(values))


def stands_for(document: Document, publisher_name: str) -> bool:
    """Whether a document without a version waits for what `publisher_name` published: its own, or, for court
    documents of an unnamed court, those of any court."""
    if document.publisher:
        return name_key(document.publisher.name) == name_key(publisher_name)
    return document.title == COURT_DOCUMENTS and is_court(publisher_name)


def is_stand_in(title: str) -> bool:
    """Whether a title is the one that an original which nobody has seen gets here, for want of its own."""
    return title == COURT_DOCUMENTS or title.startswith(_REPORT_BY) or title.endswith(_FILING_OF)
