"""Two public profiles side by side: their measures, what they are filed under, what ties them, what both rest on."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from profiles.editions import listing, published
from profiles.editions.finding import public
from profiles.editions.page import ProfilePage, Tie
from profiles.editions.plain_words import FACET_NAMES, UNKNOWN
from profiles.editions.query import ProfileQuery
from profiles.editions.schemas import read_words
from profiles.editions.tags import tag_of
from profiles.evidence.confidence.bands import BANDS
from profiles.naming import fold

MOST_OFFERED = 10  # profiles of which a reader who typed a name may mean one


@dataclass(frozen=True)
class Row:
    """One thing that is said of both; "" where one profile says nothing of it."""

    name: str
    left: str
    right: str

    @property
    def is_same(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True)
class Between:
    """A tie of one to the other, and which of the two profiles says so."""

    tie: Tie
    said_by: ProfilePage


@dataclass(frozen=True)
class Common:
    """A document that both cite."""

    title: str
    publisher: str
    address: str  # "" unless http or https


@dataclass(frozen=True)
class SideBySide:
    left: ProfilePage
    right: ProfilePage
    glance: tuple[Row, ...]
    filed: tuple[Row, ...]
    ties: tuple[Between, ...]
    common: tuple[Common, ...]

    @property
    def pages(self) -> tuple[ProfilePage, ProfilePage]:
        return self.left, self.right

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.glance + self.filed


@dataclass(frozen=True)
class Offered:
    slug: str
    name: str
    summary: str


def side_by_side(slug: str, other: str) -> SideBySide | None:
    """Two profiles as their newest editions have them; None where one of them is not public."""
    left, right = published.profile_page(slug), published.profile_page(other)
    if left is None or right is None:
        return None
    rows, filed = _glance(left, right), _filed(left, right)
    return SideBySide(left, right, rows, filed, _between(left, right), _common(slug, other))


def tag_beside(slug: str, other: str) -> str | None:
    """What the page of two profiles depends on: all that the page of each does."""
    tags = [tag_of(slug), tag_of(other)]
    return hashlib.sha256("|".join(map(str, tags)).encode()).hexdigest()[:32] if all(tags) else None


def meant(text: str, *, beside: str) -> tuple[Offered, ...]:
    """The profiles that a reader may mean who typed `text`, without `beside` (a slug); the one of that slug or name
    alone where there is one."""
    rows = public().only("slug", "name", "summary")
    exact = rows.filter(slug=text).first() or rows.filter(name_folded=fold(text)).order_by("profile").first()
    if exact:
        # Nobody stands beside itself, and who typed its own name means none that only speaks of it.
        return () if exact.slug == beside else (Offered(exact.slug, exact.name, exact.summary),)
    found = listing.cards(ProfileQuery(words=text)).cards
    offered = (Offered(one.slug, one.name, one.summary) for one in found if one.slug != beside)
    return tuple(offered)[:MOST_OFFERED]


def _glance(left: ProfilePage, right: ProfilePage) -> tuple[Row, ...]:
    rows = (
        Row("Also known as", *(", ".join(page.aliases) for page in (left, right))),
        Row("Base", left.base, right.base),
        Row("Statements", _statements(left), _statements(right)),
        Row("Operational criticality", left.criticality, right.criticality),
        Row("Time horizon", left.time_horizon, right.time_horizon),
    )
    return tuple(row for row in rows if row.left or row.right)


def _statements(page: ProfilePage) -> str:
    """How many statements each label has: "2 Strong, 1 Medium"."""
    labels = Counter(note.confidence.label for note in page.notes)
    named = [band.label for band in BANDS]
    order = [*named, *(label for label in labels if label not in named)]
    return ", ".join(f"{labels[label]} {label}" for label in order if labels[label])


def _filed(left: ProfilePage, right: ProfilePage) -> tuple[Row, ...]:
    """What they are filed under; what the measures and the glance say already is not said again."""
    elsewhere = ("impact", "operational-criticality", "time-horizon", "band")
    labels = [
        {facet: ", ".join(one.label for one in page.facets if one.facet == facet) for facet in FACET_NAMES}
        for page in (left, right)
    ]
    facets = ((facet, name) for facet, name in FACET_NAMES.items() if facet not in elsewhere)
    rows = (Row(name, labels[0][facet], labels[1][facet]) for facet, name in facets)
    return tuple(row for row in rows if row.left or row.right)


def _between(left: ProfilePage, right: ProfilePage) -> tuple[Between, ...]:
    pairs = ((left, right), (right, left))
    return tuple(Between(tie, page) for page, other in pairs for tie in page.ties if tie.other_slug == other.slug)


def _common(slug: str, other: str) -> tuple[Common, ...]:
    """The documents that statements of both cite, in the order of the first."""
    rows = public().filter(slug__in=(slug, other)).select_related("edition").only("slug", "edition")
    words = {row.slug: read_words(row.edition.manifest, row.edition.body) for row in rows}
    if words.keys() != {slug, other}:
        return ()
    cited = {
        key: {citation.document for claim in one.claims for citation in claim.citations} for key, one in words.items()
    }
    both = cited[slug] & cited[other]
    publishers = {publisher.id: publisher.name for publisher in words[slug].publishers}
    return tuple(
        Common(
            document.title,
            publishers.get(document.publisher, UNKNOWN),
            document.address if document.address.startswith(("https://", "http://")) else "",
        )
        for document in words[slug].documents
        if document.id in both
    )
