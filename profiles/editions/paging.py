"""One page of the profiles that match: keyset pages, stable and as cheap in the middle of a million as at its start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from profiles.editions.by_words import by_words
from profiles.editions.estimating import ENDLESS, are_rare, likely, steps_along, steps_of_walk
from profiles.editions.finding import public
from profiles.editions.matching import PLACES, is_meant, matching, passing, standing_in, terms_of, words_of
from profiles.editions.query import RELEVANCE, BadQuery, ProfileQuery
from profiles.evidence.confidence.bands import BANDS
from profiles.models import PublishedProfile
from profiles.models.listing import Numbers

MOST_SORTED = 40_000  # where more match than was likely, they are walked through after all
# Column, whether downwards, and the rest of an ORDER BY.
ORDERS: Mapping[str, tuple[str, bool, str]] = {
    "newest": ("changed_at", True, "changed_at DESC, profile_id DESC"),
    "confidence": ("score", True, "score DESC NULLS LAST, profile_id DESC"),
    "name": ("name_folded", False, "name_folded, profile_id"),
}
_KEYS = "SELECT profile_id, count(*) OVER () FROM ({few}) found ORDER BY {order} LIMIT {most:d}"
# They come as they are passed by, and when there are enough no more are.
_ALONG = "SELECT profile_id FROM ({passed}) passed WHERE {filed} LIMIT {most:d}"
_PLACED = """
WITH few AS MATERIALIZED ({few}),
     whole AS MATERIALIZED (SELECT listing_id FROM profiles_publishedname WHERE is_whole AND start = %s),
     placed AS (
         SELECT profile_id, score, count(*) OVER () AS many,
                CASE WHEN profile_id IN (SELECT listing_id FROM whole) THEN 0 WHEN is_named THEN 1 WHEN is_lead THEN 2
                     ELSE 3 END AS place
         FROM few
     )
SELECT profile_id, place, many FROM placed WHERE {after} ORDER BY place, score DESC NULLS LAST, profile_id DESC
LIMIT {most:d}
"""
_BEYOND = "place > %s OR place = %s AND (score IS NULL OR (score, profile_id) < (%s, %s))"
_BEYOND_LAST = "place > %s OR place = %s AND score IS NULL AND profile_id < %s"  # those without a score come last


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the row with this value and key, in this one of PLACES (searches)."""

    value: object
    key: int
    place: int = 0


def page_of(query: ProfileQuery, most: int) -> tuple[list[PublishedProfile], tuple[str | int, ...]]:
    """The first `most` rows after the question's place, and where the next page begins: () on the last.

    Raises BadQuery where `after` is no place in this order.
    """
    after = _place(query)
    is_search = query.order == RELEVANCE
    found = _searched(query, after, most + 1) if is_search else _walked(query, after, most + 1)
    # The text itself is read where found words are shown in it.
    light = public().defer(None).defer("names", "lead", "search") if query.terms else public()
    by_key = light.in_bulk([key for key, _ in found[:most]])
    # One that went between the two queries is left out, and one that only seemed to match.
    rows = [by_key[key] for key, _ in found[:most] if key in by_key and is_meant(query, by_key[key])]
    if len(found) <= most or not rows:
        return rows, ()
    last = rows[-1]
    value = getattr(last, "score" if is_search else ORDERS[query.order][0])
    value = value.isoformat() if isinstance(value, datetime) else -1 if value is None else value
    return rows, (value, last.pk, dict(found)[last.pk]) if is_search else (value, last.pk)


def _walked(query: ProfileQuery, after: Place | None, most: int) -> list[tuple[int, int]]:
    if query.words and not query.terms:
        return []
    rows, path = (_after(rows, query.order, after) for rows in (matching(query), public()))
    if query.order == "confidence":
        rows, path = (_between(each.filter(score__isnull=False), query) for each in (rows, path))
    if not query.words and not query.facets:
        return [(key, 0) for key in _keys(rows, most)]  # every row matches, and the index gives the page
    walk = partial(_walk, rows, path, query.order, most) if query.words else partial(_along, query, path, most)
    return [(key, 0) for key in _first(rows, query.order, most, walk, steps=_steps(rows, query))]


