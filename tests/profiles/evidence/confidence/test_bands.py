from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.confidence.bands import BANDS, WHOLE, band_of, cut, read, shown

scores = st.integers(0, WHOLE)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.0, 0),
        (1.0, 10_000),
        (0.29, 2900),
        (0.57, 5700),
        (0.9699999999999999, 9700),
        (0.8999, 8999),
        (0.89995, 8999),
        (0.0667899, 667),
        (1e-9, 0),
        (1e-17, 0),
        (0.99999, 9999),
        (0.1 + 0.2, 3000),
        (1 / 11, 909),
    ],
)
def test_cut_never_rounds_up_and_ignores_noise(score: float, expected: int) -> None:
    assert cut(score) == expected


@pytest.mark.parametrize("score", [-0.01, 1.01, float("nan"), float("inf")])
def test_cut_refuses_what_is_no_score(score: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        cut(score)


@pytest.mark.parametrize("score", [-1, 10_001, 0.5, True])
def test_stored_score_is_a_whole_number(score: int) -> None:
    with pytest.raises(ValueError, match="whole number"):
        band_of(score)


@given(scores)
def test_every_ten_thousandth_survives_as_a_float(score: int) -> None:
    assert cut(score / WHOLE) == score


def test_bands_partition_the_range() -> None:
    held = [score for band in reversed(BANDS) for score in range(band.low, band.high + 1)]
    assert held == list(range(WHOLE + 1))


@given(st.floats(0, 1))
def test_every_number_from_0_to_1_lies_in_exactly_one_band(score: float) -> None:
    ten_thousandths = cut(score)
    assert [band for band in BANDS if band.low <= ten_thousandths <= band.high] == [band_of(ten_thousandths)]


@given(scores)
def test_label_grade_range_and_number_agree(score: int) -> None:
    reading = read(score)
    assert reading is not None
    low, high = reading.range.split("-")
    assert float(low) <= float(reading.number) <= float(high)
    assert (reading.label, reading.grade, reading.sentence, reading.range) == (
        reading.band.label,
        reading.band.grade,
        reading.band.sentence,
        reading.band.range,
    )
    assert reading.band.low <= score <= reading.band.high


def test_bands_as_readers_know_them() -> None:
    assert [(band.range, band.grade, band.label) for band in BANDS] == [
        ("0.90-1.00", "A", "High - direct sources"),
        ("0.75-0.89", "A/B", "Strong"),
        ("0.55-0.74", "B/C", "Medium"),
        ("0.35-0.54", "C/D", "Weak-medium"),
        ("0.10-0.34", "D", "Weak signal"),
        ("0.00-0.09", "D", "Internal monitoring"),
    ]
    assert len({astuple(band) for band in BANDS}) == len({band.sentence for band in BANDS}) == 6


def test_not_assessed_is_not_zero() -> None:
    assert read(None) is None
    assert read(0) is not None


@pytest.mark.parametrize(
    ("score", "text"), [(8184, "0.81"), (8999, "0.89"), (10_000, "1.00"), (999, "0.09"), (5, "0.00")]
)
def test_shown_number_is_cut(score: int, text: str) -> None:
    assert shown(score) == text
