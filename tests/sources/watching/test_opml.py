from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.decode import storable
from sources.watching.choices import Paths
from sources.watching.opml import MAX_BYTES, NUMBERS, NotOpml, Outline, Outlines, read_opml, write_opml

NOW = datetime(2031, 3, 20, 9, 30, tzinfo=UTC)
LIST = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Harbours"><outline text="Quay &amp; Co" title="x" type="rss" xmlUrl="https://q.example.org/feed"
  htmlUrl="https://q.example.org/"/>
 <outline title="Europe" text="Europe"><outline title="Häfen" xmlurl="http://h.example.org/rss?a=1&amp;b=2"/></outline>
</outline><outline text="a note"/><outline text="a link" type="link" url="https://l.example.org/"/>
<outline xmlUrl="https://z.example.org/f"/>
</body></opml>""".encode("latin-1")

WORDS = st.text(max_size=12).map(lambda text: " ".join(storable(text).split()))
OUTLINES = st.builds(
    Outline,
    address=WORDS.map(lambda text: f"https://x.example.org/{text}"),
    title=WORDS,
    kind=st.sampled_from(["feed", "page", "sitemap", "json"]),
    folder=st.lists(WORDS.filter(lambda text: text and "/" not in text), max_size=3).map(" / ".join),
    publisher=WORDS,
    publisher_kind=st.sampled_from(["", "newsroom"]),
    terms=WORDS,
    licence=WORDS,
    is_active=st.booleans(),
    numbers=st.lists(st.integers(0, 99_999), max_size=len(NUMBERS)).map(
        lambda given: tuple(zip(NUMBERS, given, strict=False))
    ),
    selector=WORDS,
    paths=st.builds(Paths, items=WORDS, title=WORDS, address=WORDS, date=WORDS, id=WORDS, text=WORDS),
)


def test_list_of_another_program_is_read() -> None:
    assert read_opml(LIST) == Outlines(
        (
            Outline("https://q.example.org/feed", "Quay & Co", folder="Harbours", site="https://q.example.org/"),
            Outline("http://h.example.org/rss?a=1&b=2", "Häfen", folder="Harbours / Europe"),
            Outline("https://z.example.org/f", ""),
        ),
        (("without the address of a feed", 2),),
        (),
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "It is no OPML file. It is not well-formed XML, from line 1."),
        (b"{}", "It is no OPML file. It is not well-formed XML, from line 1."),
        (b"<rss/>", "It is no OPML file."),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "It has a document type declaration, which is not read."),
        (b"<opml>" + b"<outline>" * 90, "It is nested too deeply."),
        (b"<opml>" + b"<outline/>" * 50_001 + b"</opml>", "It has more than 50,000 elements."),
        (b" " * (MAX_BYTES + 1), "The file is larger than 5 MiB."),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, reason: str) -> None:
    assert read_opml(data) == NotOpml(reason)


def test_broken_list_is_read_up_to_where_it_breaks() -> None:
    found = read_opml(LIST.replace(b'<outline text="a note"/>', b'<outline text="a & b"/>'))
    assert isinstance(found, Outlines)
    assert (len(found.outlines), found.notes) == (
        2,
        ("It is not well-formed XML, from line 6. What stands after that was not read.",),
    )


def test_of_6000_outlines_5000_are_read_and_the_rest_is_said() -> None:
    rows = "".join(f'<outline xmlUrl="https://a.example.org/{number}"/>' for number in range(6_000))
    found = read_opml(f"<opml><body>{rows}</body></opml>".encode())
    assert isinstance(found, Outlines)
    assert (len(found.outlines), found.left_out) == (5_000, (("over the 5,000 that are read", 1_000),))


def test_list_is_one_that_other_programs_read() -> None:
    written = write_opml(
        [Outline("https://q.example.org/feed?a&b", 'Quay "& <Co>', folder="A / B")], title="T", made_at=NOW
    )
    assert b'<outline text="A" title="A">' in written
    assert b'type="rss" text="Quay &quot;&amp; &lt;Co&gt;"' in written
    assert b'xmlUrl="https://q.example.org/feed?a&amp;b"' in written


@given(st.lists(OUTLINES, max_size=6))
def test_what_is_written_is_read_back(outlines: list[Outline]) -> None:
    found = read_opml(write_opml(outlines, title="T", made_at=NOW))
    assert isinstance(found, Outlines)
    key = lambda each: (each.folder, each.address, repr(each))  # noqa: E731
    assert sorted(found.outlines, key=key) == sorted(outlines, key=key)
    assert (found.left_out, found.notes) == ((), ())


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<opml><body>{text}".encode("utf-8", "replace"))
)
def test_any_bytes_give_a_list_or_a_refusal(data: bytes) -> None:
    assert isinstance(read_opml(data), Outlines | NotOpml)


def test_interval_that_is_no_number_is_none() -> None:
    written = write_opml(
        [Outline("https://q.example.org/", "Q", numbers=(("interval_seconds", 60),))], title="T", made_at=NOW
    )
    found = read_opml(written.replace(b'"60"', b'"6e1"'))
    assert isinstance(found, Outlines)
    assert found.outlines == (Outline("https://q.example.org/", "Q"),)
