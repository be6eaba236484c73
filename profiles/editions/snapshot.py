"""Reads the working file of a profile into the words of an edition. Preview and publishing both start here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from profiles.editions.words import (
    AliasWords,
    AlsoReadWords,
    CitationWords,
    ClaimWords,
    DependencyWords,
    DocumentWords,
    FacetWords,
    ImageWords,
    KeyPointWords,
    OutlookWords,
    PublisherWords,
    SectionWords,
    ValueWords,
    Words,
)
from profiles.models import Citation, Claim, ClaimValue, Facet, FacetValue, Horizon, Profile, SectionPlace
from sources.models import Document, DocumentVersion

FACET_ORDER = {facet.value: place for place, facet in enumerate(Facet)}
PLACE_ORDER = {place.value: position for position, place in enumerate(SectionPlace)}
HORIZON_ORDER = {horizon.value: place for place, horizon in enumerate(Horizon)}


@dataclass(frozen=True)
class Stated:
    """A statement with the rows below it: as they are stored, or as a form would have them stored.

    `values` in the order of their entry, each with the keys of the values that it covers; `citations` by position,
    those at one position in the order of their entry.
    """

    claim: Claim
    values: tuple[tuple[ClaimValue, frozenset[int]], ...]
    citations: tuple[Citation, ...]


def as_stored(claims: Sequence[Claim]) -> list[Stated]:
    """Each of `claims` with its rows as they are stored. Three queries, however many they are."""
    values = ClaimValue.objects.order_by("id").prefetch_related("covers")
    prefetch_related_objects(claims, Prefetch("values", queryset=values), Prefetch("citations", queryset=_in_order()))
    return [
        Stated(
            claim,
            tuple((value, frozenset(other.pk for other in value.covers.all())) for value in claim.values.all()),
            tuple(claim.citations.all()),
        )
        for claim in claims
    ]


def words_of(profile: Profile) -> Words:
    """Return what an edition of `profile` would say now. The number of queries does not grow with its length."""
    claims = as_stored(list(profile.claims.order_by("position", "id")))
    facets = list(
        profile.facet_values.select_related("term").prefetch_related(Prefetch("citations", queryset=_in_order()))
    )
    facets.sort(key=lambda value: (FACET_ORDER[value.facet], value.term.position, value.term.slug))
    documents = _documents([*(each.citations for each in claims), *(value.citations.all() for value in facets)])
    held = _held(documents)
    return Words(
        profile=profile.public_id,
        slug=profile.slug,
        name=profile.name,
        summary=profile.summary,
        base=profile.base,
        inclusion_reason=profile.inclusion_reason,
        byline=profile.byline,
        reviewer=profile.reviewer,
        disclosure=profile.disclosure,
        is_invented=profile.is_invented,
        aliases=tuple(AliasWords(alias.text, alias.kind) for alias in profile.aliases.order_by("kind", "text")),
        facets=tuple(_facet(value) for value in facets),
        key_points=tuple(
            KeyPointWords(point.text, point.claim.public_id)
            for point in profile.key_points.select_related("claim").order_by("position", "id")
        ),
        sections=tuple(
            SectionWords(section.place, section.kind, section.heading, section.body, section.author)
            for section in sorted(
                profile.sections.all(), key=lambda one: (PLACE_ORDER[one.place], one.position, one.pk)
            )
        ),
        claims=tuple(_claim(each) for each in claims),
        documents=tuple(_document(document, held) for document in documents),
        publishers=_publishers(documents),
        outlook=tuple(
            OutlookWords(
                item.horizon,
                item.text,
                item.trigger,
                item.due_on.isoformat(),
                item.outcome,
                _iso(item.outcome_on),
                item.outcome_note,
            )
            for item in sorted(
                profile.outlook_items.all(),
                key=lambda one: (HORIZON_ORDER[one.horizon], one.position, one.due_on, one.pk),
            )
        ),
        dependencies=tuple(
            DependencyWords(
                tie.kind,
                tie.points_here,
                tie.other.public_id if tie.other else "",
                tie.other.name if tie.other else tie.other_name,
                tie.claim.public_id,
            )
            for tie in profile.dependencies.select_related("other", "claim").order_by("position", "id")
        ),
        images=tuple(
            ImageWords(
                image.file,
                image.width,
                image.height,
                image.caption,
                image.alt,
                image.source_context,
                image.relevance,
                image.provenance,
                image.licence,
                image.is_generated,
            )
            for image in profile.images.order_by("position", "id")
        ),
        also_read=tuple(
            AlsoReadWords(
                item.other.public_id if item.other else "",
                item.other.name if item.other else item.title,
                item.address,
            )
            for item in profile.also_read.select_related("other").order_by("position", "id")
        ),
    )


def words_of_one(stated: Stated) -> Words:
    """Return the words of one statement: what it cites and who published that, and nothing else of its profile."""
    profile = stated.claim.profile
    documents = _documents([stated.citations])
    held = _held(documents)
    return Words(
        profile=profile.public_id,
        slug=profile.slug,
        name=profile.name,
        summary="",
        base="",
        inclusion_reason="",
        byline="",
        reviewer="",
        disclosure="",
        is_invented=profile.is_invented,
        aliases=(),
        facets=(),
        key_points=(),
        sections=(),
        claims=(_claim(stated),),
        documents=tuple(_document(document, held) for document in documents),
        publishers=_publishers(documents),
        outlook=(),
        dependencies=(),
        images=(),
        also_read=(),
    )


def _in_order() -> QuerySet[Citation]:
    """Citations as they are shown, with what is said of them and without the bytes of documents."""
    return (
        Citation.objects.select_related("document", "version", "original")
        .defer("version__text", "version__raw")
        .order_by("position", "id")
    )


def _claim(stated: Stated) -> ClaimWords:
    # Keys by order of entry: a value keeps its key as long as no earlier value is removed.
    keyed = [(f"v{place}", value, covers) for place, (value, covers) in enumerate(stated.values, start=1)]
    keys = {value.pk: key for key, value, _ in keyed}
    claim = stated.claim
    return ClaimWords(
        id=claim.public_id,
        key=claim.key,
        statement=claim.statement,
        predicate=claim.predicate,
        kind=claim.kind,
        is_key=claim.is_key,
        published=next((key for key, value, _ in keyed if value.is_published), ""),
        values=tuple(
            ValueWords(key, value.text, tuple(sorted(keys[other] for other in covers if other in keys)))
            for key, value, covers in keyed
        ),
        citations=tuple(_citation(citation, keys) for citation in stated.citations),
        happened_on=_iso(claim.happened_on),
        happened_precision=claim.happened_precision,
    )


def _facet(value: FacetValue) -> FacetWords:
    return FacetWords(
        facet=value.facet,
        term=value.term.slug,
        label=value.term.label,
        reason=value.reason,
        citations=tuple(_citation(citation, {}) for citation in value.citations.all()),
    )


def _citation(citation: Citation, keys: dict[int, str]) -> CitationWords:
    return CitationWords(
        id=citation.public_id,
        document=citation.document.public_id,
        version=citation.version.number if citation.version else 0,
        value=keys[citation.value_id] if citation.value_id else "",
        directness=citation.directness,
        attached=citation.attached,
        own_reporting=citation.own_reporting,
        own_interest=citation.own_interest,
        own_act=citation.own_act,
        original=citation.original.public_id if citation.original else "",
        quote=citation.quote,
        quote_start=citation.quote_start or 0,
        quote_end=citation.quote_end or 0,
        is_set_aside=citation.set_aside_reason != "",
        set_aside=citation.set_aside_reason,
    )


def _documents(cited: Iterable[Sequence[Citation] | QuerySet[Citation]]) -> list[Document]:
    """Every document cited or named as an original, in the order of the first citation."""
    ids: dict[int, None] = {}
    for citations in cited:
        for citation in citations:
            ids[citation.document_id] = None
            if citation.original_id:
                ids[citation.original_id] = None
    by_id = Document.objects.select_related("publisher").in_bulk(ids)
    return [by_id[pk] for pk in ids]


def _held(documents: list[Document]) -> dict[int, datetime]:
    """The documents that we have a copy of, and since when."""
    versions = DocumentVersion.objects.filter(document__in=documents).order_by("-number")
    return dict(versions.values_list("document_id", "taken_at"))


def _document(document: Document, held: dict[int, datetime]) -> DocumentWords:
    return DocumentWords(
        id=document.public_id,
        title=document.title,
        address=document.address,
        kind=document.kind,
        publisher=document.publisher.public_id if document.publisher else "",
        published_on=_iso(document.published_on),
        known_since=_iso(held.get(document.pk, document.made_at).astimezone(UTC).date()),
        held=document.pk in held,
        seen=document.pk in held or document.seen_at is not None,
    )


def _publishers(documents: list[Document]) -> tuple[PublisherWords, ...]:
    publishers = {document.publisher.public_id: document.publisher for document in documents if document.publisher}
    return tuple(PublisherWords(key, publisher.name, publisher.kind) for key, publisher in publishers.items())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
