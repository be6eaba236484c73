"""Who copies from whom: two sources that share values that look false have probably one origin.

After Dong, Berti-Equille and Srivastava, "Integrating Conflicting Data: The Role of Source Dependence" (VLDB 2009).
There are many ways to be wrong and one to be right, so a shared error tells much more than a shared truth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from .sets import Beliefs, Question, TruthSet

MOST_MEETINGS = 3_000_000
"""How often two sources may meet on one value; of a larger set evenly spaced questions are compared."""


@dataclass(frozen=True, slots=True)
class CopyModel:
    """The figures of the copy model.

    copied        c: the share of its values that a copier takes over, in (0, 1)
    prior         the chance, before any evidence, that one of two sources copies the other; half for each way
    false_values  n: how many wrong values there are to choose from
    least         chances below this are taken as none
    either_way    what two have in common counts once, whichever of them copies the other
    """

    copied: float = 0.9
    prior: float = 0.2
    false_values: int = 100
    least: float = 0.01
    either_way: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources that agree at least once: where they agree (question, value), and how often they do not."""

    first: int
    second: int
    shared: tuple[tuple[int, int], ...]
    apart: int


def pairs(given: TruthSet) -> tuple[Pair, ...]:
    """All pairs of sources that share a value, in a fixed order."""
    compared = _compared(given.questions)
    shared: dict[tuple[int, int], list[tuple[int, int]]] = {}
    answered: list[set[int]] = [set() for _ in given.sources]
    for place in compared:
        for value, voices in enumerate(given.questions[place].voices):
            here = (place, value)
            ordered = sorted(voices)
            for source in ordered:
                answered[source].add(place)
            for index, first in enumerate(ordered):
                for second in ordered[index + 1 :]:
                    shared.setdefault((first, second), []).append(here)
    return tuple(
        Pair(first, second, tuple(where), len(answered[first] & answered[second]) - len(where))
        for (first, second), where in sorted(shared.items())
    )


def _compared(questions: Sequence[Question]) -> list[int]:
    """The places of the questions that are compared: all, or as many evenly spaced ones as the work allows."""
    work = [sum(len(voices) * (len(voices) - 1) // 2 for voices in question.voices) for question in questions]
    places = [place for place, meetings in enumerate(work) if meetings <= MOST_MEETINGS]
    step = 1
    while sum(work[place] for place in places[::step]) > MOST_MEETINGS:
        step += 1
    return places[::step]


def look_true(given: TruthSet, beliefs: Beliefs) -> list[list[bool]]:
    """For each value whether it looks true: it is the most believed one, or compatible with that one.

    A less specific value is no error, so sharing it shows no copying.
    """
    found = []
    for question, believed in zip(given.questions, beliefs, strict=True):
        best = believed.index(max(believed))
        less_specific = {best, *question.generals[best]}
        found.append([value in less_specific or best in generals for value, generals in enumerate(question.generals)])
    return found


def copy_chances(
    found: Sequence[Pair], looks: Sequence[Sequence[bool]], accuracy: Sequence[float], model: CopyModel
) -> list[dict[int, float]]:
    """For each source the chance that it copies from each other source.

    `accuracy` is each source's, strictly between 0 and 1. Chances below `model.least` are left out.
    """
    chances: list[dict[int, float]] = [{} for _ in accuracy]
    for pair in found:
        true = sum([looks[question][value] for question, value in pair.shared])
        first, second = chances_of_copying(
            true, len(pair.shared) - true, pair.apart, accuracy[pair.first], accuracy[pair.second], model
        )
        if model.either_way:
            first = second = min(first + second, 1.0)
        if first >= model.least:
            chances[pair.first][pair.second] = first
        if second >= model.least:
            chances[pair.second][pair.first] = second
    return chances


def chances_of_copying(
    true: int, false: int, apart: int, first: float, second: float, model: CopyModel
) -> tuple[float, float]:
    """The chance that the first of two sources copies the second, and that the second copies the first.

    They share `true` values that look true and `false` ones that do not, and differ in `apart`; `first` and
    `second` are their accuracies, strictly between 0 and 1. The two chances add up to 1 at most.
    """
    c = model.copied
    both_right = first * second
    same_error = (1 - first) * (1 - second) / model.false_values

    def evidence(original: float) -> float:
        """The logarithm of how much likelier this is if the other copies from a source of that accuracy."""
        return (
            true * log(1 - c + c * original / both_right)
            + false * log(1 - c + c * (1 - original) / same_error)
            + apart * log(1 - c)
        )

    half = log(model.prior / 2)
    none = log(1 - model.prior)
    from_second, from_first = half + evidence(second), half + evidence(first)
    most = max(none, from_second, from_first)
    weights = (exp(from_second - most), exp(from_first - most))
    all_three = sum(weights) + exp(none - most)
    return weights[0] / all_three, weights[1] / all_three
