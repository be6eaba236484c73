"""Whether a page that was read again says something else than before. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from sources.reading.similarity import containment, shape_of

_ANOTHER_BELOW = 0.2  # of runs of words in common: under it a page at another address is another page
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
# What machines put around an article and renew by themselves.
_AGE = re.compile(
    r"\b(?:\d{1,4}|an?|one) (?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago\b|\bjust now\b", re.I
)
_COUNTED = r"(?:comments?|views?|shares?|likes?|reads?|replies|reactions?|claps|votes?|followers)"
_COUNTER = re.compile(
    rf"(?<![\d.,])\d[\d.,]{{0,12}} ?[km]? {_COUNTED}\b"
    rf"|\b{_COUNTED}(?:: ?| ?\( ?)\d[\d.,]{{0,12}} ?[km]?\)?"
    r"|\b\d{1,3}[ -]min(?:ute)?s? read\b",
    re.I,
)
_STAMP_WORD = re.compile(
    r"\b(?:last|first|updated?|modified|published|posted|printed|edited|changed|reviewed|accessed|today|now|time|date"
    r"|on|at|as|of|the|by|to|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b",
    re.I,
)
_STAMP_CUE = re.compile(r"\b(?:updated?|modified|published|posted|printed|edited|reviewed|accessed|today|now)\b", re.I)
_DATE_PART = re.compile(rf"\b{_MONTH}\b|\b\d+(?:st|nd|rd|th)?\b|\b[ap]\.?m\b\.?|\b(?:utc|gmt|[a-z]{{1,4}}t)\b", re.I)
_LETTER = re.compile(r"[^\W\d_]")
_STAMP_LENGTH = 120


class Edit(StrEnum):
    SAME = "same"  # at most dates, ages and counters differ
    EDITED = "edited"
    ANOTHER = "another"  # not a new wording of the same thing but something else


def edit_of(before: str, after: str, *, same_address: bool) -> Edit:
    """Judge the text `after` against the text `before` of the same document.

    `same_address` says whether it came from the document's own address; a page to which that address only redirects
    may be another one altogether, such as a home page.
    """
    if lasting(before) == lasting(after):
        return Edit.SAME
    if not same_address and containment(shape_of(before), shape_of(after)) < _ANOTHER_BELOW:
        return Edit.ANOTHER
    return Edit.EDITED


def lasting(text: str) -> tuple[str, ...]:
    """Return the words of `text` line by line, without what renews itself: lines that only say when a page was
    updated or printed, ages ("3 hours ago"), counters of comments and the like. Dates and figures in sentences stay:
    a changed one is an edit."""
    lines = []
    for line in text.split("\n"):
        kept = " ".join(_COUNTER.sub(" ", _AGE.sub(" ", " ".join(line.split()))).split())
        if kept and not _is_stamp(kept) and (_LETTER.search(kept) or any(sign.isdigit() for sign in kept)):
            lines.append(kept)
    return tuple(lines)


def _is_stamp(line: str) -> bool:
    """ "Last updated: 3 March 2026, 14:02 GMT" is one; "The link was cut on 3 March." is not."""
    if len(line) > _STAMP_LENGTH or not _STAMP_CUE.search(line):
        return False
    return not _LETTER.search(_DATE_PART.sub(" ", _STAMP_WORD.sub(" ", line)))
