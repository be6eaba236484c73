from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.plain_xml import MAX_DEPTH, Element, XmlRead, XmlRefused, walk


def walked(body: bytes, most: int = 1_000) -> tuple[XmlRead, list[Element]]:
    elements: list[Element] = []
    return walk(body, max_elements=most, ended=elements.append), elements


def test_elements_end_with_their_text_their_place_and_their_attributes() -> None:
    read, elements = walked(
        b"<a xmlns='urn:x' xmlns:o='urn:o'><b o:k='1' k='2'> one <c/>two</b><o:b><![CDATA[<&]]> &amp; &#65;</o:b></a>"
    )
    assert read == XmlRead(4, "")
    assert [(each.name, each.path, dict(each.attributes), each.text) for each in elements] == [
        ("c", ("a", "b"), {}, ""),
        ("b", ("a",), {"urn:o k": "1", "k": "2"}, "one two"),
        ("b", ("a",), {}, "<& & A"),
        ("a", (), {}, ""),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_text_is_read_in_the_encoding_that_is_declared(encoding: str) -> None:
    body = f"<?xml version='1.0' encoding='{encoding}'?><a>Häfen</a>".encode(encoding)
    assert walked(body)[1][0].text == "Häfen"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE a><a/>", "It has a document type declaration, which is not read."),
        (b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "It has a document type declaration, which is not read."),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "It has a document type declaration, which is not read."),
        (b"<a>" * (MAX_DEPTH + 1), "It is nested too deeply."),
        (b"<a>" + b"<b/>" * 1_000 + b"</a>", "It has more than 1,000 elements."),
    ],
)
def test_what_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(XmlRefused) as caught:
        walked(body)
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b"", XmlRead(0, "It is not well-formed XML, from line 1.")),
        (b"<a>\n<b/>\n<c></a>", XmlRead(1, "It is not well-formed XML, from line 3.")),
        (b"<a><b/>&nbsp;<c/></a>", XmlRead(1, "It is not well-formed XML, from line 1.")),
        (b"<?xml version='1.0' encoding='rot13'?><a/>", XmlRead(0, "It is not well-formed XML.")),
    ],
)
def test_broken_xml_is_read_up_to_where_it_breaks(body: bytes, read: XmlRead) -> None:
    found = walked(body)[0]
    assert (found.elements, found.broken.partition(",")[0].rstrip(".")) == (
        read.elements,
        read.broken.partition(",")[0].rstrip("."),
    )


@given(st.lists(st.sampled_from("abc"), max_size=MAX_DEPTH))
def test_every_element_begins_before_it_ends(names: list[str]) -> None:
    seen: list[tuple[str, str]] = []
    body = "".join(f"<{name}>" for name in names) + "".join(f"</{name}>" for name in reversed(names))
    walk(
        body.encode(),
        max_elements=100,
        begun=lambda element: seen.append(("begun", element.name)),
        ended=lambda element: seen.append(("ended", element.name)),
    )
    if names:
        assert seen == [("begun", name) for name in names] + [("ended", name) for name in reversed(names)]


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"<a>{text}".encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(XmlRefused):
        assert isinstance(walked(body)[0], XmlRead)
