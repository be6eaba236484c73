"""How many public profiles there are of each kind: from the ledger of counts where it knows, else counted now.

The ledger knows for no choice and for one. For more, and for words, those that match are counted while they are at
most BROAD; beyond that no figure is given rather than a slow or a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet, Sum

from profiles.editions.matching import matching
from profiles.editions.paging import BROAD, by_words
from profiles.editions.query import ProfileQuery
from profiles.editions.tallies import pair_of
from profiles.models import PublishedProfile, TermCount

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
    """`total` profiles match; `of` says how many of them have each term. Where more than BROAD match and nothing
    counted them before, `is_broad` is set: `total` is BROAD, and `of` names the terms there may be, with 0."""

    total: int
    of: Mapping[str, int]
    is_broad: bool = False


def counts_for(queries: Iterable[ProfileQuery]) -> list[Counts]:
    """The counts of some questions, in their order: one query of the ledger, and one each for what is not in it."""
    asked = list(queries)
    known = _known({"", *(pair[0] for query in asked if (pair := pair_of(query)))})
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
    pair = pair_of(query)
    if pair and not pair[1]:
        found = dict(known[pair[0]])
        return Counts(found.pop("", 0), found)
    if query.words and not query.terms:
        return Counts(0, {})
    # Of two choices the ledger knows how many match, if not which terms they have.
    total = known[pair[0]].get(pair[1], 0) if pair else 0
    counted = {"": total} if total > BROAD else _counted(matching(query))
    total = counted.pop("", 0)
    return Counts(BROAD, dict.fromkeys(known[""], 0), is_broad=True) if total > BROAD else Counts(total, counted)


def _counted(rows: QuerySet[PublishedProfile]) -> dict[str, int]:
    few, given = rows.order_by().values("terms")[: BROAD + 1].query.sql_with_params()
    with by_words() as cursor:
        cursor.execute(_COUNTED.format(few=few), given)
        return dict(cursor.fetchall())
