"""The plumb: a level rule from 0 to 1 with the limits of the bands, and a bob that hangs from it at the score.

Further right is surer; nothing hangs "low". The place of the bob and the thicker part of the rule say it
without colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from profiles.editions.markup import Html
from profiles.evidence.confidence.bands import BANDS, WHOLE, band_of, shown
from profiles.site.figures.svg import canvas, element, number, words

Size = Literal["large", "small", "tiny"]


@dataclass(frozen=True)
class _Form:
    width: float
    height: float
    edge: float  # free space at both ends, so that a bob at 0 or 1 is whole
    rule: float  # where the rule lies
    thin: float
    thick: float
    tick: float  # half the length of a tick
    drop: float  # length of the string
    bob: float  # scale of the bob
    numbers: bool = False


_FORMS: dict[Size, _Form] = {
    "large": _Form(360, 92, 14, 29, 4, 9, 9, 26, 1.3, numbers=True),
    "small": _Form(200, 46, 8, 9, 3, 6.5, 6, 13, 0.85),
    "tiny": _Form(76, 20, 5, 4, 2, 5, 0, 5, 0.46),
}
# A collar, shoulders and a long point, hanging from (0, 0); 25 high.
_BOB = "M-1.8 0h3.6v3.2h2.6c1 0 1.5.6 1.4 1.6-.5 6.6-2.3 12-5.8 20.2-3.5-8.2-5.3-13.6-5.8-20.2-.1-1 .4-1.6 1.4-1.6h2.6z"


@lru_cache(maxsize=4_096)  # a list draws fifty, and many profiles have the same score
def plumb(score: int | None, size: Size = "small", *, silent: bool = False) -> Html:
    """Draw a score in ten-thousandths, 0 to 10,000; None is drawn as a rule without a bob.

    `silent` leaves out the text alternative, for where label and range stand right beside it.
    Raises ValueError for a score outside.
    """
    form = _FORMS[size]
    label = "" if silent else alternative(score)
    if score is None:
        bare = element("path", class_="rule", d=f"M{number(_x(form, 0))} {number(form.rule)}H{number(_x(form, WHOLE))}")
        height = form.rule + form.tick + 5
        return canvas(form.width, height, f"plumb plumb-{size} plumb-empty", label, bare, *_ticks(form))
    parts = (_rule(form, score), *_ticks(form), _hanging(form, score))
    return canvas(form.width, form.height, f"plumb plumb-{size}", label, *parts)


def alternative(score: int | None) -> str:
    """The plumb in words: label and range, both from the band."""
    if score is None:
        return "Confidence: not assessed"
    band = band_of(score)
    return f"Confidence: {band.label}, {shown(band.low)} to {shown(band.high)}"


def _x(form: _Form, score: int) -> float:
    return form.edge + (form.width - 2 * form.edge) * score / WHOLE


def _rule(form: _Form, score: int) -> Html:
    pieces = []
    for band in reversed(BANDS):
        thick = form.thick if band_of(score) is band else form.thin
        left, right = _x(form, band.low), _x(form, min(band.high + 1, WHOLE))
        pieces.append(
            element(
                "rect",
                class_=f"band-{band.name}",
                x=left,
                y=form.rule - thick / 2,
                width=round(right, 1) - round(left, 1),
                height=thick,
            )
        )
    return element("g", *pieces, class_="rule")


def _ticks(form: _Form) -> list[Html]:
    if not form.tick:
        return []
    limits = [0, *(band.low for band in reversed(BANDS) if band.low), WHOLE]
    path = "".join(
        f"M{number(_x(form, limit))} {number(form.rule - form.tick)}V{number(form.rule + form.tick * 0.6)}"
        for limit in limits
    )
    drawn = [element("path", class_="ticks", d=path)]
    if form.numbers:
        drawn += [
            element(
                "text",
                words({0: "0", WHOLE: "1"}.get(limit, shown(limit))),
                class_="tick",
                x=_x(form, limit),
                y=form.rule - form.tick - 5,
                text_anchor="middle",
            )
            for limit in limits
        ]
    return drawn


def _hanging(form: _Form, score: int) -> Html:
    x, start = _x(form, score), form.rule
    end = start + form.drop
    place = f"translate({number(x)} {number(end)}) scale({form.bob})"
    return element(
        "g",
        element("path", class_="string", d=f"M{number(x)} {number(start)}V{number(end + 1)}"),
        element("circle", class_="pin", cx=x, cy=start, r=form.thick * 0.36),
        element("path", class_="bob", d=_BOB, transform=place),
        class_="hanging",
    )