def _searched(query: ProfileQuery, after: Place | None, most: int) -> list[tuple[int, int]]:
    """A search: first those whose name it is, then by where the words stand; in each place the surest first.

    Keys with their number in PLACES.
    """
    every_place = _between(matching(query), query)
    match, every, filed, said = _likely(every_place, query)
    if steps_of_walk(match, every, filed=filed, said=said) is None:
        rows = _between(matching(query, by_words=True), query) if are_rare(said, filed) else every_place
        if (found := _placed(query, rows, after, most)) is not None:
            return found
    return _place_by_place(query, after, most, every, filed)


def _place_by_place(
    query: ProfileQuery, after: Place | None, most: int, every: int, filed: int
) -> list[tuple[int, int]]:
    first = after.place if after else 0
    numbers = range(first, len(PLACES))
    spoken = [standing_in(replace(query, facets=()), number) for number in numbers] if query.facets else []
    found = likely(*(_between(standing_in(query, number), query) for number in numbers), *spoken)
    many, said = found[: len(numbers)], found[len(numbers) :] or [filed] * len(numbers)
    rare = [are_rare(one, filed) for one in said]
    places = [
        _between(standing_in(query, number, by_words=is_rare), query)
        for number, is_rare in zip(numbers, rare, strict=True)
    ]
    rows: list[tuple[int, int]] = []
    for number, (there, match) in enumerate(zip(places, many, strict=True), start=first):
        begins = after if after and number == first else None
        there, path = (_after(each, "confidence", begins) for each in (there, _between(public(), query)))
        steps = steps_of_walk(match, every) if number > 0 else None
        walk = partial(_walk, there, path, "confidence", most - len(rows))
        rows += [(key, number) for key in _first(there, "confidence", most - len(rows), walk, steps=steps)]
        if len(rows) == most:
            break
    return rows


def _placed(
    query: ProfileQuery, rows: QuerySet[PublishedProfile], after: Place | None, most: int
) -> list[tuple[int, int]] | None:
    """The same for a search that few match, all at once; None where they are more than was likely."""
    words = words_of(query)
    marked = rows.order_by().values(
        "profile_id",
        "score",
        is_named=ExpressionWrapper(Q(names=words), BooleanField()),
        is_lead=ExpressionWrapper(Q(lead=words), BooleanField()),
    )
    few, given = marked[: MOST_SORTED + 1].query.sql_with_params()
    beyond, place = "true", list[object]()
    if after and after.value is None:
        beyond, place = _BEYOND_LAST, [after.place, after.place, after.key]
    elif after:
        beyond, place = _BEYOND, [after.place, after.place, after.value, after.key]
    with by_words() as cursor:
        cursor.execute(_PLACED.format(few=few, after=beyond, most=most), [*given, " ".join(query.terms), *place])
        found = cursor.fetchall()
    # Where nothing is left after a place, nothing says how many there were.
    is_whole = found[0][2] <= MOST_SORTED if found else not after
    return [(key, place) for key, place, _ in found] if is_whole else None


def _between(rows: QuerySet[PublishedProfile], query: ProfileQuery) -> QuerySet[PublishedProfile]:
    """The rows, with what the chosen bands say of their scores: walked from the surest on, a low band would else be
    met only after all above it."""
    names = {slug for facet, slug in query.facets if facet == "band"}
    if chosen := [band for band in BANDS if band.name in names]:
        rows = rows.filter(score__gte=min(band.low for band in chosen), score__lte=max(band.high for band in chosen))
    return rows


def _after(rows: QuerySet[PublishedProfile], order: str, place: Place | None) -> QuerySet[PublishedProfile]:
    column, downwards, _ = ORDERS[order]
    beyond = "lt" if downwards else "gt"
    if place and place.value is None:
        rows = rows.filter(score__isnull=True, pk__lt=place.key)
    elif place:
        # The first condition follows from the second; it is what lets the index start at the place.
        near = Q(**{f"{column}__{beyond}e": place.value})
        further = Q(**{f"{column}__{beyond}": place.value}) | Q(**{column: place.value, f"pk__{beyond}": place.key})
        if column == "score":  # those without one come last
            near, further = near | Q(score__isnull=True), further | Q(score__isnull=True)
        rows = rows.filter(near, further)
    by = F(column).desc(nulls_last=column == "score" or None) if downwards else F(column).asc()
    return rows.order_by(by, "-pk" if downwards else "pk")


