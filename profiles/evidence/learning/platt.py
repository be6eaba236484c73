"""Platt scaling: the slope and shift that make computed beliefs as often right as they say.

Rule: Platt 1999, with the targets that keep a fit finite, by Newton's method as Lin, Lin and Weng (2007) give it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, hypot, log, log1p

_EDGE = 1e-12  # the method's own: a belief is kept this far from 0 and 1
_ROUNDS, _CLOSE, _RIDGE, _LEAST_STEP = 200, 1e-10, 1e-12, 1e-12
DECIMALS = 6


class CannotFit(ValueError):
    """No calibration can be had from these verdicts; the message says why."""


@dataclass(frozen=True)
class Settled:
    """A belief before calibration and caps, in [0, 1], and whether the statement held."""

    belief: float
    held: bool


@dataclass(frozen=True)
class Fit:
    """Slope (above 0) and shift on log-odds, and the mean log loss without and with them (less is better)."""

    a: float
    b: float
    loss_before: float
    loss_after: float


def log_odds(p: float) -> float:
    """ln(p / (1 - p)), with p kept a hair away from 0 and 1."""
    inside = min(max(p, _EDGE), 1 - _EDGE)
    return log(inside / (1 - inside))


def uncalibrated(p: float, platt: Sequence[float]) -> float:
    """The belief that (a, b) took to `p`; `p` itself where `platt` is empty. Undoes the method's calibration."""
    if not platt:
        return p
    a, b = platt
    x = (log_odds(p) - b) / a
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def fit(settled: Sequence[Settled]) -> Fit:
    """Return the slope and shift that fit verdicts best, rounded to six decimals. Order does not matter.

    Raises CannotFit where none held or all did, where all beliefs are the same, and where a surer statement was
    right less often (the slope would not be above 0): then something else is wrong than the calibration.
    """
    held = sum(one.held for one in settled)
    missed = len(settled) - held
    if not held or not missed:
        raise CannotFit("All verdicts went the same way. A fit needs statements that held and such that did not.")
    # Platt's targets: as if one more of each had been seen, so that no slope runs away.
    yes, no = (held + 1) / (held + 2), 1 / (missed + 2)
    points = sorted((log_odds(one.belief), yes if one.held else no) for one in settled)
    if points[0][0] == points[-1][0]:
        raise CannotFit("All these statements had the same confidence, so nothing can be fitted to it.")
    a, b = (round(value, DECIMALS) for value in _newton(points))
    if a <= 0:
        raise CannotFit(
            "The surer we were, the less often it held. No calibration mends that: look at the grades and verdicts."
        )
    outcomes = [(log_odds(one.belief), 1.0 if one.held else 0.0) for one in settled]
    return Fit(a, b, _loss(outcomes, 1, 0) / len(outcomes), _loss(outcomes, a, b) / len(outcomes))


def _newton(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    a, b = 1.0, 0.0
    now = _loss(points, a, b)
    for _ in range(_ROUNDS):
        shares = [(x, target, _share(a * x + b)) for x, target in points]
        slope_a = fsum(x * (p - target) for x, target, p in shares)
        slope_b = fsum(p - target for _, target, p in shares)
        if hypot(slope_a, slope_b) < _CLOSE:
            break
        aa = fsum(x * x * p * (1 - p) for x, _, p in shares) + _RIDGE
        bb = fsum(p * (1 - p) for _, _, p in shares) + _RIDGE
        ab = fsum(x * p * (1 - p) for x, _, p in shares)
        whole = aa * bb - ab * ab
        step_a, step_b = (bb * slope_a - ab * slope_b) / whole, (aa * slope_b - ab * slope_a) / whole
        length = 1.0
        while length >= _LEAST_STEP:
            after = _loss(points, a - length * step_a, b - length * step_b)
            if after < now:
                break
            length /= 2
        else:
            break  # nothing nearer can be told apart in floats
        a, b, now = a - length * step_a, b - length * step_b, after
    return a, b


def _share(z: float) -> float:
    return 1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z))


def _loss(points: Sequence[tuple[float, float]], a: float, b: float) -> float:
    """The summed log loss; written so that no exponential overflows."""
    return fsum(_one_loss(a * x + b, target) for x, target in points)


def _one_loss(z: float, target: float) -> float:
    return (1 - target) * z + log1p(exp(-z)) if z >= 0 else -target * z + log1p(exp(z))
