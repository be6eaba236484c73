"""The fit of the calibration finds what made the data, is the best there is, and refuses what it cannot fit."""

from __future__ import annotations

import random
from math import exp

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from profiles.evidence.confidence.v1.fusion import calibrated
from profiles.evidence.confidence.v1.parameters import Parameters
from profiles.evidence.learning.platt import CannotFit, Settled, _loss, fit, log_odds, uncalibrated


def made_of(a: float, b: float, many: int, seed: int = 7) -> list[Settled]:
    """Verdicts that come about as (a, b) say, from beliefs spread over the scale."""
    draw = random.Random(seed)
    found = []
    for number in range(many):
        belief = 0.02 + 0.96 * (number + 0.5) / many
        found.append(Settled(belief, draw.random() < 1 / (1 + exp(-(a * log_odds(belief) + b)))))
    return found


@pytest.mark.parametrize(("a", "b"), [(1, 0), (0.6, 0), (1.7, 0.4), (0.8, -0.7)])
def test_fit_finds_the_figures_that_made_the_verdicts(a: float, b: float) -> None:
    found = fit(made_of(a, b, 20_000))
    assert (found.a, found.b) == (pytest.approx(a, abs=0.06), pytest.approx(b, abs=0.06))
    assert found.loss_after <= found.loss_before + 1e-4


def test_fit_is_the_same_on_every_machine() -> None:
    found = fit(made_of(0.7, 0.2, 250))
    assert (found.a, found.b) == (0.483752, 0.235098)


settled = st.lists(
    st.builds(Settled, st.floats(0, 1), st.booleans()),
    min_size=4,
    max_size=60,
)


@given(settled, st.randoms())
def test_order_does_not_matter(found: list[Settled], shuffler: random.Random) -> None:
    mixed = list(found)
    shuffler.shuffle(mixed)
    try:
        expected = fit(found)
    except CannotFit:
        with pytest.raises(CannotFit):
            fit(mixed)
    else:
        assert fit(mixed) == expected


@given(settled, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_nothing_near_the_fit_is_better(found: list[Settled], da: float, db: float) -> None:
    try:
        best = fit(found)
    except CannotFit:
        assume(False)
    held = sum(one.held for one in found)
    yes, no = (held + 1) / (held + 2), 1 / (len(found) - held + 2)
    points = [(log_odds(one.belief), yes if one.held else no) for one in found]
    slack = 1e-4 * len(points)
    assert _loss(points, best.a, best.b) <= _loss(points, best.a + da, best.b + db) + slack


def test_separable_verdicts_are_fitted_to_something_finite() -> None:
    found = fit([Settled(0.9, True)] * 100 + [Settled(0.2, False)] * 100)
    assert 0 < found.a < 10


@pytest.mark.parametrize(
    ("given_verdicts", "words"),
    [
        ([Settled(0.9, True)] * 200, "same way"),
        ([Settled(0.9, False), Settled(0.2, False)], "same way"),
        ([Settled(0.8, True), Settled(0.8, False)], "same confidence"),
        ([Settled(0.9, False)] * 60 + [Settled(0.2, True)] * 60, "less often"),
        ([], "same way"),
    ],
)
def test_what_cannot_be_fitted_is_refused(given_verdicts: list[Settled], words: str) -> None:
    with pytest.raises(CannotFit, match=words):
        fit(given_verdicts)


@given(st.floats(0.001, 0.999), st.floats(0.2, 4), st.floats(-2, 2))
def test_calibration_is_undone(p: float, a: float, b: float) -> None:
    given_p = calibrated(p, Parameters(platt=(a, b)))
    assume(1e-9 < given_p < 1 - 1e-9)
    assert uncalibrated(given_p, [a, b]) == pytest.approx(p, abs=1e-5)
    assert uncalibrated(p, []) == p
