"""The arithmetic: how reliable one citation is, how strong a value, how much one may believe it."""

from collections.abc import Iterable, Sequence
from math import exp, log

from .evidence import Publisher
from .parameters import Parameters


def reliability(publisher: Publisher, parameters: Parameters) -> float:
    """How often the publisher is right, in (0, 1): its grade's prior, moved by its verdicts."""
    prior_weight = parameters.prior_weight
    return (prior_weight * parameters.priors[publisher.grade] + publisher.right) / (
        prior_weight + publisher.right + publisher.wrong
    )


def aged(r: float, age_days: int, half_life: int | None, parameters: Parameters) -> float:
    """Reliability after `age_days`: what it has over "no source at all" halves every half-life."""
    if half_life is not None and age_days > 0:
        r = parameters.baseline + (r - parameters.baseline) * 2.0 ** (-age_days / half_life)
    return min(max(r, parameters.floor), parameters.ceiling)


def weight(r: float, parameters: Parameters) -> float:
    """The weight of a reliability, 0 or more: ln(N r / (1 - r))."""
    return max(0.0, log(parameters.alternatives * r / (1 - r)))


def strength(weights: Iterable[float], parameters: Parameters) -> float:
    """L: the weights of a value's origins, best first, each further one counting less."""
    total, share = 0.0, 1.0
    for each in sorted(weights, reverse=True):
        total += share * each
        share *= parameters.discount
    return total


def belief(own: float, rivals: Sequence[float], parameters: Parameters) -> float:
    """P: how much one may believe a value of strength `own` beside rivals of the given strengths."""
    over = exp(own)
    p = over / (over + sum(exp(rival) for rival in rivals) + parameters.alternatives - len(rivals))
    total = own + sum(rivals)
    if rivals and total > 0:
        p = min(p, 0.5 * p + 0.5 * own / total)
    return p


def calibrated(p: float, parameters: Parameters) -> float:
    """Platt scaling, where the parameters hold one; p itself where they do not."""
    if parameters.platt is None:
        return p
    a, b = parameters.platt
    inside = min(max(p, 1e-12), 1 - 1e-12)
    return 1 / (1 + exp(-(a * log(inside / (1 - inside)) + b)))
