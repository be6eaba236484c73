from __future__ import annotations

import pytest
from lxml import etree

from profiles.evidence.learning.calibration import Shown, calibration
from profiles.site.figures.held import held


def test_band_that_is_not_measured_shows_only_what_we_said() -> None:
    for row in calibration([Shown(9500, True)] * 29).bands:
        tree = etree.fromstring(held(row))
        assert tree.xpath("//*[@class='interval'] | //*[@class='share']") == []
        assert tree.get("aria-hidden") == "true"
    widths = [float(etree.fromstring(held(row)).xpath("//rect/@width")[0]) for row in calibration([]).bands]
    assert sum(widths) == pytest.approx(224, abs=0.5)  # the bands have no holes


def test_share_hangs_where_it_belongs_and_the_line_about_it() -> None:
    row = calibration([Shown(9500, number < 45) for number in range(50)]).bands[0]
    tree = etree.fromstring(held(row))
    assert float(tree.xpath("//circle/@cx")[0]) == pytest.approx(8 + 224 * 0.9, abs=0.1)
    assert row.share is not None
    assert row.share.low < 0.9 < row.share.high
