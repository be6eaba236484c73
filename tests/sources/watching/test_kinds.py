"""Sources of every kind from the address to the document: sitemaps and their files, elements of pages, JSON."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest

from records.models import OutboxRow
from sources.models import Document, Sighting, Source, Watch
from sources.watching.entering import watch_source
from sources.watching.health import dead_sources
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import BY, CUT, NOW, WALL, article, page, room, source, tick
from tests.sources.watching.test_sitemaps import index, url, urlset

pytestmark = pytest.mark.django_db
STEP = timedelta(seconds=5)
DAY = timedelta(days=1)


def xml(body: bytes) -> bytes:
    return answer(body=body, **{"Content_Type": "application/xml"})


def js(value: Any) -> bytes:
    return answer(body=json.dumps(value).encode(), **{"Content_Type": "application/json"})


def said(now: Any) -> list[tuple[str, str]]:
    return [(each.outcome, each.words) for each in tick(now)]


def due(address: str) -> Any:
    return Watch.objects.get(address=address).next_fetch_at


def test_json_feed_is_a_feed() -> None:
    item = {"id": "1", "url": "/cut", "title": "Link cut"}
    pages = {
        "/feed.json": js({"version": "https://jsonfeed.org/version/1.1", "items": [item]}),
        "/cut": page(article("Link cut", CUT)),
    }
    with room(pages) as server:
        source(server.url("/feed.json"))
        assert said(NOW) == [("new", "1 entry, 1 new.")]
        assert [outcome for outcome, _ in said(NOW + STEP)] == ["new"]
    assert Document.objects.get().versions.count() == 1


def test_language_of_a_news_sitemap_holds_until_the_page_is_read() -> None:
    news = "<n:news><n:publication><n:language>de</n:language></n:publication></n:news>"
    with room({"/map.xml": xml(urlset(url("/cut", more=news)))}) as server:
        source(server.url("/map.xml"), "sitemap")
        tick(NOW)
        assert Document.objects.get().language == "de"
        server.pages["/cut"] = page(article("Link cut", CUT))
        tick(NOW + STEP)
        assert (Document.objects.get().versions.count(), Document.objects.get().language) == (1, "en")


def test_sitemap_gives_documents_and_a_later_lastmod_a_check() -> None:
    pages = {
        "/map.xml": xml(urlset(url("/cut", "2031-03-19"), url("/wall", "2031-03-18"))),
        "/cut": page(article("Link cut", CUT)),
        "/wall": page(article("Sea wall", WALL)),
    }
    with room(pages) as server:
        source(server.url("/map.xml"), "sitemap", interval_seconds=900)
        assert said(NOW) == [("new", "2 entries, 2 new.")]
        for step in (1, 2):
            assert [outcome for outcome, _ in said(NOW + step * STEP)] == ["new"]
        cut, wall = server.url("/cut"), server.url("/wall")
        later = due(server.url("/map.xml"))
        assert min(due(cut), due(wall)) > later
        pages["/map.xml"] = xml(urlset(url("/cut", "2031-03-20T09:00Z"), url("/wall", "2031-03-18"), url("/new")))
        pages["/cut"] = page(article("Link cut", CUT.replace("Twelve", "Three")))
        assert said(later) == [("new", "3 entries, 1 new. 1 said to have changed, and checked again.")]
        assert (due(cut), due(wall) > later) == (later, True)
        Watch.objects.filter(address=server.url("/new")).delete()
        assert [outcome for outcome, _ in said(later + STEP)] == ["changed"]
        pages["/map.xml"] = xml(urlset(url("/cut", "2031-03-20T09:00Z"), url("/wall", "2031-03-18")))
        Watch.objects.filter(address=server.url("/map.xml")).update(next_fetch_at=later + 2 * STEP)
        assert said(later + 2 * STEP) == [("unchanged", "2 entries, 0 new.")]
        assert due(cut) > later + 3 * STEP
    assert {each.identity[:3] for each in Sighting.objects.all()} == {"at:"}


def test_sitemap_of_2000_is_not_2000_documents_and_says_so() -> None:
    with room({"/map.xml": xml(urlset(*(url(f"/{number}") for number in range(2_000))))}) as server:
        source(server.url("/map.xml"), "sitemap")
        assert said(NOW) == [("new", "500 entries, 500 new. Left out: 1,500 between the first and the last 250.")]
    assert Watch.objects.filter(kind="document").count() == 500


def test_index_has_its_files_visited_at_the_pace_of_their_host() -> None:
    march, april = gzip.compress(urlset(url("/cut"))), urlset(url("/wall"))
    pages = {
        "/index.xml": xml(index(url("/3.xml.gz", "2031-03-01"), url("/4.xml", "2031-03-02"), url("http://10.0.0.1/x"))),
        "/3.xml.gz": answer(body=march, **{"Content_Type": "application/gzip"}),
        "/4.xml": xml(april),
    }
    with room(pages) as server:
        made = source(server.url("/index.xml"), "sitemap", interval_seconds=900)
        words = "An index of sitemaps; 2 files are visited, 2 new. Left out: 1 on another site."
        assert said(NOW) == [("new", words)]
        assert tick(NOW + timedelta(seconds=4)) == ()
        assert said(NOW + STEP) == [("new", "1 entry, 1 new.")]
        Watch.objects.filter(kind="document").delete()
        assert said(NOW + 2 * STEP) == [("new", "1 entry, 1 new.")]
        Watch.objects.filter(kind="document").delete()
        parts = Watch.objects.filter(kind="part")
        assert [(each.source, each.choice) for each in parts] == [(made, {"kind": "part"})] * 2
        assert min(each.next_fetch_at for each in parts) >= NOW + DAY / 2
        later = due(server.url("/index.xml"))
        pages["/index.xml"] = xml(index(url("/3.xml.gz", "2031-03-01"), url("/4.xml", "2031-03-19")))
        words = "An index of sitemaps; 2 files are visited, 0 new. 1 said to have changed, and visited again."
        assert said(later) == [("unchanged", words)]
        assert (due(server.url("/4.xml")), due(server.url("/3.xml.gz")) > later) == (later, True)
        assert said(later + STEP) == [("unchanged", "Unchanged.")]
        later = due(server.url("/index.xml"))
        pages["/index.xml"] = xml(index(url("/4.xml", "2031-03-19")))
        assert said(later) == [("unchanged", "An index of sitemaps; 1 file is visited, 0 new.")]
        assert due(server.url("/3.xml.gz")) is None
        made.is_active = False
        made.save()
        watch_source(source=made, by=BY, now=later)
        assert {each.next_fetch_at for each in Watch.objects.all()} == {None}
        made.is_active = True
        made.save()
        watch_source(source=made, by=BY, now=later + STEP)
        words = "An index of sitemaps; 1 file is visited, 0 new. 1 that rested is visited again."
        assert said(later + STEP) == [("unchanged", words)]
        assert (due(server.url("/4.xml")), due(server.url("/3.xml.gz"))) == (later + STEP, None)
        made.kind = "feed"
        made.save()
        watch_source(source=made, by=BY, now=later)
    assert [(each.kind, each.choice) for each in Watch.objects.all()] == [("feed", {})]


def test_file_of_an_index_that_is_an_index_or_belongs_to_another_source_is_not_followed() -> None:
    pages = {"/index.xml": xml(index(url("/a.xml"), url("/b.xml"))), "/a.xml": xml(index(url("/c.xml")))}
    with room(pages) as server:
        source(server.url("/b.xml"), "sitemap")
        Watch.objects.update(next_fetch_at=NOW + DAY)
        source(server.url("/index.xml"), "sitemap")
        words = (
            "An index of sitemaps; 2 files are visited, 1 new. 1 cannot be visited, or are visited for another source."
        )
        assert said(NOW) == [("new", words)]
        assert said(NOW + STEP) == [("unreadable", "It is an index within an index; such are not followed.")]


def test_element_of_a_page_is_watched_and_its_loss_is_no_edit() -> None:
    def notice(text: str, mark: str = "notice") -> bytes:
        return page(f"<!doctype html><html><title>Port</title><p>Now {text}</p><div class={mark}>{text}</div>".encode())

    pages = {"/port": notice("The port is open.")}
    with room(pages) as server:
        made = source(server.url("/port"), "page", selector=".notice")
        assert said(NOW) == [("new", "Its text was stored.")]
        document = Document.objects.get()
        assert document.versions.get().text == "The port is open."
        pages["/port"] = notice("The port is closed.")
        assert said(NOW + DAY) == [("changed", "Its words have changed: version 2 instead of version 1.")]
        pages["/port"] = notice("The port is closed.", "other")
        gone = "The page has no element that fits “.notice”."
        assert said(NOW + 2 * DAY) == [("unreadable", gone)]
        for _ in range(2):
            tick(due(server.url("/port")))
        document.refresh_from_db()
        assert (document.vanished_at, document.versions.count()) == (None, 2)
        assert [(each.key, each.state, each.words) for each in dead_sources()] == [(made.pk, "failing", gone)]
        OutboxRow.objects.all().delete()
        Source.objects.update(selector=".other")
        made.refresh_from_db()
        watch_source(source=made, by=BY, now=NOW + 9 * DAY)
        assert [outcome for outcome, _ in said(NOW + 9 * DAY)] == ["new"]
        assert "document.changed" not in OutboxRow.objects.values_list("topic", flat=True)


def test_items_of_a_json_document_become_documents() -> None:
    incident = {"key": 7, "name": "Link cut", "page": "/cut", "at": "2031-03-19T08:00:00Z", "note": "A dredger."}
    paths = {
        "json_items": "$.incidents[*]",
        "json_title": "$.name",
        "json_address": "$.page",
        "json_date": "$.at",
        "json_id": "$.key",
        "json_text": "$.note",
    }
    pages = {"/api": js({"incidents": [incident]}), "/cut": page(article("Link cut", CUT))}
    with room(pages) as server:
        source(server.url("/api"), "json", **paths)
        assert said(NOW) == [("new", "1 entry, 1 new.")]
        sighting = Sighting.objects.get()
        assert (sighting.title, sighting.summary, sighting.document.address) == (
            "Link cut",
            "A dredger.",
            server.url("/cut"),
        )
        pages["/api"] = js({"events": [incident]})
        later = due(server.url("/api"))
        Watch.objects.filter(kind="document").delete()
        assert said(later) == [("unreadable", "The path to the items leads to nothing in it: $.incidents[*]")]


def test_text_of_a_json_document_is_watched() -> None:
    pages = {"/status": js({"status": "All is well.", "at": 1})}
    with room(pages) as server:
        source(server.url("/status"), "json", json_text="$.status")
        assert said(NOW) == [("new", "Its text was stored.")]
        pages["/status"] = js({"status": "All is well.", "at": 2})
        assert said(NOW + DAY) == [("unchanged", "Unchanged but for dates and counters.")]
        pages["/status"] = js({"status": "The link is down.", "at": 3})
        now = due(server.url("/status"))
        assert said(now) == [("changed", "Its words have changed: version 2 instead of version 1.")]
        pages["/status"] = js({"at": 4})
        assert said(due(server.url("/status"))) == [
            ("unreadable", "The path to the text leads to nothing in it: $.status")
        ]
    versions = Document.objects.get().versions.order_by("number")
    assert [each.text for each in versions] == ["All is well.", "The link is down."]
