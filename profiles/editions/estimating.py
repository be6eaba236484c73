"""How many public profiles are likely to match, by what PostgreSQL knows of the table, without looking at a row.

Nothing of it is shown: it decides which of two ways to the same answer is the cheaper one.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

WALKED = 51  # rows that a page of a list wants
# The words of a text lie apart from its row and are unpacked to be compared: that costs as much as so many rows do.
TEXT = 4
STRAY = 4  # times as far as was likely is walked: what matches may lie together, far from where a list begins
PASSED = 24  # rows are passed by, in the index of an order, in the time that it takes to fetch one
POSTED = 70  # rows of a facet's term are read from their list in the time that it takes to fetch one
SORTABLE = 20_000  # matches; more than these are walked through to the end, wherever they lie
ENDLESS = 10**9  # steps


def likely(*asked: QuerySet[Any]) -> list[int]:
    """About how many rows each of these is. The planner's statistics are those of the last ANALYZE."""
    plain = [rows.order_by().values("pk") for rows in asked]
    # All at once: plans that are only made cost less than asking again.
    together = plain[0].union(*plain[1:], all=True) if len(plain) > 1 else plain[0]
    plan = json.loads(together.explain(format="json"))[0]["Plan"]
    return [int(each["Plan Rows"]) for each in (plan["Plans"] if len(plain) > 1 else [plan])]


def steps_along(match: int, every: int) -> int | None:
    """How many rows to pass by at most for the first in an order of `match` rows among `every` profile, where the index
    of that order holds all that is asked; ENDLESS and None as below.

    Walking goes on until it has taken as long as fetching would, or, where that is a quarter of all, to the end.
    """
    bound = PASSED * match
    if WALKED * every / match >= bound:
        return None
    return bound if bound < every // 4 else ENDLESS


def are_rare(said: int, filed: int) -> bool:
    """Whether the `said` rows with some words had better be fetched and looked at for their facets than compared with
    the list of the `filed` rows of those facets."""
    return POSTED * said < filed


def steps_of_walk(match: int, every: int, *, filed: int | None = None, said: int | None = None) -> int | None:
    """How many rows to walk through at most for the first in an order of `match` rows among `every` profile, ENDLESS
    where there is no other way; None where fetching those that match and sorting them is cheaper.

    Where texts are compared, `filed` rows match without that condition and `said` with no other one.
    """
    steps = WALKED * every / match
    walked, fetched = steps, float(match)
    if filed is not None and said is not None:
        walked *= 1 + TEXT * filed / every
        fetched += min(TEXT * filed, said)  # by whichever index has fewer, each row looked at for the other
    if walked >= fetched:
        return None
    return int(STRAY * steps) if match <= SORTABLE else ENDLESS
