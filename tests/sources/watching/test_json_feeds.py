from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.entries import MAX_BYTES, Entry, Feed, NotAFeed
from sources.watching.feeds import read_feed
from tests.sources.watching.room import NOW

AT = "https://news.example.org/feed.json"
V1, V11 = "https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


def body(*items: Any, version: Any = V11, **more: Any) -> bytes:
    return json.dumps({"version": version, "title": "Quay Courier", "items": list(items), **more}).encode()


def read(given: bytes) -> Feed | NotAFeed:
    return read_feed(given, address=AT, now=NOW)


@pytest.mark.parametrize("version", [V1, V11, "http://jsonfeed.org/version/1", "https://www.jsonfeed.org/version/1.1"])
def test_json_feed(version: str) -> None:
    first = {
        "id": "urn:1",
        "url": "/cut",
        "title": "Cut & mended",
        "content_html": "<p>A <b>dredger</b> cut<br>a link.</p><script>alert(1)</script>",
        "date_published": "2031-03-20T09:00:00+01:00",
    }
    second = {"id": 7, "external_url": "https://other.example.net/b", "content_text": "Words.", "summary": "Short."}
    assert read(b"\xef\xbb\xbf \n" + body(first, second, version=version)) == Feed(
        "Quay Courier",
        (
            Entry(
                "urn:1",
                "https://news.example.org/cut",
                "Cut & mended",
                "A dredger cut a link.",
                datetime(2031, 3, 20, 8, 0, tzinfo=UTC),
            ),
            Entry("7", "https://other.example.net/b", "Short.", "Short.", None),
        ),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"{", "It is no JSON: it cannot be parsed."),
        (b"[]", "It is no feed: it is JSON, but no JSON Feed."),
        (b'{"items": []}', "It is no feed: it is JSON, but no JSON Feed."),
        (body(version=1), "It is no feed: it is JSON, but no JSON Feed."),
        (body(version="https://evil.example/jsonfeed.org/version/1"), "It is no feed: it is JSON, but no JSON Feed."),
        (json.dumps({"version": V1, "items": {}}).encode(), "It is no feed: it has no list of items."),
        (b"[" * 100_000, "It is nested too deeply."),
        (b'{"a":' * 700 + b"1" + b"}" * 700, "It is nested too deeply."),
        (b"[" + b"[]," * 700_000 + b"[]]", "It has too many values."),
        (b"[" + b"1," * 400_000 + b"1]", "It has too many values."),
        (b'{"a": 1' + b"0" * 500_000 + b"}", "It holds a number that is too large."),
        (b'{"a": 1e999}', "It holds a number that is too large."),
        (b'{"a": NaN}', "It holds NaN, which is no JSON."),
        (b'{"a": -Infinity}', "It holds -Infinity, which is no JSON."),
        (b"{" + b" " * MAX_BYTES + b"}", "It is larger than 5 MiB."),
        (b'{"a": "\xff"}', "It is no JSON: it cannot be parsed."),
    ],
)
def test_json_that_is_no_feed_is_refused_in_words(given: bytes, reason: str) -> None:
    assert read(given) == NotAFeed(reason)


def test_fields_of_another_kind_are_not_read_and_noted() -> None:
    found = read(body({"id": ["x"], "title": 5, "url": "https://a.example.org/1", "content_text": {"b": 1}}))
    assert found == Feed(
        "Quay Courier",
        (Entry("", "https://a.example.org/1", "https://a.example.org/1", "", None),),
        (),
        ("1 entry has a field of another kind than the format says; it was not read.",),
    )


def test_items_that_are_none_are_counted() -> None:
    found = read(body("x", None, [1], {"id": "only"}, {"title": "T"}, {"title": "T"}))
    assert isinstance(found, Feed)
    assert [each.title for each in found.entries] == ["T"]
    assert dict(found.left_out) == {
        "not written as the format says": 3,
        "without title, text and address": 1,
        "there twice": 1,
    }


def test_name_that_stands_twice_is_noted_and_the_last_counts() -> None:
    given = body({"title": "A"}).replace(b'{"title": "A"}', b'{"title": "A", "title": "B"}')
    found = read(given)
    assert isinstance(found, Feed)
    assert ([each.title for each in found.entries], found.notes) == (
        ["B"],
        ("A name stands twice in one object; the last one counts.",),
    )


def test_600_items_give_500_and_a_count() -> None:
    found = read(body(*({"id": str(number), "title": f"T{number}"} for number in range(600))))
    assert isinstance(found, Feed)
    assert (len(found.entries), found.left_out) == (500, (("over the 500 that are read", 100),))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "//[broken", "\ud800"])
def test_only_web_addresses_are_addresses(link: str) -> None:
    found = read(body({"title": "T", "url": link}))
    assert isinstance(found, Feed)
    assert "javascript" not in found.entries[0].address
    assert found.entries[0].address in {"", "https://news.example.org/%ED%A0%80", "https://news.example.org/\ud800"}


@given(ANYTHING)
def test_any_json_gives_a_feed_or_a_refusal(value: Any) -> None:
    assert isinstance(read(json.dumps(value).encode()), Feed | NotAFeed)


@given(st.binary(max_size=300).map(lambda tail: b"{" + tail))
def test_any_bytes_give_a_feed_or_a_refusal(given: bytes) -> None:
    assert isinstance(read(given), Feed | NotAFeed)


@given(
    st.lists(ANYTHING | st.fixed_dictionaries({"id": st.integers(0, 5), "url": st.sampled_from(["/a", "/b", "/c"])}))
)
def test_every_item_is_taken_or_counted(items: list[Any]) -> None:
    try:
        given = json.dumps({"version": V11, "items": items}, allow_nan=False).encode()
    except ValueError:
        return
    found = read(given)
    if isinstance(found, NotAFeed):
        assert found.reason == "It holds a number that is too large."
        return
    assert len(found.entries) + sum(count for _, count in found.left_out) == len(items)
    assert len({each.identity for each in found.entries}) == len(found.entries)
