from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.apart.wire import NotOfType, decode, decoder, encode
from sources.reading.document import ReadDocument
from sources.watching.bodies import Unreadable
from sources.watching.choices import Choice
from sources.watching.entries import Entry, Feed, NotAFeed
from sources.watching.reading_kinds import read_one
from tests.sources.cases import CAME, DOCUMENTS

Value = TypeVar("Value")


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Box(Generic[Value]):
    held: Value


@dataclass(frozen=True)
class Nested:
    """Whatever may travel."""

    day: date
    moment: datetime | None
    colour: Colour
    boxes: tuple[Box[date], ...]
    pair: tuple[str, int]
    scores: dict[str, float]
    either: Box[str] | Unreadable
    flags: list[bool]


def test_every_kind_of_value_comes_back() -> None:
    value = Nested(
        day=date(2031, 3, 1),
        moment=datetime(2031, 3, 1, 9, 30, 1, 5, tzinfo=timezone(timedelta(hours=2))),
        colour=Colour.RED,
        boxes=(Box(date(1999, 12, 31)),),
        pair=("\ud800 lone, \x00 none, 漢", -3),
        scores={"a": 0.1, "b": 2},
        either=Unreadable("no"),
        flags=[True, False],
    )
    assert decode(encode(value), Nested) == value
    assert decode(encode(None), Nested | None) is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'"1"', int),
        (b"true", int),
        (b"1", str),
        (b"1", bool),
        (b"null", str),
        (b"[1,2]", tuple[int, int, int]),
        (b'{"a":"b"}', Mapping[str, int]),
        (b'["Box"]', Box[str]),
        (b'["Unreadable","x"]', Box[str]),
        (b'["Unreadable","x"]', Feed | NotAFeed),
        (b'[["Unreadable"],"x"]', Feed | NotAFeed),
        (b'["Unreadable",7]', Unreadable),
        (b'"blue"', Colour),
        (b'"yesterday"', date),
        (b"5", datetime),
        (b"{", str),
        (b"[" * 100_000, list[int]),
    ],
)
def test_what_is_of_another_type_is_refused(data: bytes, kind: Any) -> None:
    with pytest.raises(NotOfType):
        decode(data, kind)


@pytest.mark.parametrize("kind", [object, set[str], int | str, dict[int, str], type])
def test_what_cannot_travel_is_known_beforehand(kind: Any) -> None:
    with pytest.raises(TypeError):
        decoder(kind)


def test_code_does_not_travel() -> None:
    with pytest.raises(TypeError):
        encode(print)
    with pytest.raises(TypeError):
        encode(b"bytes")


TEXT = st.text(st.characters(codec=None), max_size=20)
MOMENT = st.none() | st.datetimes(timezones=st.just(UTC))
ENTRIES = st.lists(st.builds(Entry, TEXT, TEXT, TEXT, TEXT, MOMENT), max_size=3).map(tuple)
FEEDS = st.builds(Feed, TEXT, ENTRIES, st.lists(st.tuples(TEXT, st.integers())).map(tuple), st.just(("note",)))


@given(FEEDS | st.builds(NotAFeed, TEXT))
def test_any_feed_comes_back(feed: Feed | NotAFeed) -> None:
    assert decode(encode(feed), Feed | NotAFeed) == feed


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.*")), ids=lambda path: path.name)
def test_every_document_comes_back(path: Any) -> None:
    given = {"latest": CAME, "address": "https://news.example.org/a", "media_type": "", "known": {}}
    read = read_one(path.read_bytes(), Choice("page"), **given)
    assert decode(encode(read), ReadDocument | NotAFeed) == read
