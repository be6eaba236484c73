"""Whether stored editions are what was published: digests, chain, words, page and numbers. Pure.

Every function takes what is stored, however broken, and says what is wrong with it in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.drawing import draw
from profiles.editions.ledgers import draw_confidence
from profiles.editions.page import EditionLine
from profiles.editions.recomputing import recomputed
from profiles.editions.schemas import read_words
from profiles.editions.sealing import faults
from profiles.editions.words import Words


@dataclass(frozen=True)
class Link:
    """An edition as a part of its profile's chain."""

    number: int
    digest: str
    previous: str


@dataclass(frozen=True)
class StoredAssessment:
    number: int
    assessed_at: datetime
    method: str
    score: int | None
    result: Any


@dataclass(frozen=True)
class StoredEdition:
    """An edition as its row holds it, with its assessments in the order of their numbers."""

    profile: str  # public id
    number: int
    schema: int
    manifest: Any
    body: Any
    digest: str
    previous: str
    published_at: datetime
    assessments: tuple[StoredAssessment, ...]


@dataclass(frozen=True)
class Pointers:
    """What lists and addresses take for a profile's newest edition and assessment; None where there is none."""

    is_published: bool
    current: int | None  # number of the profile's current edition
    listed: int | None  # number of the edition in the lists
    listed_assessment: int | None
    listed_score: int | None


def chain_faults(links: Sequence[Link]) -> Iterator[tuple[int, str]]:
    """What breaks the chain of a profile's editions, oldest first: edition number and fault."""
    if not links:
        return
    first = links[0]
    if first.number != 1:
        yield first.number, f"{_missing(1, first.number - 1)} before it"
    elif first.previous:
        yield first.number, "it is the first and says that it follows another"
    for before, after in pairwise(links):
        if after.number != before.number + 1:
            yield after.number, f"{_missing(before.number + 1, after.number - 1)} before it"
        elif after.previous != before.digest:
            yield after.number, f"it does not follow edition {before.number}: that has another digest"


def pointer_faults(pointers: Pointers, newest: int, assessment: int | None, score: int | None) -> Iterator[str]:
    """Whether everything points to the edition `newest` and its last `assessment` with its `score`."""
    if pointers.current != newest:
        yield f"the profile takes {_edition(pointers.current)} for the newest, which is edition {newest}"
    if pointers.is_published and pointers.listed is None:
        yield "it is published and stands in no list"
    if pointers.listed is None:
        return
    if pointers.listed != newest:
        yield f"lists show {_edition(pointers.listed)}; the newest is edition {newest}"
    elif (pointers.listed_assessment, pointers.listed_score) != (assessment, score):
        yield f"lists do not show its last assessment, {newest}.{assessment}"


def edition_faults(stored: StoredEdition) -> Iterator[str]:
    """What is wrong with one edition and its assessments."""
    try:
        yield from faults(stored.manifest, stored.body, stored.digest)
        yield from _other_columns(stored)
        words = read_words(stored.manifest, stored.body)
        yield from _other_profile(stored, words)
    except Exception as error:  # whatever is stored, the next edition is looked at too
        yield f"it cannot be read: {_said(error)}"
        return
    if not stored.assessments:
        yield "it has no assessment"
    for place, assessment in enumerate(stored.assessments, start=1):
        for fault in _assessment_faults(stored, words, assessment, place):
            yield f"assessment {stored.number}.{assessment.number}: {fault}"
    for before, after in pairwise(stored.assessments):
        if (after.score or 0) > (before.score or 0):
            yield f"assessment {stored.number}.{after.number}: its score is above that of the one before"


def _other_columns(stored: StoredEdition) -> Iterator[str]:
    """What the row says otherwise than the sealed manifest."""
    manifest = stored.manifest
    for name, column in (("number", stored.number), ("schema", stored.schema), ("previous", stored.previous)):
        if manifest[name] != column:
            yield f"its row says {name} {column!r}, its manifest {manifest[name]!r}"
    if datetime.fromisoformat(manifest["published_at"]) != stored.published_at:
        yield f"its row says that it was published at {stored.published_at}, its manifest {manifest['published_at']}"


def _other_profile(stored: StoredEdition, words: Words) -> Iterator[str]:
    if words.profile != stored.profile:
        yield f"its words are those of another profile, {words.profile}"


def _assessment_faults(stored: StoredEdition, words: Words, assessment: StoredAssessment, place: int) -> Iterator[str]:
    if assessment.number != place:
        yield f"it should have number {place}"
    try:
        result = assessment.result
        if assessment.method != result["method"]:
            yield f"its row says method {assessment.method!r}, its numbers {result['method']!r}"
        if assessment.score != result["profile"]["score"]:
            yield f"its row says score {assessment.score}, its numbers {result['profile']['score']}"
        yield from recomputed(words, result)
    except Exception as error:
        yield f"it cannot be computed again: {_said(error)}"
        return
    try:
        _draw(stored, words, assessment, result)
    except Exception as error:
        yield f"its page cannot be drawn: {_said(error)}"


def _draw(stored: StoredEdition, words: Words, assessment: StoredAssessment, result: Mapping[str, Any]) -> None:
    line = EditionLine(
        number=stored.number,
        assessment=f"{stored.number}.{assessment.number}",
        published_at=stored.published_at,
        assessed_at=assessment.assessed_at,
        kind="update",
        note="",
        cause="",
        digest=stored.digest,
        last_checked=None,
        is_newest=True,
        newest=stored.number,
        claims_changed=stored.manifest["changes"],
    )
    told = with_disputes(words, disputes_in(result))
    draw_confidence(draw(told, result, edition=line, mark="", checks={}, slugs={}), result)


def _missing(first: int, last: int) -> str:
    return f"edition {first} is missing" if first == last else f"editions {first} to {last} are missing"


def _edition(number: int | None) -> str:
    return "none" if number is None else f"edition {number}"


def _said(error: Exception) -> str:
    """An error on one line, however long its words are."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:200]}" if said else type(error).__name__
