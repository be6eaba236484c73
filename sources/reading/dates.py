"""Days as they are written in articles, found in a short piece of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier",
            "february feb februar février",
            "march mar märz mars",
            "april apr avril",
            "may mai",
            "june jun juni juin",
            "july jul juli juillet",
            "august aug août",
            "september sep sept septembre",
            "october oct oktober octobre",
            "november nov novembre",
            "december dec dezember décembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_FORMS = (
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(rf"\b(?P<mon>{_MONTH})\s{{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y>\d{{4}})\b", re.I),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s{{1,3}}(?:of\s)?(?P<mon>{_MONTH}),?\s{{1,3}}(?P<y>\d{{4}})\b",
        re.I,
    ),
    re.compile(r"(?<!\d)(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})(?!\d)"),
)
EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day written at `text[start:end]`."""

    day: date
    start: int
    end: int


def days_in(text: str) -> tuple[FoundDay, ...]:
    """Return the full dates in `text` by place. 03/04/2026 could be two days and is left out; 22/04/2026 is not.

    Days before 1990 are left out: no document of ours was published then.
    """
    found: dict[int, FoundDay] = {}
    for form in _FORMS:
        for match in form.finditer(text):
            day = _day(match.groupdict())
            if (
                day
                and day >= EARLIEST
                and not any(other.start < match.end() and match.start() < other.end for other in found.values())
            ):
                found[match.start()] = FoundDay(day, match.start(), match.end())
    return tuple(found[start] for start in sorted(found))


def _day(parts: dict[str, str | None]) -> date | None:
    year = int(parts["y"] or 0)
    if parts.get("a"):
        first, second = int(parts["a"] or 0), int(parts["b"] or 0)
        if first > 12 >= second:
            day, month = first, second
        elif (second > 12 >= first) or first == second:
            month, day = first, second
        else:
            return None
    else:
        day = int(parts["d"] or 0)
        name = (parts.get("mon") or "").casefold().rstrip(".")
        month = _MONTHS[name] if name else int(parts["m"] or 0)
    try:
        return date(year, month, day)
    except ValueError:
        return None
