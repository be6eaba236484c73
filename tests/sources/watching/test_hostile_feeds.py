"""Feeds that are meant to hurt, or that nobody took care of, visited through the whole door."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from sources.models import Document, Sighting, Watch
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import NOW, item, room, rss, source, tick

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MORNING = "Thu, 20 Mar 2031 08:00:00 GMT"


def visited(body: bytes, **headers: str) -> tuple[str, str]:
    """What came of the first visit to a feed with this body."""
    with room({"/feed": answer(body=body, **headers)}) as server:
        source(server.url("/feed"))
        [came] = tick(NOW)
        return came.outcome, came.words


def test_150_000_items_give_500_and_a_count() -> None:
    body = rss("".join(f"<item><link>/{number}</link></item>" for number in range(150_000)))
    assert visited(body) == ("new", "500 entries, 500 new. Left out: 149,500 over the 500 that are read.")
    assert (Sighting.objects.count(), Watch.objects.filter(kind="document").count()) == (500, 500)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (rss("<x " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>"), "too many tags or attributes"),
        (rss("<x/>" * 500_000), "too many tags or attributes"),
        (rss("x" * 6_000_000), "larger than 5 MiB"),
        (b"\x00" * 1_000_000, "no feed"),
        (b'<?xml version="1.0"?>' * 10_000, "no feed"),
    ],
    ids=["attributes", "tags", "size", "zeros", "heads"],
)
def test_flood_is_refused_in_words(body: bytes, words: str) -> None:
    outcome, said = visited(body)
    assert outcome == "unreadable"
    assert words in said
    assert Sighting.objects.count() == 0


@pytest.mark.parametrize("body", [rss("<item>" * 200_000), b"<rss" * 100_000], ids=["items", "roots"])
def test_what_is_opened_and_never_closed_brings_nothing(body: bytes) -> None:
    assert visited(body)[0] in {"unreadable", "unchanged"}
    assert Sighting.objects.count() == 0


def test_entities_are_not_unfolded() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    body = f"<!DOCTYPE r [<!ENTITY e0 'ha'>{entities}]>".encode() + rss(item(1, "/a")).replace(b"Title 1", b"&e11;")
    assert visited(body)[0] == "new"
    assert len(Document.objects.get().title) < 100


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("iso-8859-1", "iso-8859-1"),
        ("windows-1252", "windows-1252"),
        ("utf-8", "iso-8859-1"),  # says what it is not
        ("windows-1252", "utf-8"),
        ("utf-8", "no-such-charset"),
    ],
)
def test_letters_come_through_whatever_the_feed_says_of_them(encoding: str, declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + rss(item(1, "/a", "Café “Übersee”")).decode()
    if encoding == "iso-8859-1":
        text = text.replace("“", "").replace("”", "")
    assert visited(text.encode(encoding))[0] == "new"
    assert Document.objects.get().title.replace("“", "").replace("”", "") == "Café Übersee"


@pytest.mark.parametrize("sign", ["\0", "\ud800", "\x1b", "\uffff"], ids=ascii)
@pytest.mark.parametrize("place", ["/{}a", "http://a.example.org/?q={}", "{}/a"])
def test_signs_that_cannot_be_stored_cost_an_address_nothing_but_themselves(sign: str, place: str) -> None:
    """One such link in a JSON feed or an RSS feed once kept the whole feed out, four visits long and then for good."""
    given = {"id": f"1{sign}", "url": place.format(sign), "title": f"One{sign}"}
    items = [given, {"id": "2", "url": "/b", "title": "Two"}]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    assert visited(body) == ("new", "2 entries, 2 new.")
    assert sorted(Document.objects.values_list("title", flat=True)) == ["One", "Two"]


def test_zero_in_a_link_of_rss_is_left_out() -> None:
    assert visited(rss(item(1, "/a\0b"), item(2, "/c"))) == ("new", "2 entries, 2 new.")
    assert {urlsplit(each).path for each in Document.objects.values_list("address", flat=True)} == {"/ab", "/c"}


def test_broken_xml_keeps_what_can_be_read() -> None:
    body = rss(item(1, "/a"), item(2, "/b")).replace(b"</channel></rss>", b"<item><title>cut o")
    assert visited(body)[1].startswith(("2 entries, 2 new.", "3 entries, 3 new."))


def test_ids_that_change_at_each_visit_and_one_date_for_all_take_nothing_twice() -> None:
    pages = {}
    with room(pages) as server:
        source(server.url("/feed"))
        for visit in range(3):
            items = (item(n, f"/{n}?utm_campaign={visit}", date=MORNING, guid=f"{visit}-{n}") for n in range(4))
            pages["/feed"] = answer(body=rss(*items, item(9, "", "No address", "Words.", MORNING, f"{visit}-9")))
            Watch.objects.filter(kind="document").update(next_fetch_at=None)
            [came] = tick(NOW + visit * HOUR)
            new = 5 if visit == 0 else 0
            assert came.words.startswith(f"5 entries, {new} new.")
            assert came.words.endswith("All entries bear one and the same date; it was not believed.")
    assert Document.objects.count() == 5
    assert set(Document.objects.values_list("published_on", flat=True)) == {None}


def test_entries_with_addresses_that_mean_nothing_are_different_entries() -> None:
    links = ("http://a.example.org:x/1", "http://a.example.org:99999/2", "http://[::1]/3", "http://[::1]/3")
    words = "3 entries, 3 new. 3 of the new without an address that can be visited. Left out: 1 there twice."
    assert visited(rss(*(item(number, link) for number, link in enumerate(links)))) == ("new", words)


def test_pages_that_differ_in_a_bare_parameter_are_different_pages() -> None:
    assert visited(rss(item(1, "/story?17"), item(2, "/story?18"), item(3, "/story?18&utm_source=x"))) == (
        "new",
        "2 entries, 2 new. Left out: 1 there twice.",
    )


def test_every_entry_of_a_feed_is_new_known_or_counted() -> None:
    """One of each kind of trouble: nothing is skipped without a word."""
    body = rss(
        item(1, "/a"),
        item(1, "/a"),
        item(2, "/a?utm_source=x"),
        "<item><guid>only-an-id</guid></item>",
        item(3, "javascript:alert(1)", "Not to be visited"),
        item(4, "http://10.0.0.1/inside", "Inside"),
        item(5, "", "", "Only words."),
    )
    words = (
        "4 entries, 4 new. 3 of the new without an address that can be visited. "
        "Left out: 2 there twice, 1 without title, text and address."
    )
    assert visited(body) == ("new", words)
