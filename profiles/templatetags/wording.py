"""How pages write dates, ranges and choices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django import template

from profiles.editions.markup import Html
from profiles.editions.passages import Piece
from profiles.editions.plain_words import CLAIM_KINDS, DIRECTNESS, MARKS, RELIABILITY, span

register = template.Library()
register.filter(span)

_EDITION_KINDS = {"first": "First edition", "update": "Update", "correction": "Correction"}


@register.filter
def day(value: date | datetime | None) -> Html:
    """A date as readers see it, "20 November 2026", in a <time>; nothing for None. Moments are in UTC."""
    if value is None:
        return Html("")
    return Html(f'<time datetime="{value:%Y-%m-%d}">{value.day}&nbsp;{value:%B}&nbsp;{value.year}</time>')


@register.filter
def mark_words(mark: str) -> str:
    """What the small mark of a profile says; "" where there is none."""
    return MARKS.get(mark, "")


@register.filter
def edition_kind(slug: str) -> str:
    return _EDITION_KINDS.get(slug, slug)


@register.filter
def apart(pieces: Sequence[Piece]) -> list[tuple[Piece, bool]]:
    """Pieces of a sentence, each with whether a space must keep it from what was taken out right before it."""
    before = [None, *pieces[:-1]]
    return [
        (piece, piece.how == "added" and last is not None and last.how == "removed" and not last.text.endswith(" "))
        for last, piece in zip(before, pieces, strict=True)
    ]


@register.filter
def how_thing(how: str) -> str:
    return {"added": "Added", "removed": "Taken out"}.get(how, "Changed")


@register.filter
def how_source(how: str) -> str:
    return {"added": "Evidence added:", "removed": "Evidence taken out:"}.get(how, "Cited otherwise:")


@register.filter
def claim_kind(slug: str) -> str:
    """Kinds of statement, in words: what ages how fast."""
    return CLAIM_KINDS.get(slug, slug)


@register.filter
def reliability(grade: str) -> str:
    return RELIABILITY.get(grade, grade)


@register.filter
def fidelity(key: str) -> str:
    """How a document knows what it says: "secondary mentioned" becomes "own reporting, only mentioned"."""
    directness, _, kept = key.partition(" ")
    return f"{DIRECTNESS.get(directness, directness)}, {'we hold it' if kept == 'attached' else 'only mentioned'}"


@register.filter
def figure(value: float) -> str:
    """A parameter as it is, with two decimals at least: 1 is "1.00", 0.125 stays "0.125"."""
    written = format(Decimal(repr(value)).normalize(), "f")
    whole, _, decimals = written.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


@register.filter
def percent(share: float) -> str:
    """A share as a whole number in a hundred: 0.813 is "81 %"."""
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


@register.filter
def hours(number: int) -> str:
    """How long something took, from whole hours: "less than an hour", "5 hours", "3 days"."""
    if number < 1:
        return "less than an hour"
    if number < 48:
        return f"{number} hour{'' if number == 1 else 's'}"
    return f"{number // 24} days"


@register.filter
def age(days: int) -> str:
    """A half-life: years where they are whole, days otherwise."""
    years, rest = divmod(days, 365)
    if years and not rest:
        return "1 year" if years == 1 else f"{years} years"
    return f"{days} days"


@register.filter
def sentence(text: str) -> str:
    """The same words with a capital at their beginning."""
    return text[:1].upper() + text[1:]
