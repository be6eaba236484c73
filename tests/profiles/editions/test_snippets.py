"""The words around a hit: the same as when every word of the text is folded and looked at."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.snippets import AROUND, snippet
from profiles.naming import fold, search_words

WORDS = (
    "Harbour",
    "harbours",
    "ÜBER",
    "uber",
    "ring",
    "_ring",
    "cafe\u0301",
    "As174",
    "<b>",
    "a",
    "東京",
    "straße",
    "İx",
)
TERMS = ("harbour", "uber", "ring", "cafe", "as", "174", "a", "東京", "strasse", "ix")


def marked_words(text: str, terms: tuple[str, ...]) -> list[str]:
    return [word for word in re.findall(r"\w+", text) if any(fold(word).startswith(term) for term in terms)]


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sets(st.sampled_from(TERMS), min_size=1, max_size=3))
def test_what_is_marked_are_the_first_words_that_begin_with_a_term(words: list[str], chosen: set[str]) -> None:
    text, terms = " ".join(words), tuple(sorted(chosen))
    shown = snippet(text, terms)

    marked = re.findall("<mark>(.*?)</mark>", shown)
    all_marked = marked_words(text, terms)
    assert marked == all_marked[: len(marked)]
    assert bool(marked) == bool(all_marked)
    plain = re.sub("</?mark>", "", shown).replace("&lt;", "<").replace("&gt;", ">")
    assert plain.removeprefix("… ").removesuffix(" …") in text
    # What is shown unmarked is no hit.
    unmarked = re.sub("<mark>.*?</mark>", " ", shown).removeprefix("… ").removesuffix(" …")
    assert [word for word in marked_words(unmarked, terms) if word in text.split()] == []
    assert len(plain) <= 2 * AROUND + 40


def test_letters_of_any_case_are_found_where_all_are_plain_and_where_some_are_not() -> None:
    said = "The HARBOUR exchange, and a harbourmaster."
    wanted = "The <mark>HARBOUR</mark> exchange, and a <mark>harbourmaster</mark>."
    assert snippet(said, tuple(search_words("Harbour"))) == wanted
    assert snippet(said + " Ü", ("harbour",)) == wanted + " Ü"
    assert snippet("A & <i>ring</i>", ("ring",)) == "A &amp; &lt;i&gt;<mark>ring</mark>&lt;/i&gt;"
    assert snippet("nothing", ("ring",)) == snippet("", ("ring",)) == ""
