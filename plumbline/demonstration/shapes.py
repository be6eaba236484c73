"""How the data of the demonstration is written down. Plain records; `build` turns them into rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

DESK = "The Plumbline desk"


@dataclass(frozen=True)
class House:
    """A publisher. `why` is the reason for the grade; `owner` the name of the publisher that owns it."""

    name: str
    kind: str
    grade: str
    why: str
    domains: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True)
class Paper:
    """A document that we do not hold: what it is, where it stands, who published it ("" where nobody knows)."""

    kind: str
    title: str
    address: str
    publisher: str
    published_on: date | None = None


@dataclass(frozen=True)
class Cite:
    """A citation of the paper with that key. `value` None: it gives the published value; "": it only mentions it."""

    paper: str
    directness: str
    value: str | None = None
    quote: str = ""
    own_reporting: bool = False
    own_interest: bool = False
    own_act: bool = False
    original: str = ""
    set_aside: str = ""


@dataclass(frozen=True)
class Statement:
    """A claim. `covers` are more specific values that its published value agrees with."""

    key: str
    text: str
    predicate: str
    value: str
    kind: str
    cites: tuple[Cite, ...]
    is_key: bool = True
    on: date | None = None
    precision: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Watch:
    """A thing to watch, due so many days after the demonstration was built."""

    horizon: str
    text: str
    trigger: str
    days: int
    outcome: str = ""
    outcome_note: str = ""


@dataclass(frozen=True)
class TieTo:
    """A dependency: `other` is a slug of the demonstration, else the name of somebody without a profile."""

    kind: str
    other: str
    key: str
    points_here: bool = False


@dataclass(frozen=True)
class Picture:
    """A diagram drawn by the demonstration itself: `drawing` is its name in `drawings`."""

    drawing: str
    caption: str
    alt: str
    source_context: str
    relevance: str


@dataclass(frozen=True)
class Organisation:
    """The working file of one profile. `filed` maps a facet to (term, reason), or to several of them."""

    slug: str
    name: str
    summary: str
    base: str
    inclusion: str
    statements: tuple[Statement, ...]
    filed: Mapping[str, tuple[str, str] | tuple[tuple[str, str], ...]]
    points: tuple[tuple[str, str], ...]  # text, key of the statement behind it
    does: str
    matters: str
    watch: tuple[Watch, ...]
    happened: str = ""
    others: tuple[tuple[str, str], ...] = ()  # heading, body of an account elsewhere
    aliases: tuple[tuple[str, str], ...] = ()  # text, kind
    common_words: tuple[str, ...] = ()  # aliases that count only beside another sign
    ties: tuple[TieTo, ...] = ()
    read_on: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    reviewer: str = ""


def record(paper: str) -> Cite:
    """A record kept by somebody else than the organisation."""
    return Cite(paper, "primary")


def act(paper: str) -> Cite:
    """The document itself does it: a registry registers, a regulator decides."""
    return Cite(paper, "primary", own_act=True)


def own_act(paper: str) -> Cite:
    """The party tells of what it did itself, and has the standing to."""
    return Cite(paper, "primary", own_interest=True, own_act=True)


def says_itself(paper: str) -> Cite:
    """The party describes itself."""
    return Cite(paper, "primary", own_interest=True)


def retells(paper: str, value: str | None = None, original: str = "") -> Cite:
    return Cite(paper, "tertiary", value, original=original)
