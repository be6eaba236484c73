from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.preflight_outlook import REACH, outlook
from profiles.editions.words import OutlookWords, Words
from tests.profiles.editions.good_profiles import TODAY, good_profiles

GOOD = good_profiles()[0]


def watching(horizon: str, due: str, outcome: str = "") -> Words:
    return replace(GOOD, outlook=(OutlookWords(horizon, "Whether it lands", "a notice", due, outcome, due, ""),))


def rules(words: Words, today: date | None = TODAY) -> list[str]:
    return [problem.rule for problem in outlook(words, today)]


@pytest.mark.parametrize(
    ("horizon", "ahead", "expected"),
    [
        ("now", 1, []),
        ("now", 31, []),
        ("now", 32, ["outlook-outside-column"]),
        ("quarter", 2, []),
        ("quarter", 100, []),
        ("quarter", 101, ["outlook-outside-column"]),
        ("year", 40, []),
        ("year", 366, []),
        ("year", 367, ["outlook-outside-column"]),
        ("now", 0, ["outlook-without-outcome"]),
        ("year", -400, ["outlook-without-outcome"]),
    ],
)
def test_a_day_lies_in_its_column(horizon: str, ahead: int, expected: list[str]) -> None:
    assert rules(watching(horizon, (TODAY + timedelta(days=ahead)).isoformat())) == expected


def test_the_way_out_names_the_column_that_fits() -> None:
    (near,) = outlook(watching("now", "2027-02-01"), TODAY)
    assert near.words.endswith("Move it to “This quarter”, or give it an earlier day.")
    (far,) = outlook(watching("year", "2030-01-01"), TODAY)
    assert far.words.endswith("366 are the most there. Give it an earlier day.")


def test_what_has_no_date_is_refused_always() -> None:
    assert (rules(watching("now", "")), rules(watching("now", ""), None)) == (["outlook-undated"], ["outlook-undated"])


@given(st.sampled_from(sorted(REACH)), st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_an_outcome_or_an_older_edition_lets_any_day_stand(horizon: str, due: date) -> None:
    assert rules(watching(horizon, due.isoformat(), "happened")) == []
    assert rules(watching(horizon, due.isoformat()), None) == []


@given(st.dates(date(2025, 1, 1), date(2029, 1, 1)))
def test_a_day_that_fits_a_column_fits_every_longer_one(due: date) -> None:
    fits = [not rules(watching(horizon, due.isoformat())) for horizon in ("now", "quarter", "year")]
    assert fits == sorted(fits)
