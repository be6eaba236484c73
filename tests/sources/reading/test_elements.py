from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from sources.reading.decode import Refused
from sources.reading.document import read_chosen_text, read_document
from sources.reading.elements import NotASelector, check_selector, text_of_element

DAY = date(2031, 3, 20)
PAGE = """<!doctype html><html lang="en"><head><title>Status of the harbour</title>
<meta property="og:site_name" content="Quay Courier"></head><body>
<nav class="menu">Home</nav>
<main id="status" role="main"><h1>Status</h1><p class="note">The <b>northern</b> link<br>is <a href="/x">open</a>.</p>
<script>ignored()</script> tail <div class="note inner">Since<style>p{}</style> 3 March.</div></main>
<p class="note">  Otherwise&nbsp;calm. </p><p class="empty"> <br></p></body></html>"""
TREE = html.document_fromstring(PAGE)


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("#status", "Status\nThe northern link\nis open.\ntail\nSince 3 March."),
        ("main .note", "The northern link\nis open.\nSince 3 March."),
        ("main > p", "The northern link\nis open."),
        ("[role=main] h1", "Status"),
        (".inner, nav", "Home\nSince 3 March."),
        ("main, .note", "Status\nThe northern link\nis open.\ntail\nSince 3 March.\nOtherwise calm."),
        ("p.note a[href^='/']", "open"),
        ("body > main > div.note.inner", "Since 3 March."),
        ("body main[id$=tus] [class~=inner]", "Since 3 March."),
        ("MAIN [class*=nne][class]", "Since 3 March."),
        ("main main p, html > h1, nav.menu", "Home"),
    ],
)
def test_text_of_what_a_selector_chooses(selector: str, text: str) -> None:
    check_selector(selector)
    assert text_of_element(TREE, selector) == text


@pytest.mark.parametrize(
    ("selector", "code"), [("#gone", "no-element"), ("p.empty", "no-text"), ("main script", "no-text")]
)
def test_element_that_is_missing_or_empty_is_refused(selector: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        text_of_element(TREE, selector)
    assert (caught.value.code, selector in caught.value.message) == (code, True)


@pytest.mark.parametrize("body", ["<div>" * 200 + "<p>x</p>" * 20_000, ("<div>" * 100 + "x" + "</div>" * 100) * 200])
def test_selector_of_many_parts_over_a_deep_page_ends(body: str) -> None:
    """As an XPath, eight parts took minutes here."""
    tree = html.document_fromstring(f"<html><body>{body}")
    for selector in ("* * * * * * * *", "div div div div div div p.a", "p,p,p,p,p,p,p,p"):
        with contextlib.suppress(Refused):
            assert text_of_element(tree, selector)


def test_too_many_elements_are_refused() -> None:
    with pytest.raises(Refused, match="More than 200 elements"):
        text_of_element(html.document_fromstring("<p>x</p>" * 201), "p")


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        ("", "This is no CSS selector."),
        ("p[", "This is no CSS selector."),
        ("//p", "This is no CSS selector."),
        ("p:nth-child(2)", "Use names, classes"),
        ("p:has(a)", "Use names, classes"),
        (":is(p)", "Use names, classes"),
        ("p:not(.x)", "Use names, classes"),
        ("p:contains('x')", "Use names, classes"),
        ("a + b", "Use names, classes"),
        ("a ~ b", "Use names, classes"),
        ("svg|a", "Use names, classes"),
        ("[role=MAIN i]", "Use names, classes"),
        ("p::before", "A selector chooses elements"),
        ("a b c d e f g h i", "A selector has at most 8 parts."),
        ("a,b,c,d,e,f,g,h,i", "A selector has at most 8 parts."),
        ("x" * 201, "A selector has at most 200 characters."),
    ],
)
def test_selector_that_is_not_used_says_why(selector: str, reason: str) -> None:
    with pytest.raises(NotASelector) as caught:
        check_selector(selector)
    assert str(caught.value).startswith(reason)


@given(st.text(alphabet="ap.#[]=\"'>,:()* \\\x00é\n1-|", max_size=20))
def test_any_selector_is_used_or_refused(selector: str) -> None:
    try:
        check_selector(selector)
    except NotASelector:
        return
    with contextlib.suppress(Refused):
        assert text_of_element(TREE, selector).strip()


def test_document_of_an_element_is_its_text_however_short() -> None:
    read = read_document(PAGE.encode(), latest=DAY, address="https://q.example.org/s", selector=".inner")
    assert (read.text, read.body_start) == ("Since 3 March.", 0)
    assert (read.title and read.title.value, read.publisher and read.publisher.value) == (
        "Status of the harbour",
        "Quay Courier",
    )
    with pytest.raises(Refused, match="no element that fits"):
        read_document(PAGE.encode(), latest=DAY, selector="#gone")
    with pytest.raises(Refused, match="no element that fits"):
        read_document(b"No page at all, but a text.", latest=DAY, selector="main")


def test_chosen_text_is_read_however_short() -> None:
    read = read_chosen_text("All is well.\x00\r\n", latest=DAY, address="https://q.example.org/s.json")
    assert (read.text, read.title, read.address) == ("All is well.", None, "https://q.example.org/s.json")
