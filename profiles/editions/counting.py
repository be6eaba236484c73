"""How many public profiles there are of each kind: from the ledger of counts where it knows, else counted now.

The ledger knows for no choice and for one. For more, and for words, those that match are counted while they are at
most BROAD; beyond that no figure is given rather than a slow or a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, Sum

from profiles.editions.by_words import by_words
from profiles.editions.estimating import likely
from profiles.editions.matching import matching
from profiles.editions.query import ProfileQuery
from profiles.models import PublishedProfile, TermCount

BROAD = 1_000  # where more profiles match, they are not counted one by one
_FAR_OFF = 4  # times as many as were likely is how wrong the planner may be before somebody waits for nothing
_COUNTED = "SELECT term, count(*) FROM ({few}) found, unnest(found.terms || ''::varchar) term GROUP BY term"
# Pairs that have become more than one row become one again. Whoever adds one meanwhile is not waited for: what is
# not seen here stays as it is.
_FOLD = """
WITH many AS (SELECT given, term FROM profiles_termcount GROUP BY given, term HAVING count(*) > 1),
     gone AS (
         DELETE FROM profiles_termcount USING many
         WHERE profiles_termcount.given = many.given AND profiles_termcount.term = many.term
         RETURNING profiles_termcount.given, profiles_termcount.term, profiles_termcount.many
     )
INSERT INTO profiles_termcount (given, term, many)
SELECT given, term, sum(many) FROM gone GROUP BY given, term HAVING sum(many) <> 0
"""


@dataclass(frozen=True)
class Counts:
    """`total` profiles match; `of` says how many of them have each term. None stands for more than can be counted
    while somebody waits; then `of` names the terms there may be."""

    total: int | None
    of: Mapping[str, int | None]


def counts_for(queries: Iterable[ProfileQuery]) -> list[Counts]:
    """The counts of some questions, in their order: one query of the ledger, and one each for what is not in it."""
    asked = list(queries)
    known = _known({"", *(pair[0] for query in asked if (pair := _pair_of(query)))})
    return [_counts(query, known) for query in asked]


def fold() -> None:
    """Make the rows of each pair of the ledger one. Safe to run at any time, twice, and at once."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)


def _known(given: set[str]) -> dict[str, dict[str, int]]:
    rows = TermCount.objects.filter(given__in=given).values_list("given", "term").annotate(all=Sum("many"))
    known: dict[str, dict[str, int]] = {one: {} for one in given}
    for one, term, many in rows:
        if many > 0:
            known[one][term] = many
    return known


def _counts(query: ProfileQuery, known: Mapping[str, Mapping[str, int]]) -> Counts:
    pair = _pair_of(query)
    if pair and not pair[1]:
        found = dict(known[pair[0]])
        return Counts(found.pop("", 0), found)
    if query.words and not query.terms:
        return Counts(0, {})
    # Of two choices the ledger knows how many match, if not which terms they have.
    total = known[pair[0]].get(pair[1], 0) if pair else None
    counted = _counted(matching(query)) if total is None or total <= BROAD else None
    if counted is None:
        return Counts(total, dict.fromkeys(known[""]))
    return Counts(counted.pop("", 0), counted)


def _pair_of(query: ProfileQuery) -> tuple[str, str] | None:
    """The pair of the ledger that counts what a question matches; None where none does.

    There is one for at most two choices, each of a facet of its own, without words. Empty ones stand for no choice.
    """
    facets = {facet for facet, _ in query.facets}
    if query.words or len(query.facets) > 2 or len(facets) < len(query.facets):
        return None
    given, term = [*(f"{facet}:{slug}" for facet, slug in query.facets), "", ""][:2]
    return given, term


def _counted(rows: QuerySet[PublishedProfile]) -> dict[str, int] | None:
    """How many of the rows have each term, "" for all of them; None where they are more than BROAD."""
    if likely(rows)[0] > _FAR_OFF * BROAD:
        return None
    few, given = rows.order_by().values("terms")[: BROAD + 1].query.sql_with_params()
    with by_words() as cursor:
        cursor.execute(_COUNTED.format(few=few), given)
        counted = dict(cursor.fetchall())
    return None if counted.get("", 0) > BROAD else counted
