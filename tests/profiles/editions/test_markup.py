from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.markup import LONGEST, TooLong, blocks, inline, marked, plain

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](java\u200bscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>@import 'http://x'</style>",
    "<p style='background:url(http://x)'>x</p>",
    "<form action=//x><input name=q></form>",
    "<details open ontoggle=alert(1)>",
    "![x](http://tracker.example/pixel.gif)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<base href=//x>",
    "`<script>alert(1)</script>`",
    "<a href='vbscript:x'>x</a>",
    "[x](//example.org)",
    "[^<script>]",
    '[^a" onmouseover="alert(1)]',
    "<sup data-mark='a\" onclick=\"x'></sup>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]
ALLOWED = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "h3", "h4", "br", "sup"}


class Alive(HTMLParser):
    """Collects what a browser would act on and is not on the list."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.found.append(tag)
        for name, value in attrs:
            if (tag, name) == ("a", "href"):
                if not re.match(r"(https?://|mailto:)", value or ""):
                    self.found.append(f"href={value}")
            elif (tag, name) not in {("a", "rel"), ("a", "title"), ("sup", "data-mark")}:
                self.found.append(f"{tag} {name}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_is_inert(source: str) -> None:
    for text in (source, f"Some words {source} around it.", f"- {source}", f"> {source}", f"# {source}"):
        assert Alive("".join(block.html for block in blocks(text))).found == []
        assert Alive(inline(text).html).found == []


@given(st.text(max_size=200))
def test_any_text_is_inert(source: str) -> None:
    assert Alive("".join(block.html for block in blocks(source))).found == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One.[^a]\n\nTwo.[^b-c][^a]", [("<p>One.<sup data-mark=\"a\"></sup></p>", ("a",)),
            ('<p>Two.<sup data-mark="b-c"></sup><sup data-mark="a"></sup></p>', ("b-c", "a"))]),
        ("- one\n\n- two[^x]", [('<ul>\n<li>one</li>\n<li>two<sup data-mark="x"></sup></li>\n</ul>', ("x",))]),
        ("", []),
        ("  \n\n ", []),
        ("*a* **b** [c](https://example.org/?a=1&b=2)",
            [('<p><em>a</em> <strong>b</strong> <a href="https://example.org/?a=1&amp;b=2" '
              'rel="nofollow noopener noreferrer">c</a></p>', ())]),
    ],
)  # fmt: skip
def test_blocks(source: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    found = []
    for block in blocks(source):
        same = re.sub(r"<p>(\s*)", r"<p>", block.html)
        found.append((re.sub(r"<li>\s*<p>(.*?)</p>\s*</li>", r"<li>\1</li>", same), block.marks))
    assert found == expected


def test_marks_are_drawn_and_unknown_ones_vanish() -> None:
    block = inline("Said.[^known][^unknown]")
    assert marked(block.html, lambda key: "1" if key == "known" else "") == "Said.1"


def test_inline_has_no_paragraph() -> None:
    assert inline("one\ntwo *three*").html == "one two <em>three</em>"


def test_plain_gives_words_only() -> None:
    assert plain("A **b** [c](https://x.example)[^d]\n\n- e <script>x</script>") == "A b c e"


def test_too_long_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(TooLong):
        blocks("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    "source",
    ["[" * 201, "![" * 300, "<a " * 300, ">" * 300, "[[" * 5000, "<![CDATA[" * 300, "a" * 20_001, "1. " * 5000],
)
def test_text_that_nobody_wrote_is_refused_before_it_keeps_a_process_busy(source: str) -> None:
    for text in (source, f"Good.\n\n{source}\n\nGood."):
        with pytest.raises(TooLong):
            blocks(text)


def in_a_fresh_thread(source: str) -> object:
    """A thread has a parser of its own, so here it is a new one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(blocks, source).result()


@given(st.lists(st.text("ab[]^()*_`<>&;: \n-1.#", max_size=60), min_size=1, max_size=5))
def test_one_text_leaves_nothing_behind_for_the_next(sources: list[str]) -> None:
    assert [blocks(source) for source in sources] == [in_a_fresh_thread(source) for source in sources]


def test_text_that_broke_off_leaves_nothing_behind() -> None:
    with pytest.raises(TooLong, match="nested too deeply"):
        blocks("1. " * 5000)
    assert blocks("Said.[^a]") == in_a_fresh_thread("Said.[^a]")


def test_html_prints_as_it_is_and_text_does_not() -> None:
    assert html.escape(inline("<b>").html) != inline("a").html
    assert inline("*a*").html.__html__() == "<em>a</em>"
