"""Where a recognised thing stands: a quote and its place in the stored text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")

# What the judgements look at. A longer text is stored whole, but only its beginning is judged: the facts of an
# article stand there, and a file of 10 MiB must not hold an editor up.
JUDGED_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote. In the stored text it has offsets; from the markup of a page it has none and names its place."""

    quote: str
    start: int | None
    end: int | None
    place: str = "text"


@dataclass(frozen=True)
class Fact(Generic[Value]):
    """A recognised value with the words that show it and the reason in plain words."""

    value: Value
    evidence: Evidence
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text without the space around it; `text[start:end] == content`."""

    content: str
    start: int
    end: int


def cut_from(text: str, start: int, end: int) -> Evidence:
    """Return the evidence for `text[start:end]`, with the space at its edges left out."""
    quote = text[start:end]
    start += len(quote) - len(quote.lstrip())
    end -= len(quote) - len(quote.rstrip())
    return Evidence(text[start:end], start, end)


def in_markup(quote: str, place: str) -> Evidence:
    """Return evidence from the markup of a page, at most 400 characters of it."""
    return Evidence(quote[:400], None, None, place)


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines that are not empty, in order."""
    found = []
    position = 0
    for raw in text.split("\n"):
        content = raw.strip()
        if content:
            start = position + raw.index(content[0])
            found.append(Line(content, start, start + len(content)))
        position += len(raw) + 1
    return tuple(found)
