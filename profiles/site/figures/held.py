"""How often statements of one band held, on the same rule as every confidence: further right is more often."""

from __future__ import annotations

from profiles.editions.markup import Html
from profiles.evidence.confidence.bands import BANDS, WHOLE
from profiles.evidence.learning.calibration import BandRow
from profiles.site.figures.svg import canvas, element, number

_WIDTH, _HEIGHT, _EDGE, _BAR = 240.0, 30.0, 8.0, 12.0


def held(row: BandRow) -> Html:
    """The band as a pale bar; where it is measured, the share as a dot on the line of its interval."""
    middle = _HEIGHT / 2
    limits = "".join(f"M{number(_x(band.low / WHOLE))} 4V{number(_HEIGHT - 4)}" for band in BANDS)
    top = min(1.0, (row.band.high + 1) / WHOLE)
    left, right = _x(row.band.low / WHOLE), _x(top)
    drawn = [
        element("path", class_="grid", d=f"{limits}M{number(_x(1))} 4V{number(_HEIGHT - 4)}"),
        element("path", class_="rule", d=f"M{number(_x(0))} {number(middle)}H{number(_x(1))}"),
        element("rect", class_="said", x=left, y=middle - _BAR / 2, width=right - left, height=_BAR),
    ]
    if row.share is not None and row.is_measured:
        low, high = number(_x(row.share.low)), number(_x(row.share.high))
        top_end, low_end = number(middle - 4), number(middle + 4)
        ends = f"M{low} {top_end}V{low_end}M{high} {top_end}V{low_end}M{low} {number(middle)}H{high}"
        drawn.append(element("path", class_="interval", d=ends))
        drawn.append(element("circle", class_="share", cx=_x(row.share.share), cy=middle, r=4.5))
    return canvas(_WIDTH, _HEIGHT, "held", "", *drawn)  # its words stand in the row


def _x(share: float) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * share
