"""Lists of published profiles: cards, facets with counts, search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from profiles.editions.cards import Card, FacetGroup, FacetOption, ListPage
from profiles.editions.changes import Change, changes
from profiles.editions.counting import Counts, counts_for
from profiles.editions.markup import Html
from profiles.editions.measures import Impact
from profiles.editions.notes import confidence
from profiles.editions.paging import page_of
from profiles.editions.plain_words import FACET_NAMES, IMPACT_LEVELS, day
from profiles.editions.query import FACETS, RELEVANCE, SORTS, ProfileQuery
from profiles.editions.snippets import snippet
from profiles.editions.spelling import respelt
from profiles.evidence.confidence.bands import BANDS
from profiles.models import PublishedProfile, PublishedTerm

PAGE = 50
CHANGES = 8  # on the home page
MOST_WAYS_IN = 8  # terms of a facet on the home page
BAND_ORDER = {band.name: place for place, band in enumerate(BANDS)}
IMPACT_ORDER = {term: -level for term, level in IMPACT_LEVELS.items()}


@dataclass(frozen=True)
class Home:
    changes: tuple[Change, ...]
    total: int
    groups: tuple[FacetGroup, ...]


@dataclass(frozen=True)
class Found:
    cards: tuple[Card, ...]
    following: ProfileQuery | None  # None on the last page


def home() -> Home:
    """What changed last, how many profiles there are, and ways in by facet."""
    found, total = _groups(ProfileQuery(), _labels())
    entries = [
        replace(group, options=group.options[:MOST_WAYS_IN])
        for group in found
        if group.facet in ("signal-focus", "region", "band")
    ]
    return Home(changes(most=CHANGES) or (), total or 0, tuple(entries))


def cards(query: ProfileQuery, most: int | None = None) -> Found:
    """One page of the list, and the question for the next. Raises BadQuery where `after` fits no order."""
    rows, following = page_of(query, most or PAGE)
    return Found(
        tuple(_card(listing, query.terms) for listing in rows), replace(query, after=following) if following else None
    )


def list_page(query: ProfileQuery, most: int | None = None) -> ListPage:
    """Answer a question about the list. Raises BadQuery where `after` fits no order.

    Where nothing has the words, and one letter of a word changed makes them those of a name, it is answered for that.
    """
    found = cards(query, most)
    asked, instead = query.words, ""
    if not found.cards and query.words and not query.after and (other := respelt(query.words)):
        put_right = replace(query, words=other)
        if (again := cards(put_right, most)).cards:
            query, found, instead = put_right, again, other
    labels = _labels()
    filed, total = _groups(query, labels)
    return ListPage(
        cards=found.cards,
        groups=filed,
        words=asked,
        instead=instead,
        sort=query.order,
        sorts=_sorts(query),
        total=total,
        chosen=tuple(
            (
                f"{FACET_NAMES[facet]}: {labels.get(f'{facet}:{slug}', slug)}",
                query.without_choice(facet, slug).address(),
            )
            for facet, slug in query.facets
        ),
        next_address=found.following.address() if found.following else "",
        first_address=replace(query, after=()).address() if query.after else "",
        hidden=(*query.facets, *((("sort", query.sort),) if query.sort else ())),
    )


def groups(query: ProfileQuery) -> tuple[FacetGroup, ...]:
    """Counts of each facet among the profiles that match the question without that facet's own choices."""
    return _groups(query, _labels())[0]


def _labels() -> dict[str, str]:
    return dict(PublishedTerm.objects.values_list("term", "label"))


def _groups(query: ProfileQuery, labels: Mapping[str, str]) -> tuple[tuple[FacetGroup, ...], int | None]:
    """The facets with their options; how many profiles match, None where they are too many to count."""
    chosen = {facet for facet, _ in query.facets}
    first = replace(query, after=())
    asked = {"": first, **{facet: first.without_facet(facet) for facet in FACETS if facet in chosen}}
    counts = dict(zip(asked, counts_for(asked.values()), strict=True))
    found = []
    for facet in FACETS:
        options = tuple(_options(query, facet, counts.get(facet, counts[""]), labels))
        if options:
            found.append(FacetGroup(facet, FACET_NAMES[facet], options))
    return tuple(found), counts[""].total


def _options(query: ProfileQuery, facet: str, counts: Counts, labels: Mapping[str, str]) -> Iterable[FacetOption]:
    order = {"band": BAND_ORDER, "impact": IMPACT_ORDER}.get(facet)
    found = [(term.partition(":")[2], many) for term, many in counts.of.items() if term.startswith(f"{facet}:")]
    named = [(slug, labels.get(f"{facet}:{slug}", slug), many) for slug, many in found]
    for slug, label, many in sorted(
        named, key=lambda row: (order.get(row[0], 99), row[1]) if order else (-(row[2] or 0), row[1])
    ):
        is_chosen = (facet, slug) in query.facets
        other = query.without_choice(facet, slug) if is_chosen else query.with_choice(facet, slug)
        yield FacetOption(slug, label, many, is_chosen, other.address())


def _sorts(query: ProfileQuery) -> tuple[tuple[str, str, str], ...]:
    names = {**({RELEVANCE: "Best match"} if query.terms else {}), **SORTS}
    return tuple(
        (slug, label, replace(query, sort="" if slug == RELEVANCE else slug, after=()).address())
        for slug, label in names.items()
    )


def _card(listing: PublishedProfile, terms: tuple[str, ...]) -> Card:
    card = listing.card
    published = datetime.fromisoformat(card["published_at"])
    fell = card["assessment"] > 1
    change = f"Edition {card['edition']}, {day(published)}"
    if fell:
        change = f"Lowered on {day(listing.changed_at)}: {card['cause']}"
    return Card(
        slug=listing.slug,
        name=listing.name,
        summary=listing.summary,
        mark=card["mark"],
        focus=card["focus"],
        regions=card["regions"],
        confidence=confidence(listing.score, "", listing.card.get("state", "")),
        impact=Impact(IMPACT_LEVELS.get(card["impact"], 0), card["impact"].capitalize() or "Not rated", Html("")),
        edition=card["edition"],
        change=change,
        snippet=snippet(listing.text, terms) if terms else Html(""),
    )
