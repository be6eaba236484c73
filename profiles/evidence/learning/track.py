"""Track records: how often a publisher was right and wrong for each kind of statement, and how fast that fades.

Rules: the method page, "Learning" (old counts decay by .8 a year) and q(s,k) (a kind falls back to the publisher,
the publisher to its grade).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import fsum

FADES_TO = 0.8
"""What is left of a verdict after a year."""
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Taught:
    """One lesson that a publisher was taught: for which kind of statement, whether it was right, on which day."""

    publisher: str
    kind: str
    is_right: bool
    on: date


@dataclass(frozen=True)
class Counts:
    """Verdicts for one kind of statement: faded sums (0 or more), and how many verdicts there were of each."""

    right: float
    wrong: float
    times_right: int
    times_wrong: int


def left(on: date, today: date) -> float:
    """What a verdict of the day `on` still counts for, in (0, 1]. One of a later day counts whole."""
    return float(FADES_TO ** (max(0, (today - on).days) / DAYS_A_YEAR))


def track_records(taught: Iterable[Taught], today: date) -> dict[str, dict[str, Counts]]:
    """Return publisher to kind to counts on the day. The order of `taught` does not matter to the last digit."""
    found: dict[str, dict[str, list[Taught]]] = {}
    for one in taught:
        found.setdefault(one.publisher, {}).setdefault(one.kind, []).append(one)
    return {
        publisher: {kind: _counts(found[publisher][kind], today) for kind in sorted(found[publisher])}
        for publisher in sorted(found)
    }


def _counts(taught: list[Taught], today: date) -> Counts:
    right = [left(one.on, today) for one in taught if one.is_right]
    wrong = [left(one.on, today) for one in taught if not one.is_right]
    return Counts(fsum(right), fsum(wrong), len(right), len(wrong))


def in_all(kinds: Mapping[str, Counts]) -> tuple[float, float]:
    """Faded right and wrong over all kinds."""
    return fsum(counts.right for counts in kinds.values()), fsum(counts.wrong for counts in kinds.values())


def for_kind(kind: str, kinds: Mapping[str, Counts], prior_weight: float) -> tuple[float, float]:
    """Return right and wrong as the method is to count them for statements of `kind` (both 0 or more).

    The publisher's reliability over its other kinds, weighed like a grade with K0 = `prior_weight`, is what the
    verdicts for this kind start from: K0 q(others) + right over K0 + right + wrong. The same, written with the
    grade's own prior: the others' counts, and this kind's counts times 1 + others / K0. So a publisher without
    verdicts for the kind has those of its other kinds, one with no others has this kind's alone, and being right
    never makes anybody less reliable (docs/decisions/0011).
    """
    other_right, other_wrong = in_all({name: counts for name, counts in kinds.items() if name != kind})
    own = kinds.get(kind)
    if own is None:
        return other_right, other_wrong
    scale = 1 + (other_right + other_wrong) / prior_weight
    return other_right + own.right * scale, other_wrong + own.wrong * scale
