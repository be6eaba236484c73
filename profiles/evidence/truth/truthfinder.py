"""TruthFinder, written anew from the paper, to compare with: Yin, Han, Yu, "Truth Discovery with Multiple
Conflicting Information Providers on the Web" (IEEE TKDE 20(6), 2008).

Trust of a source is the mean confidence of what it says; confidence of a value grows with the trust of who says it,
as if all spoke independently. What one value implies for another is left to each use in the paper, and is left out.
"""

from math import exp, log

from .sets import Beliefs, TruthSet

START = 0.9
DAMPENING = 0.3
ROUNDS = 20
SUREST = 1 - 1e-9
"""Trust is kept below, so that its logarithm is finite."""


def truthfinder(given: TruthSet) -> Beliefs:
    """The confidence in each value, from 0 to 1. Those of one question need not add up to 1."""
    said = given.claims_of_sources()
    trust = [START] * len(given.sources)
    found: list[tuple[float, ...]] = []
    for _ in range(ROUNDS):
        scores = [-log(1 - min(each, SUREST)) for each in trust]
        found = [
            tuple(1 / (1 + exp(-DAMPENING * sum([scores[source] for source in voices]))) for voices in question.voices)
            for question in given.questions
        ]
        trust = [sum([found[place][value] for place, value in values]) / len(values) for values in said]
    return tuple(found)
