"""Sources are found among thousands: by words, by state, by what is wrong, page after page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from sources.models import Document, Publisher, Source, Watch
from sources.watching.health import PAGE, source_health
from sources.watching.health_query import STATES, TROUBLES, HealthQuery
from tests.cast import editor
from tests.plans import scans
from tests.sources.watching.room import NOW, source
from tests.sources.watching.test_health import PAGE_OF_HEALTH, many

pytestmark = pytest.mark.django_db


def names(asked: HealthQuery) -> list[str]:
    return [row.name for row in source_health(now=NOW, asked=asked).rows]


def found(client: Client, **asked: str) -> list[str]:
    answered = client.get(PAGE_OF_HEALTH, asked)
    assert answered.status_code == 200
    return _names_in(answered.content)


def _names_in(content: bytes) -> list[str]:
    return [
        str(each.text) for each in html.fromstring(content.decode()).xpath("//tr[starts-with(@class, 'source ')]/th/a")
    ]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(editor())
    return client


def of(name: str, address: str, house: str) -> Source:
    made = Publisher.objects.get_or_create(name=house)[0]
    return source(address, name=name, publisher=made)


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("quay", ["Quay news", "Prices"]),
        ("QUAY courier", ["Quay news"]),
        ("courier", ["Quay news", "Tides"]),
        ("senal", ["Señal"]),
        ("SEÑAL", ["Señal"]),
        ("tides.example.org", ["Tides"]),
        ("tides.example.org/deep/", ["Tides"]),
        ("https://TIDES.example.org/deep/feed", ["Tides"]),
        ("https://tides.example.org/feed", []),
        ("feed", []),  # of an address, without a slash, the host alone
        ("%", ["100 % fish"]),
        ("_", []),
        ("'\" \\", []),
        ("quay tides", []),
        ("", ["Quay news", "Tides", "Señal", "Prices", "100 % fish"]),
    ],
)
def test_words_are_looked_for_in_name_host_and_publisher(desk: Client, words: str, there: list[str]) -> None:
    of("Quay news", "https://a.example.org/feed", "The Courier")
    of("Tides", "https://tides.example.org/deep/feed", "The Courier")
    of("Señal", "https://b.example.org/feed", "Lantern")
    of("Prices", "https://c.example.org/feed", "Quayside Exchange")
    of("100 % fish", "https://d.example.org/feed", "Lantern")
    assert found(desk, q=words) == there


def _all_states() -> None:
    """Two sources in each state, and for each class of trouble one that is failing and one that has ended."""
    went = {"last_visit_at": NOW}
    ended = {"ended_at": NOW, "ended_reason": "It is over.", "next_fetch_at": None}
    held = {"held_at": NOW, "held_reason": "Suddenly nothing."}
    for values in ({}, went, {"next_fetch_at": None}, {**held, **went, "trouble": "held"}, {**held, "trouble": "time"}):
        many(2, **values)
    for trouble in TROUBLES:
        many(1, **went, trouble=trouble)
        many(1, **went, **ended, trouble=trouble)


def test_each_state_and_each_class_finds_exactly_the_sources_that_show_it() -> None:
    _all_states()
    every = source_health(now=NOW).rows
    assert len(every) == 10 + 2 * len(TROUBLES) < PAGE
    assert {row.state for row in every} == set(STATES)
    for state in STATES:
        assert names(HealthQuery(state=state)) == [row.name for row in every if row.state == state]
    for trouble, words in TROUBLES.items():
        shown = [row for row in every if row.trouble == words]
        assert shown
        assert names(HealthQuery(trouble=trouble)) == [row.name for row in shown]
        gone = [row.name for row in shown if row.state == "ended"]
        assert names(HealthQuery(state="ended", trouble=trouble)) == gone


def test_search_narrows_each_list(desk: Client) -> None:
    many(2, failures=5, trouble="time", last_visit_at=NOW)
    many(1, failures=1, trouble="time", last_visit_at=NOW)
    many(1, moved_to="https://n.example.org/", last_visit_at=NOW)
    assert found(desk, show="look", trouble="time") == ["Source 0", "Source 1"]
    assert found(desk, show="all", trouble="time") == ["Source 0", "Source 1", "Source 2"]
    assert found(desk, show="moved", trouble="time") == []
    assert found(desk, show="moved", state="well", q="source") == ["Source 3"]
    shown = desk.get(PAGE_OF_HEALTH, {"show": "look", "q": "nobody"}).content.decode()
    assert "No source of this list answers to that." in shown
    assert "There are no more." in desk.get(PAGE_OF_HEALTH, {"after": "999999"}).content.decode()


def test_pages_and_lists_carry_the_search(desk: Client) -> None:
    for _ in range(PAGE + 7):  # in between are those that are not asked for
        many(1, failures=5, trouble="time", last_visit_at=NOW)
        many(1, failures=5, trouble="size", last_visit_at=NOW)
    wanted = [f"Source {number}" for number in range(0, (PAGE + 7) * 2, 2)]
    asked = {"show": "look", "q": "source exa", "state": "failing", "trouble": "time"}
    first = desk.get(PAGE_OF_HEALTH, asked)
    [following] = html.fromstring(first.content.decode()).xpath("//a[@rel='next']/@href")
    second = desk.get(PAGE_OF_HEALTH + following)
    assert _names_in(first.content) + _names_in(second.content) == wanted
    assert html.fromstring(second.content.decode()).xpath("//a[@rel='next']") == []
    page = html.fromstring(second.content.decode())
    tabs = [dict(parse_qsl(urlsplit(each).query)) for each in page.xpath("//nav[@aria-label='Which sources']/a/@href")]
    assert tabs == [{**asked, "show": show} for show in ("all", "look", "moved")]
    [form] = page.xpath("//form[@role='search']")
    assert dict(form.form_values()) == asked  # and no place on a page: a search begins at the beginning


def test_words_of_strangers_are_words_on_the_page(desk: Client) -> None:
    hostile = "\"><script>alert('x')</script>"
    answered = desk.get(PAGE_OF_HEALTH, {"q": hostile, "state": hostile, "trouble": hostile, "show": hostile})
    assert b"<script>alert" not in answered.content
    assert html.fromstring(answered.content.decode()).xpath("//input[@name='q']/@value") == [hostile]


@pytest.mark.parametrize(
    "asked",
    [{"q": "source"}, {"state": "failing"}, {"trouble": "time"}, {"q": "a b c d e f g h", "show": "look"}],
)
def test_search_costs_the_same_for_one_and_for_many(desk: Client, asked: dict[str, str]) -> None:
    values = {"failures": 5, "trouble": "time", "last_visit_at": NOW}
    many(1, **values)
    with CaptureQueriesContext(connection) as one:
        desk.get(PAGE_OF_HEALTH, asked)
    many(60, **values)
    with CaptureQueriesContext(connection) as several:
        desk.get(PAGE_OF_HEALTH, asked)
    assert len(several) <= len(one) <= 4


@pytest.mark.parametrize(
    "asked",
    [
        HealthQuery(words="source 7"),
        HealthQuery(words="nowhere"),
        HealthQuery(state="ended"),
        HealthQuery(trouble="time"),
        HealthQuery("look", words="source", trouble="time"),
    ],
)
def test_no_search_reads_the_watches_of_documents(asked: HealthQuery) -> None:
    document = Document.objects.create(title="A document", made_at=NOW)
    Watch.objects.bulk_create(_of_documents(document, 3_000))
    many(100)
    many(8, failures=5, trouble="time", last_visit_at=NOW - timedelta(hours=1))
    with CaptureQueriesContext(connection) as captured:
        source_health(now=NOW, asked=asked)
    read = scans(captured.captured_queries[0]["sql"], of="sources_watch")
    assert {each.index for each in read} <= {"watch_of_sources", "watch_needs_somebody", "watch_one_per_source"}
    assert 0 < sum(each.rows for each in read) <= 108


def _of_documents(document: Document, number: int) -> Iterable[Watch]:
    given: dict[str, Any] = {"kind": "document", "interval_seconds": 900, "next_fetch_at": NOW, "first_seen_at": NOW}
    for each in range(number):
        at = f"https://d.example.org/{each}"
        yield Watch(address=at, host="d.example.org", document=document, trouble="time", failures=5, **given)
