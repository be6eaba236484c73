"""Whether an answer is out of all proportion to what a source usually gives. Pure.

A feed that has lost its entries, or lists a whole archive, is more often a fault of theirs than news. Nothing of such
an answer is stored before an editor has looked at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

REMEMBERED = 8  # answers
KNOWN_FROM = 3  # answers; before, nobody knows what is usual
FEWEST = 3  # a source that usually has fewer may well have none
TIMES_AS_MANY = 10
MORE_BY = 100  # entries at least, so that a small feed may be made longer


def usual_of(counts: Sequence[int]) -> int | None:
    """How many entries a source usually has, by the counts (0 or more each) in its last ordinary answers; None as long
    as there are fewer than three."""
    return int(median(counts)) if len(counts) >= KNOWN_FROM else None


def remembered(counts: Sequence[int], count: int) -> list[int]:
    """The counts of the last ordinary answers, with one more."""
    return [*counts, count][-REMEMBERED:]


def held_because(counts: Sequence[int], count: int) -> str:
    """Why an answer with `count` entries waits for an editor, in words; "" where it is ordinary.

    It waits where it has none and usually had three or more, and never none; or ten times as many as usually, and a
    hundred more.
    """
    usual = usual_of(counts)
    if usual is None:
        return ""
    if count == 0 and usual >= FEWEST and min(counts) > 0:
        return f"It has no entries; it usually has {usual}."
    if count >= TIMES_AS_MANY * usual and count - usual >= MORE_BY:
        return f"It has {count:,} entries; it usually has {usual:,}."
    return ""
