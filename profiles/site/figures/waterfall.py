"""How a score came about, as a waterfall: each step a bar from where the score stood to where it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from profiles.editions.markup import Html
from profiles.editions.page import LedgerLine
from profiles.evidence.confidence.bands import BANDS, WHOLE, cut, shown
from profiles.site.figures.svg import canvas, element, number, words

_WIDTH, _HEIGHT, _EDGE, _BAR = 360.0, 30.0, 12.0, 14.0


@dataclass(frozen=True)
class Row:
    """One line with its bar. `figure` is what it adds or takes, so written that the figures add up as read.

    `without` is the score with this one thing left out; "" for the start, which cannot be left out.
    """

    line: LedgerLine
    bar: Html
    figure: str
    without: str
    sets_limit: bool


def waterfall(lines: Sequence[LedgerLine]) -> tuple[Row, ...]:
    """A row for each line, in order. Figures are differences of cut scores: what is printed adds up."""
    rows = []
    before = 0.0
    for line in lines:
        without = "" if line.kind == "start" else shown(_hundredths(line.without) * 100)
        rows.append(Row(line, _bar(line, before), _figure(before, line.running), without, line.kind == "cap"))
        before = line.running
    return tuple(rows)


def total(score: int | None) -> Html:
    """The last bar: the whole score, in ten-thousandths."""
    share = (score or 0) / WHOLE
    return _canvas("fall fall-total", _rect("bar-total", 0, share))


def axis() -> Html:
    """The limits of the bands, under the bars."""
    limits = [(0.0, "0"), *((band.low / WHOLE, shown(band.low)) for band in reversed(BANDS) if band.low), (1.0, "1")]
    drawn = [
        element("text", words(text), class_="tick", x=_x(share), y=12, text_anchor="middle")
        for share, text in limits
        if share != 0.1
    ]
    return canvas(_WIDTH, 18, "fall fall-axis", "", *drawn)


def _bar(line: LedgerLine, before: float) -> Html:
    low, high = sorted((before, line.running))
    down = line.running < before
    css = {"cap": "bar-cap", "dispute": "bar-dispute"}.get(line.kind, "bar-down" if down else f"bar-{line.kind}")
    drawn = [_rect(css, low, high)]
    if down:
        drawn.append(_arrow(low))
    if line.kind == "cap":
        drawn.append(_ceiling(line.running))
    return _canvas("fall", *drawn)


def _figure(before: float, after: float) -> str:
    step = _hundredths(after) - _hundredths(before)
    if before == after:
        return "no change"
    if step == 0:
        return "under 0.01"
    sign = "−" if step < 0 else "+" if before else ""
    return f"{sign}{shown(abs(step) * 100)}"


def _hundredths(share: float) -> int:
    return cut(min(max(share, 0.0), 1.0)) // 100


def _x(share: float) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * min(max(share, 0.0), 1.0)


def _rect(css: str, low: float, high: float) -> Html:
    left, right = _x(low), _x(high)
    return element("rect", class_=css, x=left, y=(_HEIGHT - _BAR) / 2, width=max(right - left, 1.5), height=_BAR)


def _arrow(at: float) -> Html:
    """Points left, so that a fall is a fall in black and white too."""
    x, middle = number(_x(at)), number(_HEIGHT / 2)
    return element("path", class_="arrow", d=f"M{x} {middle}l7 -4.5v9z")


def _ceiling(at: float) -> Html:
    x = number(_x(at))
    return element("path", class_="ceiling", d=f"M{x} 2V{number(_HEIGHT - 2)}")


def _canvas(css: str, *drawn: Html) -> Html:
    lines = "".join(f"M{number(_x(band.low / WHOLE))} 0V{number(_HEIGHT)}" for band in BANDS if band.low)
    grid = element("path", class_="grid", d=f"M{number(_EDGE)} 0V{number(_HEIGHT)}{lines}")
    return canvas(_WIDTH, _HEIGHT, css, "", grid, *drawn)
