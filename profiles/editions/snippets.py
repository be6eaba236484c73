"""The words around what a search found, with what was found marked. Pure."""

from __future__ import annotations

import re
from html import escape

from profiles.editions.markup import Html
from profiles.naming import fold

AROUND = 90  # signs on each side of the first place


def snippet(text: str, terms: tuple[str, ...]) -> Html:
    """Return a piece of `text` around the first word that begins with one of the folded `terms`; "" where none does.

    All text is escaped; found words stand in <mark>.
    """
    found = [word for word in re.finditer(r"\w+", text) if _hit(word.group(), terms)]
    if not found:
        return Html("")
    start = max(0, found[0].start() - AROUND)
    end = min(len(text), found[0].end() + AROUND)
    start = text.find(" ", start) + 1 if start else 0
    if end < len(text):
        end = max(text.rfind(" ", start, end), found[0].end())
    start = min(start, found[0].start())
    parts = ["… " if start else ""]
    place = start
    for word in found:
        if word.end() > end:
            break
        parts += [escape(text[place : word.start()]), f"<mark>{escape(word.group())}</mark>"]
        place = word.end()
    parts += [escape(text[place:end]), " …" if end < len(text) else ""]
    return Html("".join(parts))


def _hit(word: str, terms: tuple[str, ...]) -> bool:
    folded = fold(word)
    return any(folded.startswith(term) for term in terms)
