"""Calibration: bands, intervals and Brier scores, and nothing is called measured under 30 outcomes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.confidence.bands import BANDS
from profiles.evidence.learning.calibration import ENOUGH, Share, Shown, calibration, wilson


@pytest.mark.parametrize(
    ("held", "settled", "low", "high"),
    [  # Wilson's interval as in Newcombe (1998), table I, and at the ends
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson(held: int, settled: int, low: float, high: float) -> None:
    assert wilson(held, settled) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_share(pair: tuple[int, int]) -> None:
    held, settled = pair
    low, high = wilson(held, settled)
    assert 0 <= low <= held / settled <= high <= 1
    again_low, again_high = wilson(settled - held, settled)
    assert (1 - again_high, 1 - again_low) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


def test_nothing_settled() -> None:
    found = calibration([])
    assert [(row.band, row.share, row.is_measured) for row in found.bands] == [(band, None, False) for band in BANDS]
    assert (found.whole, found.brier, found.constant, found.is_measured) == (None, None, None, False)


def test_under_thirty_is_not_yet_measured() -> None:
    found = calibration([Shown(9500, True)] * (ENOUGH - 1))
    assert (found.is_measured, found.brier, found.constant) == (False, None, None)
    assert found.whole == Share(29, 29, *wilson(29, 29))


def test_bands_and_whole() -> None:
    found = calibration([Shown(9800, True)] * 28 + [Shown(9000, False)] * 2 + [Shown(8999, True), Shown(0, False)])
    rows = {row.band.name: row for row in found.bands if row.share}
    assert {name: (row.share.settled, row.share.held) for name, row in rows.items() if row.share} == {
        "high": (30, 28),
        "strong": (1, 1),
        "internal": (1, 0),
    }
    assert [name for name, row in rows.items() if row.is_measured] == ["high"]
    assert found.brier == pytest.approx((28 * 0.02**2 + 2 * 0.9**2 + 0.1001**2 + 0) / 32)
    assert found.constant == pytest.approx(29 / 32 * 3 / 32)


shown = st.lists(st.builds(Shown, st.integers(0, 10_000), st.booleans()), max_size=120)


@given(shown, st.randoms())
def test_every_settled_statement_is_in_one_band(found: list[Shown], random: object) -> None:
    made = calibration(found)
    assert sum(row.share.settled for row in made.bands if row.share) == len(found)
    assert made.is_measured is (len(found) >= ENOUGH)
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert calibration(mixed) == made
    if made.brier is not None and made.constant is not None:
        assert 0 <= made.brier <= 1
        assert 0 <= made.constant <= 0.25
