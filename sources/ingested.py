"""What bringing files in has given, for whoever shows or prints it. Plain values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sources.models import Document, OriginEdge
from sources.tracing import Traced


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    """One file. `state` is new, same, new version, or refused; a document that is kept without being evidence has
    `is_evidence` false, and `reason` says why. Identifiers are empty for a refused file."""

    file: str
    state: str
    reason: str
    document: str = ""
    title: str = ""
    publisher: str = ""
    publisher_reason: str = ""
    published_on: date | None = None
    date_reason: str = ""
    kind: str = ""
    version: int | None = None
    is_evidence: bool = False
    own_reporting: bool = False
    story: str = ""
    story_reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TracedEdge:
    document: str
    original: str
    original_name: str
    kind: str
    state: str
    weight: float
    quote: str
    start: int | None
    end: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class TracedOrigin:
    """One origin of a story. `how` is named, own, primary or presumed; `held` whether we have the original itself."""

    document: str
    name: str
    how: str
    held: bool
    documents: tuple[str, ...]
    named_by: tuple[str, ...]
    presumed: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class MentionedDocument:
    """A court's or regulator's document that members of the story speak of."""

    document: str
    name: str
    held: bool
    mentioned_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TracedStory:
    story: str
    title: str
    first_on: date | None
    last_on: date | None
    event_type: str
    event_status: str
    event_reasons: tuple[str, ...]
    documents: tuple[str, ...]
    not_evidence: tuple[str, ...]
    origins_named: int
    origins_presumed: int
    origins: tuple[TracedOrigin, ...]
    mentioned: tuple[MentionedDocument, ...]
    edges: tuple[TracedEdge, ...]


@dataclass(frozen=True, slots=True)
class Ingested:
    """`documents` in the order of the files; `stories` those they belong to, in order of first appearance."""

    documents: tuple[IngestedDocument, ...]
    stories: tuple[TracedStory, ...]


def traced_story(traced: Traced) -> TracedStory:
    """Return a story as plain values, its edges as they stand in the database."""
    story = traced.story
    rows = list(Document.objects.filter(story=story).select_related("publisher").order_by("id"))
    held = set(Document.objects.filter(story=story, versions__isnull=False).values_list("id", flat=True))
    edges = list(
        OriginEdge.objects.filter(document__story=story)
        .select_related("document", "original__publisher")
        .order_by("document_id", "-weight", "id")
    )
    origins = []
    for group in traced.origins.groups:
        root = traced.documents[group.root]
        identify = [traced.documents[key].public_id for key in group.members]
        origins.append(
            TracedOrigin(
                document=root.public_id,
                name=_name(root),
                how=group.how,
                held=root.pk in held,
                documents=tuple(identify),
                named_by=group.named_by,
                presumed=group.presumed,
                reason=group.reason,
            )
        )
    return TracedStory(
        story=story.public_id,
        title=story.title,
        first_on=story.first_on,
        last_on=story.last_on,
        event_type=story.event_type,
        event_status=story.event_status,
        event_reasons=tuple(story.event_reasons),
        documents=tuple(row.public_id for row in rows if row.pk in held and row.is_evidence),
        not_evidence=tuple(row.public_id for row in rows if row.pk in held and not row.is_evidence),
        origins_named=traced.origins.origins_named,
        origins_presumed=traced.origins.origins_presumed,
        origins=tuple(origins),
        mentioned=_mentioned(rows, edges, held),
        edges=tuple(
            TracedEdge(
                document=edge.document.public_id,
                original=edge.original.public_id,
                original_name=_name(edge.original),
                kind=edge.kind,
                state=edge.state,
                weight=float(edge.weight),
                quote=edge.quote,
                start=edge.quote_start,
                end=edge.quote_end,
                reason=edge.reason,
            )
            for edge in edges
        ),
    )


def _mentioned(rows: Sequence[Document], edges: Sequence[OriginEdge], held: set[int]) -> tuple[MentionedDocument, ...]:
    by_original: dict[int, list[str]] = {}
    for edge in edges:
        if edge.kind == "mentions":
            by_original.setdefault(edge.original_id, []).append(edge.document.public_id)
    return tuple(
        MentionedDocument(row.public_id, _name(row), row.pk in held, tuple(by_original[row.pk]))
        for row in rows
        if row.pk in by_original
    )


def _name(document: Document) -> str:
    """The publisher's name, the title of court documents without a publisher, else "publisher not known"."""
    if document.publisher:
        return document.publisher.name
    return document.title if document.kind == "filing" else "publisher not known"
