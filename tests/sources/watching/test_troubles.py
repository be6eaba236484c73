from __future__ import annotations

import pytest

from sources.fetching.outcomes import Failed, Failure, Fetched, Headers, Outcome, Refusal, Refused, Unchanged
from sources.watching.troubles import WORDS, Trouble, trouble_of

PAGE = Fetched(200, "https://a.example.org/", Headers(), b"")


def status(number: int) -> Failed:
    return Failed(Failure.STATUS, "No.", number)


@pytest.mark.parametrize(
    ("outcome", "came", "trouble"),
    [
        (PAGE, "new", ""),
        (PAGE, "changed", ""),
        (Unchanged("https://a.example.org/", Headers()), "unchanged", ""),
        (PAGE, "unreadable", "unreadable"),
        (PAGE, "held", "held"),
        (PAGE, "missing", "missing"),  # it leads to another page
        (PAGE, "refused", ""),
        *((status(number), "failed", "closed") for number in (401, 402, 403, 407, 451)),
        *((status(number), "failed", "busy") for number in (429, 503)),
        *((status(number), "failed", "server") for number in (500, 502, 504, 599)),
        *((status(number), "failed", "answer") for number in (204, 206, 304, 400, 418)),
        (status(404), "missing", "missing"),
        (status(410), "missing", "gone"),
        *((Failed(reason, "No."), "failed", reason) for reason in sorted(set(Failure) - {Failure.STATUS})),
        *((Refused(reason, "No."), "refused", reason) for reason in Refusal if reason != Refusal.SPECIAL),
        (Refused(Refusal.SPECIAL, "No."), "refused", "address"),
    ],
)
def test_class_of_a_visit(outcome: Outcome, came: str, trouble: str) -> None:
    assert trouble_of(outcome, came) == trouble


def test_every_class_says_what_an_editor_can_do() -> None:
    assert set(WORDS) == set(Trouble) - {Trouble.NONE}
    assert all(name and advice.endswith(".") for name, advice in WORDS.values())
    assert max(len(each) for each in Trouble) <= 12  # as wide as its column
