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


def likely(*asked: QuerySet[Any]) -> list[int]:
    """About how many rows each of these is. The planner's statistics are those of the last ANALYZE."""
    plain = [rows.order_by().values("pk") for rows in asked]
    # All at once: plans that are only made cost less than asking again.
    together = plain[0].union(*plain[1:], all=True) if len(plain) > 1 else plain[0]
    plan = json.loads(together.explain(format="json"))[0]["Plan"]
    return [int(each["Plan Rows"]) for each in (plan["Plans"] if len(plain) > 1 else [plan])]


def is_walked(match: int, every: int, *, filed: int | None = None, said: int | None = None) -> bool:
    """Whether the first in an order of `match` rows are sooner found by walking through `every` profile in that order
    than by fetching those that match and sorting them.

    Where texts are compared, `filed` rows match without that condition and `said` with no other one.
    """
    walked, fetched = WALKED * every / match, float(match)
    if filed is not None and said is not None:
        walked *= 1 + TEXT * filed / every
        fetched += min(TEXT * filed, said)  # by whichever index has fewer, each row looked at for the other
    return walked < fetched
