from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from profiles.editions.page import LedgerLine
from profiles.evidence.confidence.bands import cut, shown
from profiles.site.figures.waterfall import axis, total, waterfall
from tests.profiles.site.sample_lists import confidence_page


def lines(*scores: float) -> tuple[LedgerLine, ...]:
    kinds = ["start", "origin", "dispute", "age", "cap"]
    return tuple(
        LedgerLine(kinds[min(place, 4)], "Words.", 0.0, score, score, ()) for place, score in enumerate(scores)
    )


def test_waterfall_shows_steps_and_limit() -> None:
    rows = waterfall(confidence_page().ledgers[0].lines)
    assert [row.figure for row in rows] == ["0.09", "+0.61", "under 0.01", "−0.16"]
    assert [row.without for row in rows] == ["", "0.09", "0.70", "0.70"]
    assert [row.sets_limit for row in rows] == [False, False, False, True]
    assert ['class="ceiling"' in row.bar for row in rows] == [False, False, False, True]
    assert ['class="arrow"' in row.bar for row in rows] == [False, False, True, True]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_waterfall_figures_add_up_to_the_score(scores: list[float]) -> None:
    rows = waterfall(lines(*scores))
    figures = [
        Decimal(row.figure.replace("−", "-").replace("under 0.01", "0").replace("no change", "0")) for row in rows
    ]
    assert sum(figures) == Decimal(shown(cut(scores[-1])))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_waterfall_bars_join_and_stay_inside(scores: list[float]) -> None:
    for row in waterfall(lines(*scores)):
        tree = etree.fromstring(row.bar)
        bar = tree.xpath("//rect")[0]
        left, width = float(bar.get("x")), float(bar.get("width"))
        assert left >= 0
        assert left + width <= float(tree.get("width"))


def test_waterfall_total_of_nothing_assessed_is_empty() -> None:
    assert etree.fromstring(total(None)).xpath("//rect/@width") == ["1.5"]


def test_waterfall_axis_names_the_limits() -> None:
    assert etree.fromstring(axis()).xpath("//text/text()") == ["0", "0.35", "0.55", "0.75", "0.90", "1"]
