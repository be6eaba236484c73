"""Shared errors show copying; shared truths hardly; differences speak against it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.truth import copying
from profiles.evidence.truth.copying import CopyModel, Pair, chances_of_copying, copy_chances, look_true, pairs
from profiles.evidence.truth.sets import Question, TruthSet

MODEL = CopyModel()
counts = st.integers(0, 50)
accuracies = st.floats(0.02, 0.98)


def asked(*voices: tuple[int, ...], generals: tuple[tuple[int, ...], ...] | None = None) -> Question:
    names = tuple(f"value {number}" for number in range(len(voices)))
    return Question("object", "state", names, voices, generals or ((),) * len(voices))


def a_set(*questions: Question, sources: int = 3) -> TruthSet:
    claims = sum(len(voices) for question in questions for voices in question.voices)
    return TruthSet(tuple(f"source {number}" for number in range(sources)), questions, {}, claims)


def test_pairs_know_where_they_agree_and_how_often_they_do_not() -> None:
    given_set = a_set(asked((0, 1), (2,)), asked((1, 0)), asked((0,), (1, 2)))
    assert pairs(given_set) == (
        Pair(0, 1, ((0, 0), (1, 0)), 1),
        Pair(1, 2, ((2, 1),), 1),
    )


def test_large_set_is_compared_at_evenly_spaced_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "MOST_MEETINGS", 4)
    given_set = a_set(*[asked((0, 1))] * 9, asked((0, 1, 2, 3)), sources=4)
    # The last question alone would be too much work; of the other nine every third is compared.
    assert pairs(given_set) == (Pair(0, 1, ((0, 0), (3, 0), (6, 0)), 0),)


@pytest.mark.parametrize(
    ("true", "false", "apart", "low", "high"),
    [
        (0, 0, 0, 0.1, 0.1),  # nothing known: half the prior for each way
        (1, 0, 0, 0.1, 0.13),
        (5, 0, 0, 0.1, 0.35),
        (0, 1, 0, 0.48, 0.5),  # one shared error: almost surely one of the two copies
        (20, 0, 5, 0.0, 0.001),
        (0, 1, 5, 0.0, 0.001),
    ],
)
def test_chance_of_copying_between_equals(true: int, false: int, apart: int, low: float, high: float) -> None:
    first, second = chances_of_copying(true, false, apart, 0.8, 0.8, MODEL)
    assert first == pytest.approx(second)
    assert low - 1e-9 <= first <= high + 1e-9


@given(counts, counts, counts, accuracies, accuracies)
def test_chances_of_both_ways_are_a_chance(true: int, false: int, apart: int, first: float, second: float) -> None:
    one, other = chances_of_copying(true, false, apart, first, second, MODEL)
    assert 0 <= one <= 1 >= other >= 0
    assert one + other <= 1 + 1e-12
    mirrored = chances_of_copying(true, false, apart, second, first, MODEL)
    assert mirrored == pytest.approx((other, one))


@given(counts, counts, counts, accuracies, accuracies)
def test_another_difference_makes_copying_less_likely(
    true: int, false: int, apart: int, first: float, second: float
) -> None:
    before = sum(chances_of_copying(true, false, apart, first, second, MODEL))
    assert sum(chances_of_copying(true, false, apart + 1, first, second, MODEL)) <= before + 1e-12


@given(counts, counts, counts, st.floats(0.3, 0.9), st.floats(0.3, 0.9))
def test_shared_error_tells_more_than_shared_truth(
    true: int, false: int, apart: int, first: float, second: float
) -> None:
    with_truth = sum(chances_of_copying(true + 1, false, apart, first, second, MODEL))
    assert sum(chances_of_copying(true, false + 1, apart, first, second, MODEL)) >= with_truth - 1e-12


def test_less_specific_values_look_true() -> None:
    given_set = a_set(asked((0,), (1,), (2,), generals=((1,), (), ())))
    assert look_true(given_set, ((0.6, 0.2, 0.1),)) == [[True, True, False]]
    assert look_true(given_set, ((0.2, 0.6, 0.1),)) == [[True, True, False]]
    assert look_true(given_set, ((0.2, 0.1, 0.6),)) == [[False, False, True]]


def test_small_chances_are_left_out() -> None:
    found = (Pair(0, 1, ((0, 0),), 9), Pair(1, 2, ((0, 0),), 0))
    chances = copy_chances(found, [[False]], [0.8, 0.8, 0.8], MODEL)
    assert [sorted(each) for each in chances] == [[], [2], [1]]


def test_either_way_counts_what_is_shared_once() -> None:
    found = (Pair(0, 1, ((0, 0),), 0),)
    one_way = copy_chances(found, [[False]], [0.8, 0.7, 0.8], MODEL)
    both = copy_chances(found, [[False]], [0.8, 0.7, 0.8], replace(MODEL, either_way=True))
    assert both[0][1] == both[1][0] == pytest.approx(one_way[0][1] + one_way[1][0])
    assert both[2] == {}
