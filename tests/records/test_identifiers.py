from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.identifiers import KINDS, PATTERN, new_identifier


@given(st.sampled_from(sorted(KINDS)), st.binary(min_size=10, max_size=10))
def test_identifier_has_its_form(kind: str, random: bytes) -> None:
    found = new_identifier(kind, lambda count: random[:count])
    assert PATTERN.match(found)
    assert found.startswith(KINDS[kind])
    assert found == new_identifier(kind, lambda count: random[:count])


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_other_bits_are_another_identifier(one: bytes, other: bytes) -> None:
    assert (new_identifier("claim", lambda _: one) == new_identifier("claim", lambda _: other)) == (one == other)


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        new_identifier("rumour")
