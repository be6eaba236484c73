"""TruthFinder, reckoned by hand for one question and round by round for two sources."""

from math import exp, log

import pytest

from profiles.evidence.truth.sets import Question, TruthSet
from profiles.evidence.truth.truthfinder import ROUNDS, truthfinder


def confidence(score: float) -> float:
    return 1 / (1 + exp(-0.3 * score))


def test_one_source_converges_to_its_own_confidence() -> None:
    given_set = TruthSet(("a",), (Question("o", "s", ("x",), ((0,),), ((),)),), {}, 1)
    trust = 0.9
    for _ in range(ROUNDS):
        trust = confidence(-log(1 - trust))
    assert truthfinder(given_set) == ((pytest.approx(trust),),)


def test_two_sources_outweigh_one() -> None:
    given_set = TruthSet(("a", "b", "c"), (Question("o", "s", ("x", "y"), ((0,), (1, 2)), ((), ())),), {}, 3)
    ((one, two),) = truthfinder(given_set)
    assert one < two < 1


def test_crowd_beyond_floating_point_is_no_error() -> None:
    crowd = tuple(range(3000))
    given_set = TruthSet(tuple(map(str, crowd)), (Question("o", "s", ("x",), (crowd,), ((),)),), {}, 3000)
    assert truthfinder(given_set) == ((1.0,),)
