"""What the visits to a source were like of late, in a few figures that do not grow. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

REMEMBERED = 40  # visits
WEEK = timedelta(days=7)
_MEMORY = 4 * WEEK  # what came so long ago counts for a third (1/e)

# A sign for each visit, as few bytes as possible: there may be a million sources.
NOT_MODIFIED = "4"  # 304: it told us so, and sent no page
_SIGNS = {
    "new": "n",
    "changed": "c",
    "unchanged": "u",
    "unreadable": "x",
    "missing": "m",
    "refused": "r",
    "failed": "f",
    "never_ended": "e",
    "held": "h",
}
_GOOD = frozenset("ncu4")


@dataclass(frozen=True, slots=True)
class Ledger:
    """`recent`: a sign for each of the last 40 visits, the newest last. `items`: entries that were new, `repeats`:
    those of them that we knew from elsewhere already, both faded up to `at`, the last visit."""

    recent: str = ""
    items: float = 0.0
    repeats: float = 0.0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1, None where there is nothing to measure them by; `visits` is how many are remembered."""

    visits: int
    good: float | None
    not_modified: float | None
    items_a_week: float
    repeated: float | None


def entered(ledger: Ledger, *, outcome: str, not_modified: bool, now: datetime, new: int = 0, known: int = 0) -> Ledger:
    """The ledger after a visit at `now` that came to `outcome` and brought `new` entries, `known` of them from
    elsewhere. Raises KeyError for an outcome that is none."""
    sign = NOT_MODIFIED if not_modified and outcome == "unchanged" else _SIGNS[outcome]
    faded = _faded(ledger, now)
    return Ledger((ledger.recent + sign)[-REMEMBERED:], faded.items + new, faded.repeats + min(known, new), now)


def figures_of(ledger: Ledger, *, since: datetime, now: datetime) -> Figures:
    """What to tell people at `now` of a source that is watched `since`."""
    visits = len(ledger.recent)
    faded = _faded(ledger, now)
    watched = max((now - since) / _MEMORY, 1 / 28)  # in the first day a week is not yet told from an hour
    weeks = (_MEMORY / WEEK) * -math.expm1(-watched)
    return Figures(
        visits=visits,
        good=sum(sign in _GOOD for sign in ledger.recent) / visits if visits else None,
        not_modified=ledger.recent.count(NOT_MODIFIED) / visits if visits else None,
        items_a_week=faded.items / weeks,
        repeated=ledger.repeats / ledger.items if ledger.items >= 1 else None,
    )


def _faded(ledger: Ledger, now: datetime) -> Ledger:
    if ledger.at is None:
        return ledger
    left = math.exp(-max(0.0, (now - ledger.at) / _MEMORY))
    return replace(ledger, items=ledger.items * left, repeats=ledger.repeats * left)
