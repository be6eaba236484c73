"""How the confidence of a profile went: a line in steps through all its assessments, on the limits of the bands.

A score holds until the next assessment, so nothing is drawn between them but level lines. A table beside it says the
same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from profiles.editions.markup import Html
from profiles.evidence.confidence.bands import BANDS, WHOLE, shown
from profiles.site.figures.svg import canvas, element, number, words

_WIDE, _HIGH = 640.0, 230.0
_LEFT, _RIGHT, _TOP, _FEET = 52.0, 12.0, 12.0, 34.0


@dataclass(frozen=True)
class Moment:
    """An assessment. `score` is in ten-thousandths; None: not assessed."""

    number: str  # "7.2"
    at: datetime
    score: int | None
    publishes: bool  # the first of its edition


def course(moments: Sequence[Moment]) -> Html:
    """The line, oldest first; an empty string where fewer than two scores are known: one is no course."""
    known = [one for one in moments if one.score is not None]
    if len(known) < 2:
        return Html("")
    first, last = moments[0].at, moments[-1].at
    whole = max((last - first).total_seconds(), 1.0)

    def x(at: datetime) -> float:
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * (at - first).total_seconds() / whole

    line, before = "", None
    for one in moments:
        if one.score is None:
            line += f"H{number(x(one.at))}" if before is not None else ""
        elif before is None:
            line += f"M{number(x(one.at))} {number(_y(one.score))}"
        else:
            line += f"H{number(x(one.at))}V{number(_y(one.score))}"
        before = one.score
    dots = [
        element(
            "circle",
            element("title", words(f"{one.number}: {shown(one.score)}")),
            class_="dot dot-edition" if one.publishes else "dot",
            cx=x(one.at),
            cy=_y(one.score),
            r=4.5 if one.publishes else 3.2,
        )
        for one in known
        if one.score is not None
    ]
    label = f"Confidence from {_day(first)} to {_day(last)}; the table below says the same"
    path = element("path", class_="line", d=line)
    return canvas(_WIDE, _HIGH, "course", label, *_limits(), path, *dots, *_ends(first, last))


def _y(score: int) -> float:
    return _TOP + (_HIGH - _TOP - _FEET) * (1 - score / WHOLE)


def _limits() -> list[Html]:
    drawn = []
    for limit in [0, *(band.low for band in BANDS if band.low), WHOLE]:
        y = _y(limit)
        drawn.append(element("path", class_="grid", d=f"M{number(_LEFT)} {number(y)}H{number(_WIDE - _RIGHT)}"))
        text = {0: "0", WHOLE: "1"}.get(limit, shown(limit))
        drawn.append(element("text", words(text), class_="tick", x=_LEFT - 6, y=y + 4, text_anchor="end"))
    return drawn


def _ends(first: datetime, last: datetime) -> list[Html]:
    y = _HIGH - 10
    begins = element("text", words(_day(first)), class_="tick", x=_LEFT, y=y)
    if first.date() == last.date():
        return [begins]
    return [begins, element("text", words(_day(last)), class_="tick", x=_WIDE - _RIGHT, y=y, text_anchor="end")]


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B} {at.year}"
