"""The fusion of ORIGIN where nothing is known of the sources: reliabilities and origins come from the claims.

Weights, their sum and the dispute are those of the released version 1, with its figures. Two things differ. What
a further origin counts for is not the fixed discount but the chance that it did not copy. And as a question of
such a set has one answer, all its values are rivals, compatible or not. Age, own interest and the caps that ask
for documents have no part in this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

from profiles.evidence.confidence.v1.fusion import strength, weight
from profiles.evidence.confidence.v1.parameters import RELEASED, Parameters

from .copying import CopyModel, copy_chances, look_true, pairs
from .sets import Beliefs, Question, TruthSet
from .voting import vote

FIGURES = replace(RELEASED, discount=1.0)
COPYING = CopyModel()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the benchmark form adds to the figures of version 1.

    start    the reliability that everybody starts with
    rounds   how often chances of copying, beliefs and reliabilities are made anew; more than six change no figure of
             the sets measured
    copying  None: everybody is taken to speak independently
    limit    the most that a contradicted value may be believed (see `held_back`); 1 for no limit
    """

    figures: Parameters = FIGURES
    start: float = 0.8
    rounds: int = 6
    copying: CopyModel | None = COPYING
    limit: float = FIGURES.limit_no_direct_source


ORIGIN = Settings()


def origin(given: TruthSet, settings: Settings = ORIGIN) -> Beliefs:
    """The belief in each value of each question, from 0 to 1; those of one question add up to 1 at most."""
    figures, copying = settings.figures, settings.copying
    said = given.claims_of_sources()
    met = pairs(given) if copying is not None else ()
    beliefs = vote(given)  # where it starts: what looks false is what few say
    reliable = [settings.start] * len(given.sources)
    chances: list[dict[int, float]] = [{} for _ in given.sources]
    for _ in range(settings.rounds):
        if copying is not None:
            chances = copy_chances(met, look_true(given, beliefs), reliable, copying)
        weights = [weight(r, figures) for r in reliable]
        copied = copying.copied if copying is not None else 0.0
        beliefs = tuple(
            shares(strengths(question, weights, chances, copied, figures), figures) for question in given.questions
        )
        reliable = reliabilities(said, credited(given, beliefs), figures)
    return tuple(
        held_back(question, believed, settings.limit)
        for question, believed in zip(given.questions, beliefs, strict=True)
    )


def credited(given: TruthSet, beliefs: Beliefs) -> list[list[float]]:
    """For each value the chance that it is no error: the belief in it and in all that is more specific. Who says
    "Austria" is right where the answer is "Vienna"."""
    found = []
    for question, believed in zip(given.questions, beliefs, strict=True):
        credit = list(believed)
        for specific, generals in enumerate(question.generals):
            for general in generals:
                credit[general] += believed[specific]
        found.append([min(each, 1.0) for each in credit])
    return found


def reliabilities(
    said: Sequence[Sequence[tuple[int, int]]], credit: Sequence[Sequence[float]], figures: Parameters
) -> list[float]:
    """q of each source: the mean credit of what it says, with a Beta prior whose mean is that of all claims, kept
    within the range of version 1. `said` holds, for each source, its claims as places of question and value."""
    sums = [sum([credit[place][value] for place, value in values]) for values in said]
    mean = sum(sums) / sum(len(values) for values in said)
    prior = figures.prior_weight
    return [
        min(max((prior * mean + total) / (prior + len(values)), figures.floor), figures.ceiling)
        for total, values in zip(sums, said, strict=True)
    ]


def strengths(
    question: Question,
    weights: Sequence[float],
    chances: Sequence[dict[int, float]],
    copied: float,
    figures: Parameters,
) -> list[float]:
    """L of each value, 0 or more. Who gives a less specific value supports a more specific one, for kappa; not the
    other way round, as the true value of such a set is the most specific one that is true."""
    found = []
    for value, voices in enumerate(question.voices):
        supporting = [(weights[source], source, 1.0) for source in voices]
        for general in question.generals[value]:
            supporting += [(weights[source], source, figures.compatible) for source in question.voices[general]]
        supporting.sort(key=lambda each: (-each[0], each[1]))
        found.append(strength(independent(supporting, chances, copied), figures))
    return found


def independent(
    supporting: Sequence[tuple[float, int, float]], chances: Sequence[dict[int, float]], copied: float
) -> list[float]:
    """What each of the (weight, source, kappa) brings: weight and kappa times I, the chance that this is its
    source's own word and was copied from nobody before it in the list, that is, from nobody better."""
    found = []
    before: set[int] = set()
    for heavy, source, kappa in supporting:
        own = heavy * kappa
        others = chances[source]
        if others:
            for other in sorted(others.keys() & before):
                own *= 1 - copied * others[other]
        before.add(source)
        found.append(own)
    return found


def shares(found: Sequence[float], figures: Parameters) -> tuple[float, ...]:
    """P of each value where all others are its rivals. The same as `fusion.belief` of version 1, for all values at
    once and for strengths of any size."""
    most = max(found)
    scaled = [exp(each - most) for each in found]
    over = sum(scaled) + (figures.alternatives + 1 - len(found)) * exp(-most)
    total = sum(found)
    if len(found) == 1 or total <= 0:
        return tuple(each / over for each in scaled)
    return tuple(
        min(each / over, 0.5 * each / over + 0.5 * own / total) for each, own in zip(scaled, found, strict=True)
    )


def held_back(question: Question, believed: tuple[float, ...], limit: float) -> tuple[float, ...]:
    """Beliefs under the one limit that has a part in this: while some source gives a value that cannot be true with
    the most believed one, and no document settles it, nothing reaches the band "direct sources"."""
    best = believed.index(max(believed))
    for value in range(len(believed)):
        compatible = value in question.generals[best] or best in question.generals[value]
        if value != best and not compatible:
            return tuple(min(each, limit) for each in believed)
    return believed
