"""Impact as four steps: how much would follow. Another shape than the plumb, and never its colour."""

from __future__ import annotations

from functools import lru_cache

from profiles.editions.markup import Html
from profiles.site.figures.svg import canvas, element

STEPS = 4
_WIDTH, _GAP, _LOWEST, _RISE = 15, 5, 7, 5


@lru_cache(maxsize=64)  # a list draws fifty
def steps(level: int, label: str, *, silent: bool = False) -> Html:
    """Draw `level` of four steps filled, 0 (not rated) to 4. Raises ValueError outside."""
    if not 0 <= level <= STEPS:
        raise ValueError(f"Impact has 0 to {STEPS} steps, this is {level}.")
    height = _LOWEST + _RISE * (STEPS - 1)
    drawn = [
        element(
            "rect",
            class_="step-on" if place < level else "step-off",
            x=place * (_WIDTH + _GAP) + 0.5,
            y=height - (_LOWEST + _RISE * place) + 0.5,
            width=_WIDTH - 1,
            height=_LOWEST + _RISE * place - 1,
        )
        for place in range(STEPS)
    ]
    return canvas(STEPS * (_WIDTH + _GAP) - _GAP, height, "steps", "" if silent else alternative(level, label), *drawn)


def alternative(level: int, label: str) -> str:
    return f"Impact: {label.lower()}, step {level} of {STEPS}" if level else "Impact: not rated"
