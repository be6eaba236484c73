"""What a profile page shows: plain data for templates, drawn from edition, assessment and status alone.

`profiles.editions.drawing` makes these; preview and public pages share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from profiles.editions.beside import ReplyView, VerdictView
from profiles.editions.citing import Reference
from profiles.editions.lowest import REFUTED
from profiles.editions.markup import Html
from profiles.editions.measures import Evidence, Impact, Reliability
from profiles.editions.plain_words import DIRECTNESS
from profiles.editions.query import FACETS
from profiles.editions.states import Gone
from profiles.editions.steps_away import Step

MOST_DIRECT = tuple(DIRECTNESS.values())


@dataclass(frozen=True)
class Confidence:
    """A score as a page shows it. `score` is in ten-thousandths; None: not assessed."""

    score: int | None
    number: str  # "0.54", or "" where not assessed
    label: str
    grade: str
    range: str  # "0.35-0.54"
    band: str  # name of the band, for its tint
    reason: str  # one or two sentences
    state: str = ""  # "Refuted", "No longer supported since 20 November 2026", ... where hardly anything supports it

    @property
    def share(self) -> float | None:
        """0 to 1, for drawing."""
        return None if self.score is None else self.score / 10_000


@dataclass(frozen=True)
class Source:
    """A citation as readers see it."""

    id: str
    publisher: str
    reliability: str  # words
    directness: str  # "the document itself", "own reporting", "repeats another report"
    repeats: str  # name of the original that it names, or ""
    says: str  # the value it gives, where it differs from the published one; else ""
    stance: str  # supports, disputes, mentions
    quote: str
    title: str
    address: str  # "" unless http or https
    day: date | None
    held: bool
    own_interest: bool
    set_aside: str
    checked: str  # "unchanged, checked 20 November 2026", "not yet checked"; "" on pages that show a time gone by
    is_amiss: bool = False  # it vanished, or was changed since
    retells: bool = False  # it repeats somebody else's report and shows nothing of its own


@dataclass(frozen=True)
class Note:
    """What stands beside a statement: its number, how sure we are, and its sources."""

    number: int
    claim: str  # public id
    statement: str
    confidence: Confidence
    evidence_line: str  # "4 documents, 1 original report"
    disputed: bool
    is_key: bool
    sources: tuple[Source, ...]
    verdicts: tuple[VerdictView, ...] = ()  # newest first
    replies: tuple[ReplyView, ...] = ()  # of the organisation itself

    @property
    def dispute(self) -> str:
        """What is said above both sides where documents contradict each other; "" where none does."""
        against = [source for source in self.sources if source.stance == "disputes"]
        if self.disputed:
            is_refuted = self.confidence.state == REFUTED
            return "Refuted: better evidence says otherwise" if is_refuted else "This is disputed"
        if not against:
            return ""
        if all(source.set_aside for source in against):
            return "This was disputed, and is settled"
        return "Some repeat it differently; the original does not bear them out"

    @property
    def voice(self) -> Source | None:
        """The source shown first: the most direct that supports the statement and counts; of those the earliest."""
        counting = [source for source in self.sources if source.stance == "supports" and not source.set_aside]
        if not counting:
            return self.sources[0] if self.sources else None
        return min(counting, key=lambda one: (MOST_DIRECT.index(one.directness), not one.held, one.day or date.max))


@dataclass(frozen=True)
class Paragraph:
    html: Html
    notes: tuple[Note, ...]  # those that are first cited here


@dataclass(frozen=True)
class SectionView:
    heading: str
    kind: str  # account or analysis
    author: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class FacetView:
    facet: str
    name: str  # "Signal focus"
    term: str
    label: str
    reason: Html
    sources: tuple[Source, ...]

    @property
    def is_way_in(self) -> bool:
        """Whether there is a page of all profiles that are filed alike."""
        return self.facet in FACETS


@dataclass(frozen=True)
class Moment:
    """An entry of the timeline."""

    day: date
    when: str  # "April 2026"
    statement: str
    note: Note


@dataclass(frozen=True)
class WatchItem:
    text: str
    trigger: str
    due: date
    outcome: str
    outcome_note: str


@dataclass(frozen=True)
class WatchColumn:
    horizon: str
    heading: str
    rating: str  # "Priority: medium", or ""
    items: tuple[WatchItem, ...]


@dataclass(frozen=True)
class Tie:
    """A dependency, read from left to right."""

    left: str
    verb: str
    right: str
    other: str
    other_slug: str  # "" where it has no public profile
    points_here: bool
    note: Note


@dataclass(frozen=True)
class ImageView:
    address: str
    width: int
    height: int
    caption: str
    alt: str
    source_context: str
    relevance: str
    provenance: str
    licence: str
    is_generated: bool


@dataclass(frozen=True)
class Link:
    title: str
    address: str


@dataclass(frozen=True)
class RemovalView:
    """That words of an edition were removed for good."""

    on: date
    reason: str
    texts: int


@dataclass(frozen=True)
class EditionLine:
    number: int
    assessment: str  # "7.1"
    published_at: datetime
    assessed_at: datetime
    kind: str
    note: str
    cause: str
    digest: str
    last_checked: date | None  # known for what is shown now alone
    is_newest: bool
    newest: int
    claims_changed: int | None  # statements that differ from the edition before; None for the first
    ended: Gone | None = None  # the profile is not public any more
    removals: tuple[RemovalView, ...] = ()
    as_of: date | None = None  # the day whose end the page shows; None: as it is now
    day_is_over: bool = True  # that day; today is not

    @property
    def is_now(self) -> bool:
        """Whether this is what stands at the profile's own address."""
        return self.is_newest and self.as_of is None


