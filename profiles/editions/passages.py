"""What changed in a text, sentence by sentence, and word by word in a sentence. Pure.

The work grows with the length of the texts, whatever stands in them: what occurs once on both sides is found first,
and what lies between is compared from its ends (a patience difference). Nothing is compared with everything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from profiles.editions.sealing import ERASED, Erased

ALIKE = 0.5  # share of their words that two sentences have in common to be one that was changed
AHEAD = 4  # sentences among which the changed one is looked for
DEEPEST = 8  # how often what lies between matches is looked at anew
CONTEXT = 1  # sentences that stay visible beside a change

# A sentence ends with its sign, the quotation marks that follow, and the marks of its evidence.
_END = re.compile(r"([.!?][\"”’')]{0,3}(?:\[\^[^\]]{0,80}\])*)\s+")
_MARK = re.compile(r"\[\^([^\]]{0,80})\]")
_TOKEN = re.compile(r"\w+(?:[.,’'-]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of signs that is on both sides, or on one only. The pieces of a side, joined, are its sentence."""

    how: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class Passage:
    """A sentence, or `left_out` sentences that are the same and are not repeated here.

    `marks`: the sentence cites other evidence than before.
    """

    how: Literal["same", "added", "removed", "changed", "left out"]
    pieces: tuple[Piece, ...]
    marks: bool = False
    left_out: int = 0


def passages(before: str, after: str) -> tuple[Passage, ...]:
    """Return what changed from `before` to `after`, with a sentence around each change; () where they are equal.

    Of a text that was erased nothing is known but that: it stands as ERASED, whole, removed or added.
    """
    if isinstance(before, Erased) and isinstance(after, Erased):
        return ()
    if isinstance(before, Erased) or isinstance(after, Erased):
        return (*_whole(before, "removed"), *_whole(after, "added"))
    old, new = _sentences(before), _sentences(after)
    return tuple(_shortened(_compared(old, new))) if old != new else ()


def _whole(text: str, how: Literal["added", "removed"]) -> Iterator[Passage]:
    sentences = [ERASED] if isinstance(text, Erased) else _sentences(text)
    for sentence in sentences:
        yield _alone(sentence, how)


def _sentences(text: str) -> list[str]:
    return [line for line in (" ".join(part.split()) for part in _END.sub(r"\1\n", text).split("\n")) if line]


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    at_old = at_new = 0
    for here, there in [*matched(old, new), (len(old), len(new))]:
        yield from _replaced(old[at_old:here], new[at_new:there])
        if here < len(old):
            yield _alone(old[here], "same")
        at_old, at_new = here + 1, there + 1


def _replaced(removed: Sequence[str], added: Sequence[str]) -> Iterator[Passage]:
    """Sentences in the place of others: each with the one that it was, where one of the next few is alike."""
    counted = [_words(sentence) for sentence in added]
    place = 0
    for sentence in removed:
        words = _words(sentence)
        near = range(place, min(place + AHEAD, len(added)))
        found = next((one for one in near if _alike(words, counted[one])), None)
        if found is None:
            yield _alone(sentence, "removed")
            continue
        for one in added[place:found]:
            yield _alone(one, "added")
        yield _changed(sentence, added[found])
        place = found + 1
    for one in added[place:]:
        yield _alone(one, "added")


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    common = sum(min(count, other[word]) for word, count in one.items())
    return 2 * common >= ALIKE * (one.total() + other.total())


def _changed(before: str, after: str) -> Passage:
    old, new = _tokens(before), _tokens(after)
    pieces: list[tuple[Literal["same", "added", "removed"], str]] = []
    at_old = at_new = 0
    for here, there in [*matched(old, new), (len(old), len(new))]:
        pieces += [("removed", word) for word in old[at_old:here]]
        pieces += [("added", word) for word in new[at_new:there]]
        if here < len(old):
            pieces.append(("same", old[here]))
        at_old, at_new = here + 1, there + 1
    return Passage(
        "changed",
        tuple(Piece(how, "".join(word for _, word in group)) for how, group in groupby(pieces, key=lambda one: one[0])),
        marks=_marks(before) != _marks(after),
    )


def _alone(sentence: str, how: Literal["same", "added", "removed"]) -> Passage:
    return Passage(how, (Piece(how, "".join(_tokens(sentence))),))


def _tokens(sentence: str) -> list[str]:
    """Words, spaces and signs, without the marks of evidence."""
    return _TOKEN.findall(" ".join(_MARK.sub("", sentence).split()))


def _words(sentence: str) -> Counter[str]:
    """What two sentences are told to be alike by."""
    return Counter(token.casefold() for token in _tokens(sentence) if token[0].isalnum())


def _marks(sentence: str) -> list[str]:
    return _MARK.findall(sentence)


def _shortened(found: Iterator[Passage]) -> Iterator[Passage]:
    """Leave out what is the same, but for the sentences beside a change."""
    runs = [(how, list(group)) for how, group in groupby(found, key=lambda one: one.how == "same")]
    for place, (is_same, run) in enumerate(runs):
        if not is_same:
            yield from run
            continue
        first = CONTEXT if place > 0 else 0
        last = CONTEXT if place < len(runs) - 1 else 0
        gone = len(run) - first - last
        if gone < 2:  # a line that says so would be as long
            yield from run
            continue
        yield from run[:first]
        yield Passage("left out", (), left_out=gone)
        yield from run[len(run) - last :]


def matched(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of places that stand for each other, both in order."""
    pairs: list[tuple[int, int]] = []
    _match(before, after, (0, len(before), 0, len(after)), DEEPEST, pairs)
    return pairs


def _match(
    before: Sequence[str],
    after: Sequence[str],
    within: tuple[int, int, int, int],
    deep: int,
    pairs: list[tuple[int, int]],
) -> None:
    low, high, left, right = within
    while low < high and left < right and before[low] == after[left]:
        pairs.append((low, left))
        low, left = low + 1, left + 1
    tail = 0
    while low < high - tail and left < right - tail and before[high - tail - 1] == after[right - tail - 1]:
        tail += 1
    high, right = high - tail, right - tail
    anchors = _anchors(before, after, low, high, left, right) if deep else []
    for here, there in anchors:
        _match(before, after, (low, here, left, there), deep - 1, pairs)
        pairs.append((here, there))
        low, left = here + 1, there + 1
    if anchors:
        _match(before, after, (low, high, left, right), deep - 1, pairs)
    pairs += [(high + place, right + place) for place in range(tail)]


def _anchors(
    before: Sequence[str], after: Sequence[str], low: int, high: int, left: int, right: int
) -> list[tuple[int, int]]:
    """What occurs once on each side, as far as its order is the same on both: the longest such row."""
    here, there = _once(before, low, high), _once(after, left, right)
    found = [(place, there[text]) for text, place in here.items() if text in there]
    ends: list[int] = []  # of the rows of each length found so far, the place at which the best one ends
    rows: list[tuple[int, int]] = []  # of each pair: the row's length, and the pair before it
    best: list[int] = []
    for index, (_, place) in enumerate(found):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        best[length : length + 1] = [index]
        rows.append((length, best[length - 1] if length else -1))
    row = []
    index = best[-1] if best else -1
    while index >= 0:
        row.append(found[index])
        index = rows[index][1]
    return row[::-1]


def _once(texts: Sequence[str], start: int, end: int) -> dict[str, int]:
    places: dict[str, int] = {}
    again = set()
    for place in range(start, end):
        text = texts[place]
        if text in places:
            again.add(text)
        places[text] = place
    return {text: place for text, place in places.items() if text not in again}
