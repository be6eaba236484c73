from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sources.remembered import Remembered


def kept(memory: Remembered[str]) -> set[str]:
    return {key for key in "abcdef" if memory.get(key) is not None}


def test_remembered_forgets_what_was_used_longest_ago() -> None:
    memory: Remembered[str] = Remembered(most=6, weight_of=len)
    for key in "abc":
        assert memory.keep(key, key * 2) == key * 2
    assert memory.get("a") == "aa"
    memory.keep("d", "dddd")
    assert (kept(memory), len(memory)) == ({"a", "d"}, 2)
    memory.keep("e", "e" * 50)
    assert (kept(memory), memory.get("e")) == ({"e"}, "e" * 50)
    memory.keep("f", "f")
    assert kept(memory) == {"f"}


def test_remembered_keeps_the_first_value_of_a_key_and_weighs_it_once() -> None:
    memory: Remembered[str] = Remembered(most=4, weight_of=len)
    for _ in range(9):
        memory.keep("a", "aa")
    memory.keep("b", "bb")
    assert kept(memory) == {"a", "b"}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 9)), max_size=60))
def test_remembered_never_holds_more_than_its_weight(given_keys: list[tuple[str, int]]) -> None:
    memory: Remembered[str] = Remembered(most=10, weight_of=len)
    for key, weight in given_keys:
        memory.keep(key, "x" * weight)
        assert memory.get(key) is not None
        held = [value for name in "abcdef" if (value := memory.get(name)) is not None]
        assert sum(map(len, held)) <= 10
        assert len(held) == len(memory)
