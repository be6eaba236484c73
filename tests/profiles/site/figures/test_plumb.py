from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from profiles.evidence.confidence.bands import BANDS, WHOLE, band_of
from profiles.site.figures.plumb import Size, alternative, plumb

SIZES: tuple[Size, ...] = ("large", "small", "tiny")


def pin(markup: str) -> float:
    return float(etree.fromstring(markup).xpath("//circle/@cx")[0])


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (None, "Confidence: not assessed"),
        (0, "Confidence: Internal monitoring, 0.00 to 0.09"),
        (5499, "Confidence: Weak-medium, 0.35 to 0.54"),
        (5500, "Confidence: Medium, 0.55 to 0.74"),
        (WHOLE, "Confidence: High - direct sources, 0.90 to 1.00"),
    ],
)
def test_plumb_says_label_and_range(score: int | None, words: str) -> None:
    assert alternative(score) == words
    tree = etree.fromstring(plumb(score, "large"))
    assert (tree.get("role"), tree.get("aria-label"), tree.get("aria-hidden")) == ("img", words, None)
    silent = etree.fromstring(plumb(score, "tiny", silent=True))
    assert (silent.get("role"), silent.get("aria-label"), silent.get("aria-hidden")) == (None, None, "true")


@pytest.mark.parametrize("size", SIZES)
@given(one=st.integers(0, WHOLE), other=st.integers(0, WHOLE))
def test_plumb_hangs_further_right_the_surer(size: Size, one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert pin(plumb(low, size)) <= pin(plumb(high, size))


@pytest.mark.parametrize("size", SIZES)
@given(score=st.integers(0, WHOLE))
def test_plumb_stays_inside_and_marks_its_band(size: Size, score: int) -> None:
    tree = etree.fromstring(plumb(score, size))
    width = float(tree.get("width"))
    pieces = tree.xpath("//rect")
    assert 0 <= pin(plumb(score, size)) <= width
    assert [piece.get("class") for piece in pieces] == [f"band-{band.name}" for band in reversed(BANDS)]
    thickest = max(pieces, key=lambda piece: float(piece.get("height")))
    assert thickest.get("class") == f"band-{band_of(score).name}"


def test_plumb_large_shows_the_limits() -> None:
    assert etree.fromstring(plumb(100, "large")).xpath("//text/text()") == [
        "0", "0.10", "0.35", "0.55", "0.75", "0.90", "1",
    ]  # fmt: skip
    assert etree.fromstring(plumb(100, "small")).xpath("//text") == []


def test_plumb_not_assessed_has_no_bob() -> None:
    drawn = plumb(None, "large")
    assert "plumb-empty" in drawn
    assert re.findall("bob|band-|circle", drawn) == []


@pytest.mark.parametrize("score", [-1, WHOLE + 1])
def test_plumb_refuses_what_is_no_score(score: int) -> None:
    with pytest.raises(ValueError, match="whole number from 0 to 10000"):
        plumb(score)
