"""The fusion without any knowledge of its sources: what it must find, and what must always hold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.confidence.v1.fusion import belief
from profiles.evidence.truth.measuring import answers, measure
from profiles.evidence.truth.methods import METHODS
from profiles.evidence.truth.origin import FIGURES, ORIGIN, credited, held_back, independent, origin, shares
from profiles.evidence.truth.reading import read_set
from profiles.evidence.truth.sets import Question, TruthSet
from profiles.evidence.truth.voting import vote
from tests.profiles.evidence.truth.invented import Recipe, invented
from tests.profiles.evidence.truth.strategies import truth_sets

COPIED = read_set(invented(Recipe(sources=18, copiers=6, worst=0.4, best=0.9)))


def right(given_set: TruthSet, method: str) -> float:
    return measure(answers(given_set, METHODS[method](given_set))).accuracy


def asked(*voices: tuple[int, ...], generals: tuple[tuple[int, ...], ...] | None = None) -> Question:
    names = tuple(f"value {number}" for number in range(len(voices)))
    return Question("object", "state", names, voices, generals or ((),) * len(voices))


def a_set(*questions: Question) -> TruthSet:
    everybody = {source for question in questions for voices in question.voices for source in voices}
    claims = sum(len(voices) for question in questions for voices in question.voices)
    return TruthSet(tuple(map(str, range(max(everybody) + 1))), questions, {}, claims)


@pytest.mark.parametrize("method", ["origin", "origin-either-way", "origin-unlimited"])
def test_copies_of_the_worst_source_do_not_win(method: str) -> None:
    """Six of eighteen repeat the source that is right four times in ten."""
    assert right(COPIED, "vote") < 0.8
    assert right(COPIED, "origin-independent") < 0.8
    assert right(COPIED, method) > 0.95


def test_lone_source_is_believed_as_it_is_reliable() -> None:
    (found,) = origin(a_set(asked((0,))), replace(ORIGIN, rounds=1))
    assert found == (pytest.approx(0.8),)


def test_less_specific_report_supports_the_more_specific_value() -> None:
    specific, general = origin(a_set(asked((0,), (1,), generals=((1,), ()))))[0]
    assert specific > general
    assert specific > origin(a_set(asked((0,), (1,))))[0][0]


def test_who_is_less_specific_is_not_taken_for_wrong() -> None:
    given_set = a_set(asked((0, 1), (2,), generals=((1,), ())))
    assert credited(given_set, ((0.7, 0.1),)) == [[0.7, pytest.approx(0.8)]]


def test_contradicted_value_does_not_reach_the_highest_band() -> None:
    crowd = (0, 1, 2, 3, 4, 5, 6, 7)
    many = [asked(crowd)] * 10
    ((agreed, *_),) = origin(a_set(*many, asked(crowd)))[-1:]
    contradicted = origin(a_set(*many, asked(crowd, (8,))))[-1]
    compatible = origin(a_set(*many, asked(crowd, (8,), generals=((1,), ()))))[-1]
    assert agreed > 0.98
    assert contradicted[0] == 0.89
    assert compatible[0] > 0.9
    free = origin(a_set(*many, asked(crowd, (8,))), replace(ORIGIN, limit=1.0))[-1]
    assert free[0] > 0.9


@pytest.mark.parametrize(
    ("question", "believed", "expected"),
    [
        (asked((0,)), (0.97,), (0.97,)),
        (asked((0,), (1,)), (0.95, 0.02), (0.89, 0.02)),
        (asked((0,), (1,)), (0.5, 0.4), (0.5, 0.4)),
        (asked((0,), (1,), generals=((), (0,))), (0.95, 0.02), (0.95, 0.02)),
        (asked((0,), (1,), (2,), generals=((), (0,), ())), (0.95, 0.02, 0.01), (0.89, 0.02, 0.01)),
    ],
)
def test_held_back_while_contradicted(
    question: Question, believed: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    assert held_back(question, believed, 0.89) == expected


def test_what_was_copied_counts_less() -> None:
    supporting = [(3.0, 0, 1.0), (2.0, 1, 0.8), (1.0, 2, 1.0)]
    chances = [{2: 1.0}, {0: 0.5}, {0: 0.5, 1: 1.0, 7: 1.0}]
    # 0 has nobody before it; 1 copies 0 half the time; 2 copies both
    assert independent(supporting, chances, 0.9) == pytest.approx([3.0, 2 * 0.8 * 0.55, 0.55 * 0.1])


@given(st.lists(st.floats(0, 60), min_size=1, max_size=15))
def test_shares_are_the_belief_of_version_1(found: list[float]) -> None:
    expected = [belief(own, found[:place] + found[place + 1 :], FIGURES) for place, own in enumerate(found)]
    assert shares(found, FIGURES) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=15))
def test_shares_of_any_strengths_are_chances(found: list[float]) -> None:
    made = shares(found, FIGURES)
    assert all(0 <= each <= 1 for each in made)
    assert sum(made) <= 1 + 1e-9


@given(truth_sets(), st.sampled_from(sorted(METHODS)))
def test_every_method_gives_each_value_a_belief(given_set: TruthSet, method: str) -> None:
    beliefs = METHODS[method](given_set)
    assert [len(each) for each in beliefs] == [len(question.values) for question in given_set.questions]
    for believed in beliefs:
        assert all(0 <= each <= 1 for each in believed)
        if method != "truthfinder":
            assert sum(believed) <= 1 + 1e-9


@given(truth_sets())
def test_nothing_contradicted_is_above_89(given_set: TruthSet) -> None:
    for question, believed in zip(given_set.questions, origin(given_set), strict=True):
        best = believed.index(max(believed))
        agree = {best, *question.generals[best]}
        agree |= {value for value, generals in enumerate(question.generals) if best in generals}
        if len(agree) < len(believed):
            assert max(believed) <= 0.89


@given(truth_sets(), st.randoms(use_true_random=False))
def test_order_of_questions_does_not_matter(given_set: TruthSet, shuffle: object) -> None:
    places = list(range(len(given_set.questions)))
    shuffle.shuffle(places)  # type: ignore[attr-defined]
    mixed = replace(given_set, questions=tuple(given_set.questions[place] for place in places))
    beliefs = origin(given_set)
    for place, found in zip(places, origin(mixed), strict=True):
        assert found == pytest.approx(beliefs[place], abs=1e-6)


@given(truth_sets())
def test_the_same_set_gives_the_same_beliefs(given_set: TruthSet) -> None:
    assert origin(given_set) == origin(given_set)


@given(truth_sets())
def test_shares_of_a_vote_add_up(given_set: TruthSet) -> None:
    assert [sum(each) for each in vote(given_set)] == pytest.approx([1.0] * len(given_set.questions))
