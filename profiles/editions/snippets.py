"""The words around what a search found, with what was found marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import chain

from profiles.editions.markup import Html
from profiles.naming import fold

AROUND = 90  # signs on each side of the first place


def snippet(text: str, terms: tuple[str, ...]) -> Html:
    """Return a piece of `text` around the first word that begins with one of the folded `terms`; "" where none does.

    All text is escaped; found words stand in <mark>.
    """
    found = _hits(text, terms)
    first = next(found, None)
    if first is None:
        return Html("")
    start = max(0, first.start() - AROUND)
    end = min(len(text), first.end() + AROUND)
    start = text.find(" ", start) + 1 if start else 0
    if end < len(text):
        end = max(text.rfind(" ", start, end), first.end())
    start = min(start, first.start())
    parts = ["… " if start else ""]
    place = start
    for word in chain([first], found):
        if word.end() > end:
            break
        parts += [escape(text[place : word.start()]), f"<mark>{escape(word.group())}</mark>"]
        place = word.end()
    parts += [escape(text[place:end]), " …" if end < len(text) else ""]
    return Html("".join(parts))


def _hits(text: str, terms: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """The words of `text` that begin with one of the terms, one after the other: most are never asked for."""
    if text.isascii():
        # Here folding is writing small, and that is left to the expression: a list folds no word of fifty texts.
        begins = "|".join(map(re.escape, terms))
        return re.finditer(rf"(?<!\w)(?:{begins})\w*", text, re.ASCII | re.IGNORECASE) if terms else iter(())
    return (word for word in re.finditer(r"\w+", text) if _hit(word.group(), terms))


def _hit(word: str, terms: tuple[str, ...]) -> bool:
    folded = word.lower() if word.isascii() else fold(word)
    return any(folded.startswith(term) for term in terms)
