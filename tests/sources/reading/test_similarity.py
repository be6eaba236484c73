from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.similarity import containment, likeness, shape_of
from tests.sources.cases import REPORT, RETELLINGS, UNRELATED, read_own

SENTENCE = "The gate of Ellery stood empty for two long years before Farlight came with its ships."
OTHER = "Nobody in the town had thought that a company from the north would pay for lights and guards."
WORDS = ("the", "gate", "of", "a", "port", "is", "open", "and", "ships", "come", "in", "to", "pilots")
PILOTS = " ".join(
    f"Pilot {name} was asleep at home when it happened again."
    for name in ("Ase", "Bo", "Cai", "Dag", "Eli", "Finn", "Gro", "Hal", "Ivo")
)
FILL = " ".join(
    f"Ship number {name} waited outside for its turn."
    for name in ("one", "two", "three", "four", "five", "six", "seven")
)

CASES = [
    ("a copy", f"{SENTENCE} {OTHER}", f"{FILL} {SENTENCE} {OTHER}", "same_text"),
    ("one sentence", f"{SENTENCE} {FILL}", f"{OTHER} {SENTENCE.upper()}\n" + PILOTS, "same_sentence"),
    (
        "one sentence within a quotation",
        f"“{SENTENCE}” said the mayor. {FILL}",
        f"She said: “{SENTENCE}”\n{OTHER} " + PILOTS,
        None,
    ),
    ("a short sentence", "The gate is open again. " + FILL, "The gate is open again. " + OTHER, None),
    ("nothing", FILL, f"{SENTENCE} {OTHER}", None),
    ("too short to tell", "The gate is open.", "The gate is open.", None),
]


@pytest.mark.parametrize(("first", "second", "kind"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_likeness(first: str, second: str, kind: str | None) -> None:
    found = likeness(shape_of(first), shape_of(second))
    assert (found.kind if found else None) == kind
    if found:
        assert first[found.evidence.start : found.evidence.end] == found.evidence.quote


def test_our_retellings_share_no_wording() -> None:
    """As in the world: no comparison of texts finds out that they are one."""
    texts = [read_own(name).text for name in (*RETELLINGS, REPORT, UNRELATED)]
    shapes = [shape_of(text) for text in texts]
    pairs = [(a, b) for a in range(len(texts)) for b in range(a)]
    assert [likeness(shapes[a], shapes[b]) for a, b in pairs] == [None] * len(pairs)


@given(st.lists(st.sampled_from(WORDS), min_size=0, max_size=80))
def test_containment_is_a_share_and_whole_with_oneself(words: list[str]) -> None:
    shape = shape_of(" ".join(words))
    assert containment(shape, shape) in {0.0, 1.0}
    assert 0 <= containment(shape, shape_of(SENTENCE * 3)) <= 1
