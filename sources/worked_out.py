"""What is worked out of stored texts alone, kept in the process. It takes long for a long text, so it is asked for
before `stories.lock_stories`, under which everybody waits, and found here when it is needed under it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sources.reading.attribution import Attribution, attributions_in
from sources.reading.filings import FilingMention, filings_mentioned
from sources.reading.own_reporting import own_reporting_in
from sources.reading.same_story import Fingerprint, fingerprint
from sources.reading.similarity import Shape, shape_of
from sources.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of where it has its report from."""

    own_reporting: bool
    attributions: tuple[Attribution, ...]
    filings: tuple[FilingMention, ...]


@dataclass(frozen=True, slots=True)
class TextOf:
    """A text by its content hash, with the name of its publisher, "" where that is not known."""

    content: str
    publisher: str


# An article has about 400 terms, and a term takes about 150 bytes: some 2,500 articles in some 150 MB at most.
_PRINTS: Remembered[Fingerprint] = Remembered(most=1_000_000, weight_of=lambda each: len(each.body) + len(each.lead))
# It has about 800 runs of words too, and one takes about 200 bytes: some 500 articles in some 80 MB at most.
_SHAPES: Remembered[Shape] = Remembered(most=400_000, weight_of=lambda each: len(each.runs) + 10)
# And it names a few sources, each with its quote: some 5,000 articles in some 25 MB at most.
_TOLD: Remembered[Told] = Remembered(most=25_000, weight_of=lambda each: len(each.attributions) + len(each.filings) + 1)


def mark_of(known: Mapping[str, str]) -> str:
    """What tells one table of known publishers from another: by it a text is read."""
    rows = "\n".join(f"{name}\t{kind}" for name, kind in sorted(known.items()))
    return hashlib.sha256(rows.encode()).hexdigest()


def shape(content: str, text: str) -> Shape:
    """The shape of the text with this content hash."""
    return _SHAPES.get(content) or _SHAPES.keep(content, shape_of(text))


def print_of(content: str, text: str, *, title: str, day: date | None) -> Fingerprint:
    """The fingerprint of the text with this content hash."""
    return held_print(content, title, day) or _PRINTS.keep(
        (content, title, day), fingerprint(text, title=title, day=day)
    )


def held_print(content: str, title: str, day: date | None) -> Fingerprint | None:
    """The fingerprint of a text, if it has been worked out."""
    return _PRINTS.get((content, title, day))


def shapes_and_told(
    asked: Collection[TextOf], *, known: Mapping[str, str], load: Callable[[set[str]], Mapping[str, str]]
) -> dict[TextOf, tuple[Shape, Told]]:
    """The shapes of texts and what they tell. `load` gives the texts of content hashes, once, for those alone of which
    not all is held."""
    mark = mark_of(known)
    held = {each: (_SHAPES.get(each.content), _TOLD.get((each, mark))) for each in asked}
    lacking = {each.content for each, (one, other) in held.items() if one is None or other is None}
    texts = load(lacking) if lacking else {}
    found = {}
    for each, (is_shape, is_told) in held.items():
        own = is_shape or shape(each.content, texts[each.content])
        found[each] = (own, is_told or _TOLD.keep((each, mark), _told(texts[each.content], each.publisher, known)))
    return found


def _told(text: str, publisher: str, known: Mapping[str, str]) -> Told:
    return Told(
        bool(own_reporting_in(text, publisher=publisher)),
        attributions_in(text, publisher=publisher, known=known),
        filings_mentioned(text, publisher=publisher, known=known),
    )
