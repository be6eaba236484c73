"""Simple markup is read without a parser, and says the very same."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.reading.decode import storable
from sources.reading.plain_text import of_any, plain

PIECES = st.sampled_from(
    [
        *("a", " ", "\n", "wörd", "5 > 4", "<", ">", "&", "\xa0", "\x0b"),
        *("&amp;", "&lt;b&gt;", "&nbsp;", "&rsquo;", "&#8217;", "&#38;", "&#1234567890;", "&unknown;", "&amp", "&AMP;"),
        *("<b>", "</b>", "<i>", "</i>", "<em>", "</em>", '<a href="https://e.example/?a=b">', "</a>", "<code>"),
        *("<p>", "</p>", '<p class="first" id="x">', "<br>", "<br/>", "<br />", "</br>", "<span>", "</span>"),
        *("<div>", "</div>", "<script>", "</script>", "<!-- c -->", "<![CDATA[x]]>", "<P>", "</P>", "<li>", "<b"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
@example('<p>One <b>two</b>three</p><p class="x">four &amp; five<br>six</p>')
@example("<b></b>a<i></i>b")
@example("<p>a<p>b</p></p>")
@example("<b>a<i>b</i></b>")
def test_text_is_what_the_parser_sees(markup: str) -> None:
    assert plain(markup, 4_000) == " ".join(of_any(storable(markup)).split())


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("No  markup\nat all, 5 > 4", "No markup at all, 5 > 4"),
        ('<p>A <b>dredger</b> &amp; its <a href="https://e.example/?a=b">crew</a>.</p>', "A dredger & its crew ."),
        ("one<br>two<br/>three", "one two three"),
        ("It&rsquo;s &ldquo;here&rdquo;&nbsp;now &#8211; or&hellip;", "It’s “here” now – or…"),
        ("<div><ul><li>nested</li><li>lists</li></ul></div>", "nested lists"),
        ("before<script>alert(1)</script>after", "before after"),
        ("<b " + 'a="1" ' * 3_000 + ">x</b>", "x"),
        ("<b>" * 3_000 + "x", "x"),
    ],
)
def test_text_of_a_piece(markup: str, text: str) -> None:
    assert plain(markup, 400) == text


def test_text_is_cut() -> None:
    assert plain("ab <b>cd</b> ef", 6) == "ab cd"
