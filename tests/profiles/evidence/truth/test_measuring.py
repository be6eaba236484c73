"""What each figure is, on answers that can be reckoned by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.truth.measuring import Answer, Measured, answers, measure
from profiles.evidence.truth.sets import Question, TruthSet

one_answer = st.builds(Answer, st.floats(0, 1), st.booleans())


def test_figures_of_four_answers() -> None:
    found = measure([Answer(0.95, True), Answer(0.91, False), Answer(0.6, True), Answer(0.62, True)])
    assert found == Measured(
        accuracy=0.75,
        brier=pytest.approx((0.05**2 + 0.91**2 + 0.4**2 + 0.38**2) / 4),
        # [.9, 1]: 1.86 believed, 1 right; [.6, .7): 1.22 believed, 2 right
        ece=pytest.approx((0.86 + 0.78) / 4),
        wrong_above_90=0.5,
        above_90=2,
        answers=4,
    )


@pytest.mark.parametrize(("belief", "high"), [(0.9, 1), (0.1 + 0.8, 1), (0.8999, 0), (1.0, 1)])
def test_ninety_itself_counts_as_above(belief: float, high: int) -> None:
    assert measure([Answer(belief, True)]).above_90 == high


def test_no_answer_above_ninety_is_no_error() -> None:
    assert (measure([Answer(0.2, False)]).wrong_above_90, measure([Answer(0.2, False)]).accuracy) == (0.0, 0.0)


def test_nothing_to_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing can be measured"):
        measure([])


@given(st.lists(one_answer, min_size=1, max_size=30))
def test_all_figures_are_shares(found: list[Answer]) -> None:
    measured = measure(found)
    for figure in (measured.accuracy, measured.brier, measured.ece, measured.wrong_above_90):
        assert 0 <= figure <= 1
    assert measured.answers == len(found) >= measured.above_90


@given(st.lists(st.booleans(), min_size=1))
def test_certain_answers_are_measured_by_what_is_wrong(right: list[bool]) -> None:
    measured = measure([Answer(1.0, each) for each in right])
    wrong = 1 - measured.accuracy
    assert (measured.brier, measured.ece, measured.wrong_above_90) == pytest.approx((wrong, wrong, wrong))


def test_answer_is_the_most_believed_and_of_equals_the_first() -> None:
    asked = [Question(f"object {number}", "state", ("a", "b"), ((0,), (1,)), ((), ())) for number in range(4)]
    given_set = TruthSet(("x", "y"), tuple(asked), {0: "a", 1: "b", 3: "nobody says it"}, 8)
    beliefs = ((0.5, 0.5), (0.5, 0.5 + 1e-15), (0.9, 0.1), (0.2, 0.8))
    assert answers(given_set, beliefs) == [Answer(0.5, True), Answer(0.5, False), Answer(0.8, False)]
