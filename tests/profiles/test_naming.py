from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.naming import fold, search_words, slug_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Ämter  Straße\n", "amter strasse"),
        ("Łódź Ørsted Æther", "lodz orsted aether"),
        ("São Paulo", "sao paulo"),
        ("ＩＸ．br", "ix.br"),
        ("日本 電信", "日本 電信"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "slug"), [("DE-CIX", "de-cix"), ("IX.br", "ix-br"), ("  Télé 2!", "tele-2"), ("日本", ""), ("--", "")]
)
def test_slug(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_search_words() -> None:
    assert search_words("AS13335, IX.br & Zürich's") == ["as", "13335", "ix", "br", "zurich", "s"]
