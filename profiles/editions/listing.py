"""Lists of published profiles: cards, facets with counts, search. Keyset pages, stable at any depth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from profiles.editions.cards import Card, FacetGroup, FacetOption, ListPage
from profiles.editions.indexing import CONFIG
from profiles.editions.markup import Html
from profiles.editions.measures import Impact
from profiles.editions.notes import confidence
from profiles.editions.plain_words import FACET_NAMES, IMPACT_LEVELS, day
from profiles.editions.query import FACETS, RELEVANCE, SORTS, BadQuery, ProfileQuery
from profiles.editions.snippets import snippet
from profiles.evidence.confidence.bands import BANDS
from profiles.models import PublishedFacet, PublishedProfile
from profiles.naming import fold

PAGE = 50
SHORTEST_PREFIX = 3  # letters from which on a word also finds longer ones
DEEPEST_SEARCH = 1000  # a search that finds more should be narrowed instead
BAND_ORDER = {band.name: place for place, band in enumerate(BANDS)}
IMPACT_ORDER = {term: -level for term, level in IMPACT_LEVELS.items()}


@dataclass(frozen=True)
class Home:
    newest: tuple[Card, ...]
    total: int
    groups: tuple[FacetGroup, ...]


@dataclass(frozen=True)
class Found:
    cards: tuple[Card, ...]
    following: ProfileQuery | None  # None on the last page


def home() -> Home:
    """The newest editions, how many profiles there are, and entry points by facet."""
    query = ProfileQuery()
    newest = PublishedProfile.objects.defer("text", "search").order_by("-changed_at", "-profile")[:6]
    return Home(
        tuple(_card(listing, ()) for listing in newest),
        PublishedProfile.objects.count(),
        tuple(group for group in groups(query) if group.facet in ("signal-focus", "region", "band")),
    )


def cards(query: ProfileQuery) -> Found:
    """One page of the list, and the question for the next. Raises BadQuery where `after` fits no order."""
    rows, following = _page(_matching(query), query)
    return Found(
        tuple(_card(listing, query.terms) for listing in rows), replace(query, after=following) if following else None
    )


def list_page(query: ProfileQuery) -> ListPage:
    """Answer a question about the list. Raises BadQuery where `after` fits no order."""
    found = cards(query)
    labels = dict(
        PublishedFacet.objects.filter(Q(*[Q(facet=f, slug=s) for f, s in query.facets], _connector=Q.OR))
        .values_list("slug", "label")
        .distinct()
        if query.facets
        else []
    )
    return ListPage(
        cards=found.cards,
        groups=groups(query),
        words=query.words,
        sort=query.order,
        sorts=_sorts(query),
        total=_matching(query).count(),
        chosen=tuple(
            (f"{FACET_NAMES[facet]}: {labels.get(slug, slug)}", query.without_choice(facet, slug).address())
            for facet, slug in query.facets
        ),
        next_address=found.following.address() if found.following else "",
        first_address=replace(query, after=()).address() if query.after else "",
        hidden=(*query.facets, *((("sort", query.sort),) if query.sort else ())),
    )


def _matching(query: ProfileQuery) -> QuerySet[PublishedProfile]:
    matching = PublishedProfile.objects.all()
    if query.words and not query.terms:
        return matching.none()  # signs without a letter or digit find nothing
    if query.terms:
        matching = matching.filter(search=_search(query))
    for facet in {facet for facet, _ in query.facets}:
        # Choices of one facet widen each other, choices of several narrow: that is how the counts are made too.
        slugs = [slug for other, slug in query.facets if other == facet]
        chosen = PublishedFacet.objects.filter(listing=OuterRef("pk"), facet=facet, slug__in=slugs)
        matching = matching.filter(Exists(chosen))
    return matching


def _search(query: ProfileQuery) -> SearchQuery:
    # Terms hold letters and digits only, so they cannot carry an operator.
    # Short ones stand for themselves: every second word begins with an a.
    terms = [f"'{term}'" + (":*" if len(term) >= SHORTEST_PREFIX else "") for term in query.terms]
    return SearchQuery(" & ".join(terms), search_type="raw", config=CONFIG)


def _page(
    matching: QuerySet[PublishedProfile], query: ProfileQuery
) -> tuple[list[PublishedProfile], tuple[str | int, ...]]:
    """The rows of one page, and where the next one starts; () on the last."""
    if query.order == RELEVANCE:
        return _found(matching, query)
    column, downwards = {"newest": ("changed_at", True), "confidence": ("score", True), "name": ("name_folded", False)}[
        query.order
    ]
    if query.order == "confidence":
        matching = matching.filter(score__isnull=False)
    if query.after:
        value, key = _place(query)
        beyond = "lt" if downwards else "gt"
        tied = Q(**{column: value, f"profile__{beyond}": key})
        # The first condition follows from the second; it is what lets the index start at the place.
        matching = matching.filter(Q(**{f"{column}__{beyond}e": value}), Q(**{f"{column}__{beyond}": value}) | tied)
    sign = "-" if downwards else ""
    rows = list(matching.defer("text", "search").order_by(f"{sign}{column}", f"{sign}profile")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ()
    last = rows[PAGE - 1]
    value = getattr(last, column)
    return rows[:PAGE], (value.isoformat() if isinstance(value, datetime) else value, last.pk)


def _place(query: ProfileQuery) -> tuple[object, int]:
    wrong = BadQuery("“after” is no place in this order.")
    if len(query.after) != 2 or not isinstance(query.after[1], int) or abs(query.after[1]) > 2**62:
        raise wrong
    value = query.after[0]
    if query.order == "confidence":
        if not isinstance(value, int) or not 0 <= value <= 10_000:
            raise wrong
        return value, query.after[1]
    if not isinstance(value, str) or "\x00" in value or len(value) > 200:
        raise wrong
    if query.order == "name":
        return value, query.after[1]
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise wrong from error
    if moment.utcoffset() != timedelta(0):
        raise wrong
    return moment, query.after[1]


def _found(
    matching: QuerySet[PublishedProfile], query: ProfileQuery
) -> tuple[list[PublishedProfile], tuple[str | int, ...]]:
    """A search: the name itself first, then names that begin so, then by where and how often the words stand."""
    skip = query.after[0] if query.after else 0
    if not isinstance(skip, int) or not 0 <= skip <= DEEPEST_SEARCH or len(query.after) > 1:
        raise BadQuery("“after” is no place in this order.")
    name = fold(query.words)
    ranked = matching.annotate(
        named=Case(
            When(name_folded=name, then=Value(0)),
            When(name_folded__startswith=name, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        rank=SearchRank(F("search"), _search(query)),
    ).order_by("named", "-rank", "-score", "profile")
    rows: list[PublishedProfile] = [*ranked[skip : skip + PAGE + 1]]
    more = len(rows) > PAGE and skip + PAGE <= DEEPEST_SEARCH
    return rows[:PAGE], ((skip + PAGE,) if more else ())


def groups(query: ProfileQuery) -> tuple[FacetGroup, ...]:
    """Counts of each facet among the profiles that match the question without that facet's own choices."""
    chosen_facets = {facet for facet, _ in query.facets}
    counts = _counts(query, [facet for facet in FACETS if facet not in chosen_facets])
    for facet in chosen_facets:
        counts |= _counts(query.without_facet(facet), [facet])
    chosen = set(query.facets)
    return tuple(
        FacetGroup(facet, FACET_NAMES[facet], tuple(_options(query, facet, counts.get(facet, []), chosen)))
        for facet in FACETS
        if counts.get(facet)
    )


def _counts(query: ProfileQuery, facets: list[str]) -> dict[str, list[tuple[str, str, int]]]:
    rows = (
        PublishedFacet.objects.filter(facet__in=facets, listing__in=_matching(query))
        .values("facet", "slug", "label")
        .annotate(many=Count("listing"))  # a profile has a term once (published_facet_once)
    )
    counts: dict[str, list[tuple[str, str, int]]] = {}
    for row in rows:
        counts.setdefault(row["facet"], []).append((row["slug"], row["label"], row["many"]))
    return counts


def _options(
    query: ProfileQuery, facet: str, counts: list[tuple[str, str, int]], chosen: set[tuple[str, str]]
) -> Iterable[FacetOption]:
    order = {"band": BAND_ORDER, "impact": IMPACT_ORDER}.get(facet)
    rows = sorted(counts, key=lambda row: (order.get(row[0], 99), row[1]) if order else (-row[2], row[1]))
    for slug, label, many in rows:
        is_chosen = (facet, slug) in chosen
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