@dataclass(frozen=True)
class TeaserView:
    """Something for members, in public words."""

    title: str
    text: str
    tier: str
    address: str
    is_notes: bool  # the profile's source notes, not a briefing


@dataclass(frozen=True)
class WayView:
    """A way to become a member."""

    tier: str
    text: str
    label: str
    address: str


@dataclass(frozen=True)
class ProfilePage:
    public_id: str
    slug: str
    name: str
    summary: str
    mark: str  # "", "invented" or "unchecked"
    content_type: str
    content_type_slug: str
    signal_focus: str
    signal_focus_slug: str
    category: str
    base: str
    aliases: tuple[str, ...]
    confidence: Confidence
    impact: Impact
    evidence: Evidence
    reliability: Reliability
    edition: EditionLine
    key_points: tuple[Paragraph, ...]
    inclusion: tuple[Paragraph, ...]
    does: SectionView | None
    happened: SectionView | None
    matters: SectionView | None
    others: tuple[SectionView, ...]
    facets: tuple[FacetView, ...]
    timeline: tuple[Moment, ...]
    watch: tuple[WatchColumn, ...]
    ties: tuple[Tie, ...]
    images: tuple[ImageView, ...]
    also_read: tuple[Link, ...]
    notes: tuple[Note, ...]  # every statement, in the order of its number
    byline: str
    reviewer: str
    disclosure: str
    criticality: str
    time_horizon: str
    teasers: tuple[TeaserView, ...] = ()  # of the newest edition's page alone
    ways: tuple[WayView, ...] = ()
    dependants: tuple[Step, ...] = ()
    cite: Reference | None = None  # of an edition; a preview is none


@dataclass(frozen=True)
class LedgerLine:
    kind: str  # start, origin, age, dispute, calibration, cap
    words: str
    step: float
    without: float
    running: float
    repeats: tuple[str, ...]  # publishers that repeat this and add nothing


@dataclass(frozen=True)
class Raise:
    words: str
    confidence: Confidence


@dataclass(frozen=True)
class LedgerView:
    """How one statement got its score."""

    note: Note
    lines: tuple[LedgerLine, ...]
    would_raise: tuple[Raise, ...]
    exact: str  # the unrounded score


@dataclass(frozen=True)
class ConfidencePage:
    profile: ProfilePage
    weakest: Note | None
    bands: tuple[tuple[str, int], ...]  # label, how many statements
    ledgers: tuple[LedgerView, ...]
    method: str
