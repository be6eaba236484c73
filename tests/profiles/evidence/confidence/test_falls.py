"""Falls by age: the first day is the first day, and nothing rises by itself."""

import datetime
import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from profiles.evidence.confidence.bands import band_of
from profiles.evidence.confidence.v1.evidence import Claim, Kind
from profiles.evidence.confidence.v1.falls import Fall, is_fall, lowered, next_fall, stale_on
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED
from tests.profiles.evidence.confidence.cast import (
    AGENCY,
    BLOGS,
    COURT,
    FIRM,
    RIVER,
    TODAY,
    cite,
    claim,
    retell,
)
from tests.profiles.evidence.confidence.strategies import claims

DAY = datetime.timedelta(days=1)
SLOW = settings(max_examples=settings().max_examples * 6 // 10)
"""Every example tries hundreds of days one by one."""


def at(made: Claim, day: datetime.date) -> int:
    return score(made, RELEASED, day).ten_thousandths


@given(claims(), st.lists(st.integers(0, 5000), min_size=2, max_size=5))
def test_undisputed_score_only_falls_with_time(made: Claim, steps: list[int]) -> None:
    assume(not score(made, RELEASED, TODAY).disputed)
    assume(all(each.date is None or each.date <= TODAY for each in made.citations))
    found = [score(made, RELEASED, TODAY + step * DAY).score for step in sorted(steps)]
    assert all(later <= earlier + 1e-12 for earlier, later in itertools.pairwise(found))


@given(claims(), st.lists(st.integers(0, 5000), min_size=2, max_size=5))
def test_what_the_watch_shows_only_falls(made: Claim, steps: list[int]) -> None:
    shown = [at(made, TODAY)]
    for step in sorted(steps):
        shown.append(lowered(shown[-1], at(made, TODAY + step * DAY)))
    assert shown == sorted(shown, reverse=True)


@given(st.lists(claims(most=4), min_size=2, max_size=5))
def test_what_the_watch_shows_only_falls_whatever_comes_and_goes(states: list[Claim]) -> None:
    """Citations come, go, age and are disputed between two looks. No editor acts, so nothing rises, and what is
    shown is never more than the last recomputed score."""
    shown = [at(states[0], TODAY)]
    for made in states[1:]:
        shown.append(lowered(shown[-1], at(made, TODAY)))
        assert shown[-1] <= at(made, TODAY)
    assert shown == sorted(shown, reverse=True)


@SLOW
@given(claims(most=5), st.integers(0, 1500))
def test_next_fall_is_the_first_day_that_is_one(made: Claim, span: int) -> None:
    """Every day of a span is tried one by one, for disputed claims too."""
    published = at(made, TODAY)
    fall = next_fall(made, RELEASED, TODAY)
    tried = (TODAY + ahead * DAY for ahead in range(span))
    first = next((day for day in tried if is_fall(published, at(made, day))), None)
    if first is not None:
        assert fall is not None
        assert fall.day == first
    elif fall is not None:
        assert fall.day >= TODAY + span * DAY
        assert is_fall(published, fall.score)
        assert fall.score == at(made, fall.day)


@SLOW
@given(claims(most=5), st.integers(0, 1500))
def test_stale_day_is_the_first_stale_day(made: Claim, span: int) -> None:
    found = stale_on(made, RELEASED, TODAY)
    tried = (TODAY + ahead * DAY for ahead in range(span))
    first = next((day for day in tried if score(made, RELEASED, day).stale), None)
    if first is not None:
        assert found == first
    elif found is not None:
        assert found >= TODAY + span * DAY
        assert score(made, RELEASED, found).stale


@pytest.mark.parametrize(
    ("kind", "ago", "published", "expected"),
    [
        ("event", 900, None, None),
        # .0909 + .7891 * 2^(-d/730) falls below .8301, .05 under .88, after 69 days
        ("status", 0, None, (69, "loss")),
        # below .75 after 730 * log2(.7891 / .6591) = 189.6 days
        ("status", 150, 7800, (40, "band")),
        ("status", 400, 8800, (0, "band")),
        # .0909 + .7891 * 2^(-d/90): below .35 after 145 days
        ("operational", 140, 3600, (5, "band")),
    ],
)
def test_next_fall_of_one_document(
    kind: Kind, ago: int, published: int | None, expected: tuple[int, str] | None
) -> None:
    made = claim(cite(FIRM, "primary", own_act=True, date=TODAY - ago * DAY), kind=kind)
    fall = next_fall(made, RELEASED, TODAY, published)
    if expected is None:
        assert fall is None
    else:
        assert fall is not None
        assert ((fall.day - TODAY).days, fall.why) == expected


def test_closed_form_and_search_give_the_same_day() -> None:
    """A supporter that weighs nothing takes the claim out of the closed form and changes no score."""
    weightless = retell(replace(BLOGS[0], wrong=400), date=TODAY)
    for ago in range(0, 2000, 37):
        old = cite(RIVER, date=TODAY - ago * DAY)
        for kind in ("identity", "status", "metric", "operational"):
            alone = replace(claim(old), kind=kind)
            both = replace(claim(old, weightless), kind=kind)
            assert next_fall(alone, RELEASED, TODAY) == next_fall(both, RELEASED, TODAY)


def test_undated_evidence_never_falls() -> None:
    made = claim(cite(FIRM, "primary"), cite(AGENCY, value="fifty"), kind="operational")
    assert (next_fall(made, RELEASED, TODAY), stale_on(made, RELEASED, TODAY)) == (None, None)


def test_future_date_ages_from_that_day() -> None:
    later = TODAY + 1000 * DAY
    fall = next_fall(claim(cite(COURT, "primary", date=later), kind="operational"), RELEASED, TODAY)
    assert isinstance(fall, Fall)
    assert fall.day > later


def test_end_of_the_calendar_is_no_error() -> None:
    last = datetime.date.max
    assert next_fall(claim(cite(FIRM, date=last), kind="identity"), RELEASED, last) is None


@pytest.mark.parametrize(
    ("published", "recomputed", "falls"),
    [(8900, 8401, False), (8900, 8400, True), (7600, 7500, False), (7600, 7499, True), (400, 0, False)],
)
def test_fall_is_another_band_or_a_twentieth(published: int, recomputed: int, falls: bool) -> None:
    assert is_fall(published, recomputed) is falls
    assert lowered(published, recomputed) == recomputed
    assert lowered(recomputed, published) == recomputed
    assert band_of(recomputed).low <= recomputed
