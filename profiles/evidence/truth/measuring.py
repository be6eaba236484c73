"""How good beliefs are, against the truth: four figures on the most believed value of each question."""

from collections.abc import Sequence
from dataclasses import dataclass

from .sets import Beliefs, TruthSet

BINS = 10
HIGH = 0.9
SAME = 1e-12
"""Beliefs that differ by less are the same: the value that was given first is then the answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The most believed value of a question: how much it is believed, and whether it is the true one."""

    belief: float
    right: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures are over the questions whose truth is known; each has one answer, its most believed value.

    accuracy        share of answers that are the true value, letter for letter
    brier           mean of (belief in the answer - 1 if it is right, else 0) squared
    ece             expected calibration error: answers in ten bins of equal width by belief, [0, .1) to [.9, 1];
                    mean over the answers of the distance, in their bin, of mean belief and share right
    wrong_above_90  share of wrong ones among answers believed .90 or more; 0 where there are none
    above_90        how many answers those are
    answers         how many questions were measured
    """

    accuracy: float
    brier: float
    ece: float
    wrong_above_90: float
    above_90: int
    answers: int


def answers(given: TruthSet, beliefs: Beliefs) -> list[Answer]:
    """The answer to each question with known truth, in the order of the set."""
    found = []
    for place, true in sorted(given.truth.items()):
        believed = beliefs[place]
        most = max(believed)
        best = next(value for value, each in enumerate(believed) if each >= most - SAME)
        found.append(Answer(believed[best], given.questions[place].values[best] == true))
    return found


def measure(found: Sequence[Answer]) -> Measured:
    """The figures of at least one answer. Raises ValueError where there is none."""
    if not found:
        raise ValueError("None of the objects with a known truth has a claim, so nothing can be measured.")
    bins: list[list[Answer]] = [[] for _ in range(BINS)]
    for each in found:
        bins[min(int(each.belief * BINS + SAME), BINS - 1)].append(each)
    high = [each for each in found if each.belief >= HIGH - SAME]
    wrong = sum(not each.right for each in high)
    return Measured(
        accuracy=sum(each.right for each in found) / len(found),
        brier=sum((each.belief - each.right) ** 2 for each in found) / len(found),
        ece=sum(abs(sum(each.belief - each.right for each in bin_)) for bin_ in bins) / len(found),
        wrong_above_90=wrong / len(high) if high else 0.0,
        above_90=len(high),
        answers=len(found),
    )
