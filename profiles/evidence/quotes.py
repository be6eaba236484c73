"""Finds the place of a quote in a document's text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 600  # signs; more is no quote but a copy

# What an editor's clipboard changes: curly quotes, dashes, spaces.
_SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class QuoteNotFound(ValueError):
    """The words do not stand in the document, are too long to be a quote, or hold what no page can show."""


@dataclass(frozen=True)
class Place:
    start: int  # offsets in code points, as Python and PostgreSQL count them
    end: int
    text: str  # exactly as the document has it


def place(text: str, quote: str) -> Place:
    """Return where `quote` stands in `text`, with the document's own signs.

    White space, typographic quotes and dashes may differ; letters may not. The first place counts.
    Raises QuoteNotFound with a sentence for the editor.
    """
    wanted = quote.strip()
    if not wanted:
        raise QuoteNotFound("The quote is empty.")
    if len(wanted) > LONGEST:
        raise QuoteNotFound(f"A quote has at most {LONGEST} signs; this one has {len(wanted)}. Quote the sentence.")
    start = text.find(wanted)
    if start >= 0:
        return Place(start, start + len(wanted), wanted)
    plain = text.translate(_SAME)
    words = unicodedata.normalize("NFC", wanted).translate(_SAME).split()
    found = re.search(r"\s+".join(re.escape(word) for word in words), plain)
    if found is None:
        raise QuoteNotFound(f"These words do not stand in the document: “{wanted[:80]}”.")
    return Place(found.start(), found.end(), text[found.start() : found.end()])


def quotable(text: str, quote: str) -> Place:
    """Return where `quote` stands in `text`, like `place`; refuse what no page or feed can carry.

    A document's text may hold control signs, say between two pages. Raises QuoteNotFound.
    """
    found = place(text, quote)
    if _CONTROL.search(found.text):
        raise QuoteNotFound("There is a control sign within these words of the document. Quote a part without it.")
    return found
