"""Sentences of a text with their offsets, in one linear pass."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.reading.spans import lines_of

_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}(?=\s+[\"'“‘(\[]{0,2}[A-Z0-9À-Þ])")
_ABBREVIATIONS = """
    mr mrs ms dr prof st no nos vs v inc corp co ltd llc gov sen rep gen jr sr u.s u.k u.n e.u a.m p.m
    e.g i.e jan feb mar apr jun jul aug sept sep oct nov dec fig approx est dept art sec
"""
_SHORT = frozenset(_ABBREVIATIONS.split())
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
MAX_SENTENCE = 2_000  # a longer run without a full stop is cut; no quote needs more


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` is the sentence; `line` is the number of its line among those that are not empty."""

    content: str
    start: int
    end: int
    line: int


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order. A line end always ends a sentence."""
    found: list[Sentence] = []
    for number, line in enumerate(lines_of(text)):
        position = 0
        for end in [*_ends(line.content), len(line.content)]:
            for start in range(position, end, MAX_SENTENCE):
                piece = line.content[start : min(end, start + MAX_SENTENCE)]
                content = piece.strip()
                if content:
                    offset = line.start + start + len(piece) - len(piece.lstrip())
                    found.append(Sentence(content, offset, offset + len(content), number))
            position = end
    return tuple(found)


def _ends(content: str) -> list[int]:
    ends = []
    for mark in _END.finditer(content):
        before = _LAST_WORD.search(content[max(0, mark.start() - 12) : mark.start()])
        word = before.group().casefold() if before else ""
        if mark.group()[0] == "." and (word in _SHORT or (len(word) == 1 and word.isalpha())):
            continue
        ends.append(mark.end())
    return ends
