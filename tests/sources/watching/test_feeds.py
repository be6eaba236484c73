from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.entries import MAX_BYTES, Entry, Feed, NotAFeed
from sources.watching.feeds import read_feed
from tests.sources.watching.room import NOW, item, rss

AT = "https://news.example.org/feeds/all.xml"
MORNING = "Thu, 20 Mar 2031 08:00:00 GMT"
EVENING = "Wed, 19 Mar 2031 19:00:00 GMT"


def read(body: bytes) -> Feed | NotAFeed:
    return read_feed(body, address=AT, now=NOW)


def entries(body: bytes) -> tuple[Entry, ...]:
    found = read(body)
    assert isinstance(found, Feed)
    return found.entries


def test_feed_rss() -> None:
    body = rss(
        item(
            1, "/a?x=1&y=2", "Cut & mended", "<p>A <b>dredger</b> cut<br>a link.</p><script>alert(1)</script>", MORNING
        ),
        item(2, "https://other.example.net/b", date="Wed, 19 Mar 2031 21:00:00 +0200"),
    )
    assert read(body) == Feed(
        "Quay Courier",
        (
            Entry(
                "entry-1",
                "https://news.example.org/a?x=1&y=2",
                "Cut & mended",
                "A dredger cut a link.",
                datetime(2031, 3, 20, 8, 0, tzinfo=UTC),
            ),
            Entry(
                "entry-2",
                "https://other.example.net/b",
                "Title 2",
                "",
                datetime(2031, 3, 19, 19, 0, tzinfo=UTC),
            ),
        ),
        (),
        (),
    )


def test_feed_atom() -> None:
    body = b"""<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>
    <entry><id>urn:1</id><title type="html">&lt;i&gt;T&lt;/i&gt;</title><link href="../a"/>
    <updated>2031-03-01T00:00:00Z</updated><content type="html">&lt;p&gt;Words.&lt;/p&gt;</content></entry></feed>"""
    assert read(body) == Feed(
        "A",
        (Entry("urn:1", "https://news.example.org/a", "T", "Words.", datetime(2031, 3, 1, tzinfo=UTC)),),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "It is empty."),
        (b" \n", "It is empty."),
        (b"<!doctype html><html><head><title>x</title></head><body>x</body></html>", "neither RSS, Atom nor JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "it has no list of items"),
        (b"\x00\x01\x02" * 99, "neither RSS, Atom nor JSON Feed"),
        (b"https://news.example.org/feeds/all.xml", "neither RSS, Atom nor JSON Feed"),
        (b"x" * (MAX_BYTES + 1), "It is larger than 5 MiB."),
        (rss("<x " + " ".join(f'a{n}="1"' for n in range(2_000)) + "/>"), "too many tags or attributes"),
        (rss("<x/>" * 500_000), "too many tags or attributes"),
    ],
)
def test_what_is_no_feed_is_refused_in_words(body: bytes, reason: str) -> None:
    found = read(body)
    assert isinstance(found, NotAFeed)
    assert reason in found.reason


def test_body_that_names_a_file_stays_a_body(tmp_path: Path) -> None:
    """Given bytes or text, the parser would open the file and read its entries."""
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(item(1, "/secret")))
    assert isinstance(read(str(file).encode()), NotAFeed)
    assert isinstance(read(file.as_uri().encode()), NotAFeed)


def test_feed_gives_no_entities_and_no_files() -> None:
    body = b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + rss(item(1, "/a", "x")).replace(b">x<", b">&f;<")
    assert [each.title for each in entries(body)] == ["&f;"]


def test_600_items_give_500_and_a_count() -> None:
    found = read(rss(*(item(number, f"/{number}") for number in range(600))))
    assert isinstance(found, Feed)
    assert len(found.entries) == 500
    assert found.left_out == (("over the 500 that are read", 100),)


def test_items_left_out_are_counted() -> None:
    found = read(rss(item(1, "/a"), "<item><guid>only-an-id</guid></item>", item(1, "/a"), item(2, "/a?utm_source=x")))
    assert isinstance(found, Feed)
    assert [each.id for each in found.entries] == ["entry-1"]
    assert found.left_out == (("there twice", 2), ("without title, text and address", 1))


def test_item_without_title_is_called_by_its_words_or_its_address() -> None:
    first, second = entries(
        rss("<item><description>Some words.</description></item>", "<item><link>https://e.example.org/x</link></item>")
    )
    assert (first.title, first.address, second.title) == ("Some words.", "", "https://e.example.org/x")


def test_same_date_for_all_is_not_believed() -> None:
    found = read(rss(*(item(number, f"/{number}", date=MORNING) for number in range(3))))
    assert isinstance(found, Feed)
    assert {each.published_at for each in found.entries} == {None}
    assert found.notes == ("All entries bear one and the same date; it was not believed.",)
    assert (
        len({each.published_at for each in entries(rss(item(1, "/a", date=MORNING), item(2, "/b", date=EVENING)))}) == 2
    )


@pytest.mark.parametrize("date", ["", "soon", "Thu, 20 Mar 2042 08:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_missing_and_impossible_dates_are_none(date: str) -> None:
    [entry] = entries(rss(item(1, "/a", date=date)))
    assert entry.published_at is None


def test_id_that_several_entries_share_is_no_id() -> None:
    found = read(rss(item(1, "/a", guid="same"), item(2, "/b", guid="same"), item(3, "/c", guid="own")))
    assert isinstance(found, Feed)
    assert [each.id for each in found.entries] == ["", "", "own"]
    assert len({each.identity for each in found.entries}) == 3
    assert found.notes == ("Several entries share one id; they are told apart by address and text.",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Entry("i", "https://a.example.org/1", "t", "s", None), Entry("i", "", "u", "", None), True),
        (
            Entry("", "https://a.example.org/1?utm_source=x", "t", "s", None),
            Entry("", "http://www.a.example.org/1/", "u", "", None),
            True,
        ),
        (Entry("", "", "t", "s", None), Entry("", "", "t", "s", None), True),
        (Entry("", "", "t", "s", None), Entry("", "", "t", "z", None), False),
        (Entry("i", "", "t", "s", None), Entry("j", "", "t", "s", None), False),
    ],
)
def test_identity_is_the_id_then_the_address_then_the_words(one: Entry, other: Entry, same: bool) -> None:
    assert (one.identity == other.identity) is same


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "http://[broken", "ftp://e.example/x"]
)
def test_only_web_addresses_are_addresses(link: str) -> None:
    [entry] = entries(rss(item(1, link)))
    assert entry.address == ""


@given(st.binary(max_size=2_000) | st.text().map(lambda text: rss(f"<item>{text}</item>")))
def test_any_bytes_give_a_feed_or_a_refusal(body: bytes) -> None:
    found = read(body)
    if isinstance(found, Feed):
        assert len(found.entries) <= 500
        for entry in found.entries:
            assert entry.title
            assert entry.identity.partition(":")[0] in {"id", "at", "text"}
            assert "\x00" not in entry.title + entry.summary + entry.id


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.text(max_size=5)), max_size=12))
def test_every_item_is_taken_or_counted(items: list[tuple[int, int, str]]) -> None:
    found = read(rss(*(item(guid, f"/{place}", guid=f"g{guid}") for guid, place, _ in items)) or b"")
    assert isinstance(found, Feed)
    assert len(found.entries) + sum(count for _, count in found.left_out) == len(items)
    assert len({each.identity for each in found.entries}) == len(found.entries)
