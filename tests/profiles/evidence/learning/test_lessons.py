"""What a verdict teaches, and of whom."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.confidence.v1.evidence import Citation, Claim, Original, Publisher, Value
from profiles.evidence.learning.lessons import Lesson, Lessons, lessons
from tests.profiles.evidence.confidence.strategies import claims

COURIER = Publisher("pb-courier", "Quay Courier", "B")
OFFICE = Publisher("pb-office", "Office for Exchanges", "A")
MORNING = Publisher("pb-morning", "Morning Net", "F")
EVENING = Publisher("pb-evening", "Evening Net", "F")
SISTER = Publisher("pb-sister", "Quay Evening", "C", owner="pb-courier")
REPORT = Original("do-report", "How the link was lost", COURIER)

VALUES = (Value("v1", "twelve"), Value("v2", "nine"), Value("v3", "about a dozen", ("v1",)))


def said(number: int, by: Publisher, value: str | None, **more: Any) -> Citation:
    return Citation(f"ci-{number}", by, more.pop("directness", "secondary"), True, value, **more)


def copy(number: int, by: Publisher, value: str | None, of: Original = REPORT, **more: Any) -> Citation:
    return said(number, by, value, directness="tertiary", original=of, **more)


def claim(*citations: Citation, published: str = "v1") -> Claim:
    return Claim("cl-1", "event", published, VALUES, citations)


def right(*publishers: Publisher) -> tuple[Lesson, ...]:
    return tuple(Lesson(one.id, True) for one in publishers)


def wrong(*publishers: Publisher) -> tuple[Lesson, ...]:
    return tuple(Lesson(one.id, False) for one in publishers)


BOTH = claim(said(1, COURIER, "v1"), said(2, OFFICE, "v2", directness="primary"))
CASES: dict[str, tuple[Claim, str, str | None, Lessons]] = {
    "upheld: who said it was right, who said otherwise was wrong": (
        BOTH, "upheld", None, Lessons(right(COURIER) + wrong(OFFICE)),
    ),
    "refuted: who said it was wrong, of the other nothing is known": (BOTH, "refuted", None, Lessons(wrong(COURIER))),
    "refuted by the other value": (BOTH, "refuted", "v2", Lessons(wrong(COURIER) + right(OFFICE))),
    "corrected to the other value": (BOTH, "corrected", "v2", Lessons(wrong(COURIER) + right(OFFICE))),
    "corrected to something nobody gave": (BOTH, "corrected", None, Lessons(wrong(COURIER))),
    "lapsed: nobody was right or wrong": (BOTH, "lapsed", None, Lessons()),
    "less specific is right too": (
        claim(said(1, COURIER, "v1"), said(2, OFFICE, "v3")), "upheld", None, Lessons(right(COURIER, OFFICE)),
    ),
    "more specific than what was upheld: not known": (
        claim(said(1, COURIER, "v1"), said(2, OFFICE, "v3"), published="v3"), "upheld", None, Lessons(right(OFFICE)),
    ),
    "more specific than what was refuted: wrong": (
        claim(said(1, COURIER, "v1"), said(2, OFFICE, "v3"), published="v3"),
        "refuted",
        None,
        Lessons(wrong(COURIER, OFFICE)),
    ),
    "corrected to something less specific: what we said was wrong": (
        claim(said(1, COURIER, "v1"), said(2, OFFICE, "v3")),
        "corrected",
        "v3",
        Lessons(wrong(COURIER) + right(OFFICE)),
    ),
    "copiers learn nothing, whether or not they were right": (
        claim(said(1, COURIER, "v1"), copy(2, MORNING, "v1"), copy(3, EVENING, "v2")),
        "upheld",
        None,
        Lessons(right(COURIER), right(MORNING) + wrong(EVENING)),
    ),
    "a copy may say less, not more": (
        claim(said(1, COURIER, "v3"), copy(2, MORNING, "v1"), copy(3, EVENING, "v3"), published="v3"),
        "upheld",
        None,
        Lessons(right(COURIER), wrong(MORNING) + right(EVENING)),
    ),
    "an original that we know from copies alone": (
        claim(copy(2, MORNING, "v1"), copy(3, EVENING, "v1")), "refuted", None, Lessons(wrong(COURIER)),
    ),
    "copies that disagree on what it said": (
        claim(copy(2, MORNING, "v1"), copy(3, EVENING, "v2")), "upheld", None, Lessons(),
    ),
    "and a refutation does not tell which of them misread it": (
        claim(copy(2, MORNING, "v1"), copy(3, EVENING, "v2")),
        "refuted",
        None,
        Lessons(),
    ),
    "copies of which one is less specific agree": (
        claim(copy(2, MORNING, "v1"), copy(3, EVENING, "v3")),
        "upheld",
        None,
        Lessons(right(COURIER)),
    ),
    "what it said itself outranks a copy": (
        claim(said(1, COURIER, "v1"), copy(3, EVENING, "v2")), "refuted", "v2", Lessons(wrong(COURIER), wrong(EVENING)),
    ),
    "own reporting on top of a report is no origin": (
        claim(said(1, COURIER, "v1"), said(2, OFFICE, "v1", original=REPORT)),
        "upheld",
        None,
        Lessons(right(COURIER), right(OFFICE)),
    ),
    "one house is one origin, and its nearest voice learns": (
        claim(said(1, SISTER, "v1"), said(2, COURIER, "v1", directness="primary")), "upheld", None,
        Lessons(right(COURIER)),
    ),
    "a house that repeats itself copies nobody": (
        claim(said(1, COURIER, "v1"), copy(2, SISTER, "v2")), "upheld", None, Lessons(right(COURIER)),
    ),
    "a house that said both was right and wrong": (
        claim(said(1, COURIER, "v1"), said(2, COURIER, "v2")), "upheld", None, Lessons(right(COURIER) + wrong(COURIER)),
    ),
    "nobody knows whose it is": (
        claim(copy(1, MORNING, "v1", Original("do-x", "A paper")), said(2, EVENING, "v1", directness="tertiary")),
        "upheld",
        None,
        Lessons(),
    ),
    "the report itself set aside, its copies not": (
        claim(said(1, COURIER, "v2", set_aside="another day"), copy(2, MORNING, "v2")), "upheld", None, Lessons(),
    ),
    "set aside, or only mentioned": (
        claim(said(1, COURIER, "v2", set_aside="another day"), said(2, OFFICE, None)), "upheld", None, Lessons(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_lessons(case: str) -> None:
    given_claim, outcome, right_value, expected = CASES[case]
    assert lessons(given_claim, outcome, right_value) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "right_value", "words"),
    [
        ("proved", None, "not 'proved'"),
        ("upheld", "v2", "right itself"),
        ("lapsed", "v2", "corrected or refuted"),
        ("refuted", "v9", "somebody must give it"),
        ("refuted", "v1", "the published one is upheld"),
    ],
)
def test_verdict_that_makes_no_sense_is_refused(outcome: Any, right_value: str | None, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        lessons(BOTH, outcome, right_value)


def test_correction_to_a_more_specific_value_upholds() -> None:
    with pytest.raises(ValueError, match="agrees with the published one"):
        lessons(claim(said(1, COURIER, "v3"), published="v3"), "corrected", "v1")


@given(claims(), st.sampled_from(["upheld", "corrected", "refuted", "lapsed"]), st.randoms())
def test_order_of_citations_does_not_matter(found: Claim, outcome: Any, random: Any) -> None:
    citations = list(found.citations)
    random.shuffle(citations)
    mixed = Claim(found.id, found.kind, found.published, found.values, tuple(citations))
    assert lessons(mixed, outcome) == lessons(found, outcome)


@given(claims())
def test_only_who_speaks_learns_and_a_refutation_alone_praises_nobody(found: Claim) -> None:
    upheld = {one.publisher for one in lessons(found, "upheld").origins if one.is_right}
    refuted = lessons(found, "refuted").origins
    assert all(not one.is_right for one in refuted)
    blamed = {one.publisher for one in refuted}
    spoke = {one.publisher.id for one in found.citations} | {
        one.original.publisher.id for one in found.citations if one.original and one.original.publisher
    }
    assert upheld | blamed <= spoke
