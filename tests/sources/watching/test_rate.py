from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.rate import (
    FADING,
    History,
    begun,
    freshness_at,
    interval_for,
    observed,
    rate_of,
    waits_for,
)

SECONDS = st.floats(1, 1e8)
FRESH = st.floats(0.5, 0.99)


@pytest.mark.parametrize(("freshness", "changes"), [(0.5, 1.5936), (0.8, 0.4642), (0.9, 0.2146), (0.99, 0.0201)])
def test_changes_that_may_come_between_two_visits(freshness: float, changes: float) -> None:
    """By hand: (1 - e^-x) / x is the freshness."""
    assert waits_for(freshness) == pytest.approx(changes, abs=1e-4)
    assert (1 - math.exp(-waits_for(freshness))) / waits_for(freshness) == pytest.approx(freshness)


@pytest.mark.parametrize("wanted", [-1.0, 0.0, 0.3, 1.0, 7.0])
def test_what_nobody_can_want_becomes_the_nearest_that_one_can(wanted: float) -> None:
    assert waits_for(wanted) == waits_for(0.5 if wanted < 0.5 else 0.99)


def test_rate_of_visits_at_equal_intervals_is_the_published_estimator() -> None:
    """Cho and Garcia-Molina: -log((n - X + 0.5) / (n + 0.5)) changes an interval, for X changes in n visits."""
    for visits, changes in [(10, 1), (10, 5), (10, 10), (3, 3)]:
        history = History(changes, changes * 600.0, (visits - changes) * 600.0)
        expected = -math.log((visits - changes + 0.5) / (visits + 0.5)) / 600
        assert rate_of(history) == pytest.approx(expected)


def test_no_history_has_no_rate() -> None:
    with pytest.raises(ValueError, match="begins with begun"):
        rate_of(History())


@given(interval=SECONDS, freshness=FRESH)
def test_history_begins_so_that_the_first_interval_is_right(interval: float, freshness: float) -> None:
    history = begun(interval, freshness)
    assert min(history.changes, history.changed_seconds, history.unchanged_seconds) >= 0
    assert interval_for(history, freshness) == pytest.approx(interval)
    assert freshness_at(history, interval) == pytest.approx(freshness)


@given(start=SECONDS, freshness=FRESH, steps=st.lists(st.tuples(st.booleans(), SECONDS), max_size=60))
def test_change_means_more_often_and_none_less_often(
    start: float, freshness: float, steps: list[tuple[bool, float]]
) -> None:
    history = begun(start, freshness)
    for changed, seconds in steps:
        history = observed(history, changed=changed, seconds=seconds)
    rate = rate_of(history)
    assert 0 < rate < math.inf
    assert rate_of(observed(history, changed=False, seconds=10.0)) < rate_of(
        observed(history, changed=True, seconds=10.0)
    )
    assert 0 < freshness_at(history, start) <= 1
    assert freshness_at(history, start * 2) < freshness_at(history, start) or freshness_at(history, start) == 1


def test_old_habits_are_forgotten() -> None:
    """Ten times as often as before: after forty visits the rate is the new one, whatever was before."""
    busy = quiet = begun(1000, 0.9)
    for _ in range(200):
        busy = observed(busy, changed=True, seconds=1000)
        quiet = observed(quiet, changed=False, seconds=1000)
    assert FADING**40 < 0.02
    for step in range(40):
        busy = observed(busy, changed=step % 4 == 0, seconds=1000)
        quiet = observed(quiet, changed=step % 4 == 0, seconds=1000)
    assert rate_of(busy) == pytest.approx(rate_of(quiet), rel=0.2)


@pytest.mark.parametrize("interval", [10.0, 900.0, 3e7])
def test_source_that_is_silent_for_years_keeps_a_rate(interval: float) -> None:
    history = begun(interval, 0.9)
    for _ in range(20_000):
        history = observed(history, changed=False, seconds=interval)
    assert 100 * interval < interval_for(history, 0.9) < 1e4 * interval
    assert interval_for(observed(history, changed=True, seconds=interval), 0.9) < 5 * interval


@pytest.mark.parametrize("mean", [2_000.0, 20_000.0, 400_000.0])
def test_true_rate_is_found_within_a_third(mean: float) -> None:
    """Changes by chance, on average `mean` seconds apart, met by visits at the interval that follows from them."""
    chance = Random(7)
    history, rates = begun(9_000, 0.9), []
    for _ in range(3_000):
        interval = interval_for(history, 0.9)
        changed = chance.random() < -math.expm1(-interval / mean)
        history = observed(history, changed=changed, seconds=interval)
        rates.append(rate_of(history))
    assert sum(rates[500:]) / len(rates[500:]) * mean == pytest.approx(1, abs=0.34)
