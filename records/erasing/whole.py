"""Where one text stands in another: an address only as a whole one, since da@home.test is not ada@home.test. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
# Both read alike by Python and by PostgreSQL.
_GOES_BEFORE, _GOES_AFTER = r"[\w.+%-]", r"[\w-]|\.\w"  # what makes a longer address of one


def pattern_of(text: str) -> str:
    """A regular expression for the places where `text` stands."""
    return f"(?<!{_GOES_BEFORE}){re.escape(text)}(?!{_GOES_AFTER})" if is_address(text) else re.escape(text)


def pattern_of_any(texts: Iterable[str], *, any_case: bool = False) -> re.Pattern[str]:
    """The places where one of some texts stands; longer ones first. Of no texts, none."""
    parts = [pattern_of(text) for text in sorted({*texts} - {""}, key=len, reverse=True)]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE if any_case else 0)


def is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text))


def stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether what stands in `data` from `start` to `end` is no part of a longer address."""
    before = data[max(0, start - 4) : start].decode(errors="ignore")
    after = data[end : end + 5].decode(errors="ignore")
    return not re.search(rf"{_GOES_BEFORE}\Z", before) and not re.match(_GOES_AFTER, after)
