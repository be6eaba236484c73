from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.desk.ordering import Key, save_order


def keys(*names: str) -> frozenset[Key]:
    return frozenset((name, 1) for name in names)


@pytest.mark.parametrize(
    ("held", "wanted", "order", "stuck"),
    [
        ({}, {}, (), {}),
        ({}, {1: keys("a")}, (1,), {}),
        ({1: keys("a")}, {2: keys("a")}, (), {2: ("a", 1)}),
        ({1: keys(), 2: keys("a")}, {1: keys("a"), 2: keys()}, (2, 1), {}),  # published moves to the earlier row
        ({1: keys("a"), 2: keys("b")}, {1: keys("b"), 2: keys("a")}, (), {1: ("b", 1), 2: ("a", 1)}),
        ({}, {1: keys("a"), 2: keys("a")}, (1,), {2: ("a", 1)}),
    ],
)
def test_order(
    held: dict[int, frozenset[Key]],
    wanted: dict[int, frozenset[Key]],
    order: tuple[int, ...],
    stuck: dict[int, Key],
) -> None:
    assert save_order(held, wanted) == (order, stuck)


rows = st.dictionaries(st.integers(0, 5), st.frozensets(st.tuples(st.sampled_from("abcd"), st.just(1)), max_size=2))


@given(rows, rows)
def test_no_key_is_ever_held_twice_on_the_way(
    held: dict[int, frozenset[Key]], wanted: dict[int, frozenset[Key]]
) -> None:
    now: dict[int, frozenset[Key]] = {}
    for row, theirs in held.items():  # what is stored holds each key once
        now[row] = theirs - {key for other in now.values() for key in other}
    order, stuck = save_order(dict(now), wanted)
    assert set(order) | set(stuck) == set(wanted)
    assert not set(order) & set(stuck)
    for row in order:
        now[row] = wanted[row]
        all_keys = [key for theirs in now.values() for key in theirs]
        assert len(all_keys) == len(set(all_keys))
