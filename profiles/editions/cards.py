"""What lists of profiles show: plain data for templates, made by `profiles.editions.listing`."""

from __future__ import annotations

from dataclasses import dataclass

from profiles.editions.markup import Html
from profiles.editions.measures import Impact
from profiles.editions.page import Confidence


@dataclass(frozen=True)
class Card:
    """A profile in a list."""

    slug: str
    name: str
    summary: str
    mark: str
    focus: str
    regions: str
    confidence: Confidence
    impact: Impact
    edition: int
    change: str  # "Edition 3, 20 November 2026"
    snippet: Html  # found words marked, or ""


@dataclass(frozen=True)
class FacetOption:
    slug: str
    label: str
    count: int | None  # None: too many to count while somebody waits
    chosen: bool
    address: str  # the list with this option added, or taken away where it is chosen


@dataclass(frozen=True)
class FacetGroup:
    facet: str
    name: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True)
class ListPage:
    cards: tuple[Card, ...]
    groups: tuple[FacetGroup, ...]
    words: str
    instead: str  # the words that were looked for, where nothing has `words`; else ""
    sort: str
    sorts: tuple[tuple[str, str, str], ...]  # slug, label, address
    total: int | None  # profiles that match; None: too many to count while somebody waits
    chosen: tuple[tuple[str, str], ...]  # label, address without it
    next_address: str
    first_address: str  # "" on the first page
    hidden: tuple[tuple[str, str], ...]  # what the search form carries along
