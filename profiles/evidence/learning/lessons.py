"""What a verdict on a statement teaches of those who said something on it.

Rule: the method page, "Learning". The publisher of an original report was right or wrong; who repeats a report
learns nothing from that, and has a record of its own: whether it repeated the report faithfully.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from profiles.evidence.confidence.v1.evidence import Citation, Claim, Publisher

Outcome = Literal["upheld", "corrected", "refuted", "lapsed"]
_NEAREST = {"primary": 0, "secondary": 1, "tertiary": 2}


@dataclass(frozen=True)
class Lesson:
    """One publisher was right or wrong, or repeated a report faithfully or not (`is_right` in both cases)."""

    publisher: str  # id
    is_right: bool


@dataclass(frozen=True)
class Lessons:
    """What one verdict teaches: of the publishers of original reports, and of those that repeat them."""

    origins: tuple[Lesson, ...] = ()
    copies: tuple[Lesson, ...] = ()


def lessons(claim: Claim, outcome: Outcome, right: str | None = None) -> Lessons:
    """Return what a verdict on the published value of `claim` teaches.

    upheld      the published value is right; those who gave another value were wrong
    corrected   another value is right (`right`, its key), or the published one is wrong in part (None)
    refuted     the published value is wrong; `right` is the key of the right one where somebody gave it
    lapsed      it can no longer be told, or was true only for a time: nobody was right or wrong

    A value that is less specific than the right one is right too; of one that is more specific nothing is known.
    Citations that were set aside teach nothing. Raises ValueError for an unknown outcome, or a right value that
    does not fit the outcome.
    """
    if outcome not in get_args(Outcome):
        raise ValueError(f"A statement is upheld, corrected, refuted or lapsed, not {outcome!r}.")
    judged = _judged(claim, outcome, right)
    if outcome == "lapsed":
        return Lessons()
    counting = [one for one in claim.citations if one.set_aside is None and one.value is not None]
    return Lessons(tuple(_origins(counting, judged, claim)), tuple(_copies(counting, claim)))


def _judged(claim: Claim, outcome: Outcome, right: str | None) -> dict[str, bool]:
    """Whether each value is right; what nobody can tell is left out."""
    covers = {value.key: value.covers for value in claim.values}
    if outcome == "upheld":
        right, given = claim.published, right
        if given not in (None, right):
            raise ValueError("What is upheld is right itself; no other value is.")
    elif right is not None:
        if outcome == "lapsed" or right not in covers:
            raise ValueError("Only what is corrected or refuted has another right value, and somebody must give it.")
        if right == claim.published or right in covers[claim.published]:
            raise ValueError("That value agrees with the published one, so the published one is upheld.")
    # What we publish is not so, nor is anything more specific, even where the right value is less specific.
    denied = set() if outcome == "upheld" else {claim.published, *covers[claim.published]}
    if right is None:
        return dict.fromkeys(denied, False)
    return {
        key: key not in denied and (key == right or right in covered)
        for key, covered in covers.items()
        if key in denied or key not in covers[right]  # more specific than what is right: it may be so
    }


def _origins(citations: list[Citation], judged: Mapping[str, bool], claim: Claim) -> Iterator[Lesson]:
    """One lesson for each original report. What somebody said itself outranks what others say that it said."""
    voices: dict[str, list[Citation]] = {}
    told: dict[str, list[tuple[Publisher, str]]] = {}
    for one in citations:
        assert one.value is not None
        if one.original is None and not one.retells:
            voices.setdefault(one.publisher.root, []).append(one)
        elif one.original is not None and one.original.publisher is not None:
            told.setdefault(one.original.root, []).append((one.original.publisher, one.value))
    for root in sorted(voices):
        for is_right in (True, False):
            said = [one for one in voices[root] if judged.get(one.value or "") is is_right]
            if said:
                yield Lesson(min(said, key=_nearness).publisher.id, is_right)
    # Where an editor set the report itself aside, those who repeat it teach nothing of it either.
    aside = {one.publisher.root for one in claim.citations if one.set_aside is not None and not _repeats(one)}
    for root in sorted(told.keys() - voices.keys() - aside):
        said_of_it = {value for _, value in told[root]}
        verdicts = {judged[value] for value in said_of_it if value in judged}
        if len(verdicts) == 1 and _agree(said_of_it, claim):
            yield Lesson(min(publisher.id for publisher, _ in told[root]), verdicts.pop())


def _agree(values: set[str], claim: Claim) -> bool:
    """Whether all of these can be meant at once. Where repeaters disagree, nobody knows what the report said."""
    covers = {value.key: value.covers for value in claim.values}
    return all(one == other or one in covers[other] or other in covers[one] for one in values for other in values)


def _copies(citations: list[Citation], claim: Claim) -> Iterator[Lesson]:
    """Who repeats a report that we have before us: did it give the report's value, or one less specific?"""
    covers = {value.key: value.covers for value in claim.values}
    for one in sorted(citations, key=lambda citation: citation.id):
        root = one.original.root if one.original else None
        if one.value is None or root is None or root == one.publisher.root:
            continue
        said = {each.value for each in citations if not _repeats(each) and each.publisher.root == root}
        if said:
            yield Lesson(one.publisher.id, any(value == one.value or value in covers[one.value] for value in said))


def _repeats(citation: Citation) -> bool:
    return citation.original is not None or citation.retells


def _nearness(citation: Citation) -> tuple[int, bool, str]:
    return _NEAREST[citation.directness], not citation.attached, citation.id
