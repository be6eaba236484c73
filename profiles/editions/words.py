"""The words of an edition, schema 1: everything a profile page says, and no number that is computed.

A field of type Text is a block: it is sealed with a salt of its own (profiles.editions.sealing), so that it
can be erased later without breaking the edition's digest. All other fields stay in the manifest for ever;
they are identifiers, choices, dates and yes or no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

SCHEMA = 1


class Block:
    """Marks a field whose text is sealed."""


Text = Annotated[str, Block]


@dataclass(frozen=True)
class AliasWords:
    text: Text
    kind: str


@dataclass(frozen=True)
class PublisherWords:
    id: str
    name: Text
    kind: str


@dataclass(frozen=True)
class DocumentWords:
    id: str
    title: Text
    address: Text
    kind: str
    publisher: str  # id, or "" where it is not known
    published_on: str  # ISO date, or ""
    known_since: str  # ISO date on which we first held or noted it; what is undated ages from here
    held: bool  # we have a copy
    seen: bool  # we have at least seen it


@dataclass(frozen=True)
class CitationWords:
    id: str
    document: str
    version: int  # number of the version quoted from; 0 where we hold none
    value: str  # key of the value it gives; "" where it only mentions the matter
    directness: str
    attached: bool
    own_reporting: bool
    own_interest: bool
    own_act: bool
    original: str  # id of the document it names as its source, or ""
    quote: Text
    quote_start: int
    quote_end: int
    is_set_aside: bool  # stays when the reason is erased, so that the score stays what it was
    set_aside: Text  # the editor's reason, or ""


@dataclass(frozen=True)
class ValueWords:
    key: str
    text: Text
    covers: tuple[str, ...]


@dataclass(frozen=True)
class ClaimWords:
    id: str
    key: str
    statement: Text
    predicate: Text
    kind: str
    is_key: bool
    published: str  # key of the value we publish, or ""
    values: tuple[ValueWords, ...]
    citations: tuple[CitationWords, ...]
    happened_on: str
    happened_precision: str


@dataclass(frozen=True)
class FacetWords:
    facet: str
    term: str
    label: Text
    reason: Text
    citations: tuple[CitationWords, ...]


@dataclass(frozen=True)
class KeyPointWords:
    text: Text
    claim: str


@dataclass(frozen=True)
class SectionWords:
    place: str
    kind: str
    heading: Text
    body: Text
    author: Text


@dataclass(frozen=True)
class OutlookWords:
    horizon: str
    text: Text
    trigger: Text
    due_on: str
    outcome: str
    outcome_on: str
    outcome_note: Text


@dataclass(frozen=True)
class DependencyWords:
    kind: str
    points_here: bool
    other: str  # public id of the other profile, or ""
    other_name: Text
    claim: str


@dataclass(frozen=True)
class ImageWords:
    file: str
    width: int
    height: int
    caption: Text
    alt: Text
    source_context: Text
    relevance: Text
    provenance: Text
    licence: Text
    is_generated: bool


@dataclass(frozen=True)
class AlsoReadWords:
    other: str  # public id of a profile, or ""
    title: Text
    address: Text


@dataclass(frozen=True)
class Words:
    profile: str
    slug: str
    name: Text
    summary: Text
    base: Text
    inclusion_reason: Text
    byline: Text
    reviewer: Text
    disclosure: Text
    is_invented: bool
    aliases: tuple[AliasWords, ...]
    facets: tuple[FacetWords, ...]
    key_points: tuple[KeyPointWords, ...]
    sections: tuple[SectionWords, ...]
    claims: tuple[ClaimWords, ...]
    documents: tuple[DocumentWords, ...]
    publishers: tuple[PublisherWords, ...]
    outlook: tuple[OutlookWords, ...]
    dependencies: tuple[DependencyWords, ...]
    images: tuple[ImageWords, ...]
    also_read: tuple[AlsoReadWords, ...]
