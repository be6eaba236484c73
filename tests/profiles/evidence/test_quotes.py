from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.quotes import LONGEST, Place, QuoteNotFound, place

TEXT = "The office said: “no link – none – was\nrestored”. It’s  over. 𝔘nusual signs too."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("The office said", Place(0, 15, "The office said")),
        ('"no link - none - was restored"', Place(17, 48, "“no link – none – was\nrestored”")),
        ("It's over.", Place(50, 61, "It’s  over.")),
        ("  𝔘nusual signs ", Place(62, 75, "𝔘nusual signs")),
    ],
)
def test_place(quote: str, found: Place) -> None:
    assert place(TEXT, quote) == found
    assert TEXT[found.start : found.end] == found.text


@pytest.mark.parametrize("quote", ["", "   ", "the office said", "was restored yesterday", "x" * (LONGEST + 1)])
def test_words_that_do_not_stand_there_are_refused(quote: str) -> None:
    with pytest.raises(QuoteNotFound):
        place(TEXT, quote)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80), st.data())
def test_every_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    if not piece.strip():
        return
    found = place(text, piece)
    assert text[found.start : found.end] == found.text
    assert found.text.split() == piece.split()
