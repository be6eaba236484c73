"""Whether each thing to watch has its day inside its column, and its outcome once the day has come. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from profiles.editions.problem import Problem
from profiles.editions.words import OutlookWords, Words

# How many days ahead a column reaches: the longest month, quarter (with a week to write in) and year there are.
REACH = {"now": 31, "quarter": 100, "year": 366}
COLUMN = {"now": "Now", "quarter": "This quarter", "year": "This year"}


def outlook(words: Words, today: date | None) -> Iterator[Problem]:
    """Yield what is wrong with the days of the outlook as seen on `today`.

    None for the words of an older edition, published again as they are: their days were looked at then.
    """
    for item in words.outlook:
        if not item.due_on:
            yield Problem("outlook-undated", f"“{item.text[:90]}” has no date. Say by when it will be known.")
        elif today is not None and not item.outcome:
            yield from _day(item, (date.fromisoformat(item.due_on) - today).days)


def _day(item: OutlookWords, ahead: int) -> Iterator[Problem]:
    """`ahead` is how many days are left."""
    if ahead <= 0:
        yield Problem(
            "outlook-without-outcome",
            f"The day of “{item.text[:90]}” has come. Say what became of it, or take it out.",
        )
    elif ahead > REACH[item.horizon]:
        fits = next((name for name, reach in REACH.items() if ahead <= reach), None)
        move = f"Move it to “{COLUMN[fits]}”, or give" if fits else "Give"
        yield Problem(
            "outlook-outside-column",
            f"“{item.text[:90]}” stands under “{COLUMN[item.horizon]}” and is {ahead} days ahead; "
            f"{REACH[item.horizon]} are the most there. {move} it an earlier day.",
        )