def _first(
    rows: QuerySet[PublishedProfile],
    order: str,
    most: int,
    walk: Callable[[int], list[int] | None],
    *,
    steps: int | None,
) -> list[int]:
    """The keys of the first of rows that match a question.

    Where few match (`steps` is None), they are found by what they hold and sorted: walking in order until some match
    could mean walking through all. Where many do, walking finds the first ones within that many steps; where it does
    not, since those that match lie elsewhere, they are sorted after all.
    """
    if steps is not None and (walked := walk(steps)) is not None:
        return walked
    column, _, by = ORDERS[order]
    few, given = rows.order_by().values("profile_id", column)[: MOST_SORTED + 1].query.sql_with_params()
    with by_words() as cursor:
        cursor.execute(_KEYS.format(few=few, order=by, most=most), given)
        found = cursor.fetchall()
    if found and found[0][1] > MOST_SORTED:
        return walk(ENDLESS) or []
    return [key for key, _ in found]


def _walk(
    rows: QuerySet[PublishedProfile], path: QuerySet[PublishedProfile], order: str, most: int, steps: int
) -> list[int] | None:
    """The keys of the first of `rows` where they lie within `steps` rows of the path, all rows in this order; else
    None."""
    column, downwards, _ = ORDERS[order]
    edge = [] if steps == ENDLESS else list(path.values_list(column, flat=True)[steps : steps + 1])
    if not edge or edge[0] is None:
        return _keys(rows, most)  # the path ends before
    found = _keys(rows.filter(**{f"{column}__{'gte' if downwards else 'lte'}": edge[0]}), most)
    return found if len(found) == most else None


def _along(query: ProfileQuery, path: QuerySet[PublishedProfile], most: int, steps: int) -> list[int] | None:
    """The same for a question without words, which the index of the order answers alone: no row is looked at."""
    if steps == ENDLESS:
        return _keys(passing(query, path), most)
    passed, given = path.values("profile_id", "filed")[:steps].query.sql_with_params()
    chosen = list(terms_of(query))
    filed = " AND ".join([f"filed && {Numbers.function}(%s)"] * len(chosen))
    with connection.cursor() as cursor:
        cursor.execute(_ALONG.format(passed=passed, filed=filed, most=most), [*given, *chosen])
        found = [key for (key,) in cursor.fetchall()]
    return found if len(found) == most else None


def _steps(rows: QuerySet[PublishedProfile], query: ProfileQuery) -> int | None:
    if not query.words:
        return steps_along(*likely(rows, public()))
    match, every, filed, said = _likely(rows, query)
    return steps_of_walk(match, every, filed=filed, said=said)


def _likely(rows: QuerySet[PublishedProfile], query: ProfileQuery) -> list[int]:
    """About how many rows these are, and profiles in all, those with the facets of a question, those with its words."""
    return likely(rows, public(), matching(replace(query, words="")), matching(replace(query, facets=())))


def _keys(rows: QuerySet[PublishedProfile], most: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:most])


def _place(query: ProfileQuery) -> Place | None:
    """Where the page begins; None at the start. Raises BadQuery where `after` fits no order."""
    if not query.after:
        return None
    wrong = BadQuery("“after” is no place in this order.")
    is_search = query.order == RELEVANCE
    value, *keys = query.after
    if len(keys) != 1 + is_search or any(not isinstance(key, int) or abs(key) > 2**62 for key in keys):
        raise wrong
    key, place = int(keys[0]), int(keys[1]) if is_search else 0
    if not 0 <= place < len(PLACES):
        raise wrong
    if is_search or query.order == "confidence":
        if not isinstance(value, int) or not -is_search <= value <= 10_000:
            raise wrong
        return Place(None if value < 0 else value, key, place)
    if not isinstance(value, str) or "\x00" in value or len(value) > 200:
        raise wrong
    if query.order == "name":
        return Place(value, key)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise wrong from error
    if moment.utcoffset() != timedelta(0):
        raise wrong
    return Place(moment, key)
