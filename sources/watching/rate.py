"""How often something changes, judged by visits, and how often to look so that what we hold is up to date. Pure.

Changes are taken to come by chance at a steady rate (a Poisson process), as pages and feeds were found to do. The rate
is the likeliest one for visits that found a change or none, with half a visit added so that few visits do not mislead;
the freshness is the share of the time in which a copy that is fetched anew at equal intervals is what the original is.
J. Cho, H. Garcia-Molina: Estimating frequency of change, ACM Transactions on Internet Technology 3 (2003), 256-290;
the same: Synchronizing a database to improve freshness, SIGMOD 2000. Older visits count less, since habits change.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

FADING = 0.9  # what a visit still counts for after one more: some ten visits are remembered
_NEVER_FORGOTTEN = 0.01  # changes; or a source that is silent for years would have no rate at all
_BELIEVED = 4.0  # as many visits is the first interval worth, which an editor or we have guessed
LEAST, MOST = 0.5, 0.99  # of the time; what may be wanted


@dataclass(frozen=True, slots=True)
class History:
    """What visits have found, faded: how many met a change, and seconds waited before those and before the others."""

    changes: float = 0.0
    changed_seconds: float = 0.0
    unchanged_seconds: float = 0.0


def begun(interval: float, freshness: float) -> History:
    """The history before any visit: the one by which `interval` (seconds) is right for `freshness` (0.5 to 0.99)."""
    waits = waits_for(freshness)
    changes = (_BELIEVED + 0.5) * (1 - math.exp(-waits))
    return History(changes, changes * interval, interval * (changes / math.expm1(waits) - 0.5))


def observed(history: History, *, changed: bool, seconds: float) -> History:
    """The history after a visit that came `seconds` after the one before it, and did or did not meet a change."""
    fading = FADING if history.changes > _NEVER_FORGOTTEN else 1.0
    changes, before_change = fading * history.changes, fading * history.changed_seconds
    before_none = FADING * history.unchanged_seconds
    if changed:
        return History(changes + 1, before_change + seconds, before_none)
    return History(changes, before_change, before_none + seconds)


def rate_of(history: History) -> float:
    """Changes per second, above 0. Raises ValueError for a history without any."""
    if history.changes <= 0 or history.changed_seconds <= 0:
        raise ValueError("a history begins with begun()")
    seconds = history.changed_seconds / history.changes
    return math.log1p(history.changed_seconds / (history.unchanged_seconds + seconds / 2)) / seconds


def interval_for(history: History, freshness: float) -> float:
    """Seconds between visits by which what we hold is up to date for `freshness` of the time."""
    return waits_for(freshness) / rate_of(history)


def freshness_at(history: History, interval: float) -> float:
    """The share of the time, 0 to 1, in which what we hold is up to date with visits every `interval` seconds."""
    return _fresh(rate_of(history) * interval)


@lru_cache(maxsize=1_024)  # what is wanted is a whole percentage
def waits_for(freshness: float) -> float:
    """How many changes may come, on average, between two visits for `freshness` (0.5 to 0.99) of the time."""
    wanted = min(max(freshness, LEAST), MOST)
    low, high = 0.0, 2.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _fresh(middle) > wanted else (low, middle)
    return (low + high) / 2


def _fresh(changes: float) -> float:
    return -math.expm1(-changes) / changes if changes > 0 else 1.0
