from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.decode import storable
from sources.watching.choices import Paths
from sources.watching.opml import MAX_BYTES, NUMBERS, NotOpml, OpmlReader, OpmlRefused, Outline, Outlines, read_opml
from sources.watching.opml_writing import write_opml

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


def written_of(outlines: Iterable[Outline]) -> bytes:
    return "".join(write_opml(outlines, title="T", made_at=NOW)).encode()


def test_list_of_another_program_is_read() -> None:
    assert read_opml(LIST, most=3) == Outlines(
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
        (b"<opml><!--" + b" -" * 250_000, "A tag or a comment in it is longer than 256 KiB."),
        (b" " * (MAX_BYTES + 1), "The file is larger than 5 MiB."),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, reason: str) -> None:
    assert read_opml(data, most=10) == NotOpml(reason)


def test_broken_list_is_read_up_to_where_it_breaks() -> None:
    found = read_opml(LIST.replace(b'<outline text="a note"/>', b'<outline text="a & b"/>'), most=9)
    assert isinstance(found, Outlines)
    assert (len(found.outlines), found.notes) == (
        2,
        ("It is not well-formed XML, from line 6. What stands after that was not read.",),
    )


def test_longer_list_than_asked_for_is_left_to_the_command() -> None:
    rows = "".join(f'<outline xmlUrl="https://a.example.org/{number}"/>' for number in range(6_000))
    assert read_opml(f"<opml><body>{rows}</body></opml>".encode(), most=500) == NotOpml(
        "The list has 6,000 sources; here 500 are brought in at once. "
        "The command “manage.py import_sources FILE” takes them all."
    )


def test_list_is_one_that_other_programs_read() -> None:
    written = written_of([Outline("https://q.example.org/feed?a&b", 'Quay "& <Co>', folder="A / B")])
    assert b'<outline text="A" title="A">' in written
    assert b'type="rss" text="Quay &quot;&amp; &lt;Co&gt;"' in written
    assert b'xmlUrl="https://q.example.org/feed?a&amp;b"' in written


@given(st.lists(OUTLINES, max_size=6))
def test_what_is_written_is_read_back(outlines: list[Outline]) -> None:
    found = read_opml(written_of(outlines), most=6)
    assert isinstance(found, Outlines)
    assert list(found.outlines) == outlines
    assert (found.left_out, found.notes) == ((), ())


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<opml><body>{text}".encode("utf-8", "replace"))
)
def test_any_bytes_give_a_list_or_a_refusal(data: bytes) -> None:
    assert isinstance(read_opml(data, most=10), Outlines | NotOpml)


def test_interval_that_is_no_number_is_none() -> None:
    written = written_of([Outline("https://q.example.org/", "Q", numbers=(("interval_seconds", 60),))])
    found = read_opml(written.replace(b'"60"', b'"6e1"'), most=1)
    assert isinstance(found, Outlines)
    assert found.outlines == (Outline("https://q.example.org/", "Q"),)


def read_in_pieces(pieces: Iterable[bytes]) -> list[Outline] | str:
    reader, found = OpmlReader(), []
    try:
        for piece in pieces:
            reader.feed(piece)
            found += reader.take()
        reader.close()
    except OpmlRefused as refused:
        return str(refused)
    return found + reader.take()


@given(
    st.lists(OUTLINES, max_size=4).map(written_of)
    | st.sampled_from([LIST, LIST[:300], b"<rss/>", b"<opml>&a;</opml>"]),
    st.lists(st.integers(0, 900), max_size=8),
)
def test_file_in_pieces_is_read_like_the_whole(data: bytes, cuts: list[int]) -> None:
    ends = [*sorted(cuts), len(data)]
    whole = read_opml(data, most=9)
    expected = whole.reason if isinstance(whole, NotOpml) else list(whole.outlines)
    assert read_in_pieces(data[start:end] for start, end in zip([0, *ends], ends, strict=False)) == expected


def long_list(number: int) -> Iterator[bytes]:
    yield b"<opml><body>"
    for each in range(0, number, 100):
        rows = (f'<outline text="Feed {at}" xmlUrl="https://a.example.org/{at}"/>' for at in range(each, each + 100))
        yield f'<outline text="Folder {each}">{"".join(rows)}<!-- so far --></outline>some words'.encode()
    yield b"</body></opml>"


@contextmanager
def measured() -> Iterator[list[int]]:
    """Afterwards: the most bytes that were held at once."""
    most: list[int] = []
    tracemalloc.start()
    try:
        yield most
        most.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def most_held(number: int) -> int:
    """Bytes that a reader holds at most, of a list of so many sources."""
    reader, count = OpmlReader(), 0
    with measured() as most:
        for piece in long_list(number):
            reader.feed(piece)
            count += len(reader.take())
        reader.close()
    assert count + len(reader.take()) == number
    return most[0]


def test_what_a_reader_holds_does_not_grow_with_the_file() -> None:
    assert most_held(40_000) < 1_000_000  # the file has 3 MB, its outlines would take some 30 MB


def test_sources_of_one_folder_do_not_hold_its_name_each() -> None:
    folders = [f'<outline text="{number} {"Law " * 900}">' for number in range(57)]
    rows = '<outline xmlUrl="https://a.example.org/"/>' * 1_000
    with measured() as most:
        reader = OpmlReader()
        reader.feed(f"<opml><body>{''.join(folders)}{rows}".encode())
        found = reader.take()
    assert len(found) == 1_000
    assert found[-1].folder.count(" / ") == 56
    assert most[0] < 10_000_000  # a folder of 200 KB for each would be 200 MB


@pytest.mark.parametrize(
    ("begin", "endless", "reason"),
    [
        (b"", b"<outline>", "It is nested too deeply."),
        (b"<outline", b" a='1'" * 9_000, "A tag or a comment in it is longer than 256 KiB."),
        (b"<!--", b" words" * 9_000, "A tag or a comment in it is longer than 256 KiB."),
        (b"<?pi", b" words" * 9_000, "A tag or a comment in it is longer than 256 KiB."),
        (b"<outline xmlUrl='", b" words" * 9_000, "A tag or a comment in it is longer than 256 KiB."),
    ],
)
def test_endless_file_is_refused_before_much_of_it_is_held(begin: bytes, endless: bytes, reason: str) -> None:
    with measured() as most:
        assert read_in_pieces(chain([b"<opml><body>" + begin], repeat(endless))) == reason
    assert most[0] < 4_000_000


def test_words_without_an_end_are_passed_over_up_to_the_limit() -> None:
    reader = OpmlReader(max_bytes=2 * 1024 * 1024)
    reader.feed(b"<opml><body>")
    words = b"words " * 10_000
    with measured() as most:
        for _ in range(2 * 1024 * 1024 // len(words)):
            reader.feed(words)
        with pytest.raises(OpmlRefused, match="The file is larger than 2 MiB"):
            reader.feed(words)
    assert most[0] < 1_000_000
