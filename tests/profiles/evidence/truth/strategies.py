"""Random sets, small and full of agreement, so that copying, compatible values and disputes meet often."""

from hypothesis import strategies as st

from profiles.evidence.truth.sets import Question, TruthSet

SOURCES = 7


@st.composite
def questions(draw: st.DrawFn, number: int) -> Question:
    """A question with up to four values; a later value may be less specific than an earlier one."""
    count = draw(st.integers(1, 4))
    voices = [draw(st.frozensets(st.integers(0, SOURCES - 1), min_size=1)) for _ in range(count)]
    generals = [
        tuple(other for other in range(value + 1, count) if draw(st.sampled_from((False, False, True))))
        for value in range(count)
    ]
    return Question(
        object=f"object {number}",
        attribute="state",
        values=tuple(f"value {value}" for value in range(count)),
        voices=tuple(tuple(sorted(each)) for each in voices),
        generals=tuple(generals),
    )


@st.composite
def truth_sets(draw: st.DrawFn) -> TruthSet:
    """Up to eight questions to seven sources, each of which says something."""
    found = [draw(questions(number)) for number in range(draw(st.integers(1, 8)))]
    everybody = tuple(range(SOURCES))
    found.append(Question("roll call", "state", ("here",), (everybody,), ((),)))
    return TruthSet(
        sources=tuple(f"source {number}" for number in range(SOURCES)),
        questions=tuple(found),
        truth={number: draw(st.sampled_from(("value 0", "value 1"))) for number in range(len(found) - 1)},
        claims=sum(len(voices) for question in found for voices in question.voices),
    )
