from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.collapse import REMEMBERED, held_because, remembered, usual_of

NONE, MANY = "It has no entries; it usually has {}.", "It has {} entries; it usually has {}."


@pytest.mark.parametrize(
    ("counts", "count", "reason"),
    [
        ([], 0, ""),
        ([], 500, ""),  # nobody knows what is usual
        ([20, 20], 0, ""),
        ([20, 20, 20], 0, NONE.format(20)),
        ([20, 21, 19, 40, 20], 0, NONE.format(20)),
        ([3, 3, 3], 0, NONE.format(3)),
        ([2, 2, 2], 0, ""),  # it may well have none
        ([20, 0, 20, 20], 0, ""),  # it has had none before
        ([20, 20, 20], 1, ""),
        ([20, 20, 20], 199, ""),
        ([20, 20, 20], 200, MANY.format(200, 20)),
        ([20, 20, 20], 200_000, MANY.format("200,000", 20)),
        ([1, 1, 1], 100, ""),
        ([1, 1, 1], 101, MANY.format(101, 1)),
        ([0, 0, 0], 99, ""),
        ([0, 0, 0], 100, MANY.format(100, 0)),
        ([50, 50, 50, 50], 500, MANY.format(500, 50)),
        ([50, 50, 50, 50], 499, ""),
    ],
)
def test_what_is_out_of_proportion(counts: list[int], count: int, reason: str) -> None:
    assert held_because(counts, count) == reason


@given(counts=st.lists(st.integers(0, 10_000), max_size=40), count=st.integers(0, 10_000))
def test_what_is_usual_is_never_held(counts: list[int], count: int) -> None:
    kept: list[int] = []
    for each in counts:
        kept = remembered(kept, each)
    assert kept == counts[-REMEMBERED:]
    usual = usual_of(kept)
    if usual is not None:
        assert held_because(kept, usual) == "" or usual == 0
    if kept:
        assert not min(kept) <= count <= max(kept) or held_because(kept, count) == "" or count >= 100
