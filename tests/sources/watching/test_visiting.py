from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from records.models import AuditRow, OutboxRow
from sources.models import Document, DocumentVersion, Sighting, Watch
from sources.watching.entering import check_now, watch_document
from sources.watching.health import DeadSource, dead_sources
from sources.watching.settling import Visited
from tests.cast import editor
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import CUT, NOW, WALL, article, feed, item, page, room, source, tick

pytestmark = pytest.mark.django_db

STEP = timedelta(seconds=5)
DAY = timedelta(days=1)


def news() -> list[tuple[str, dict[str, Any]]]:
    """Topics and payloads in order; the time of a check only where it is told once more."""
    rows = OutboxRow.objects.order_by("id").values_list("topic", "payload")
    return [(topic, {name: value for name, value in payload.items() if name != "at"}) for topic, payload in rows]


def outcomes(visited: tuple[Visited, ...]) -> list[str]:
    return [each.outcome for each in visited]


def test_feed_to_articles_to_documents() -> None:
    pages = {
        "/feed": feed(
            item(
                1, "/cut?utm_source=feed", "Dredger cuts link", "A dredger cut a link.", "Thu, 20 Mar 2031 08:00:00 GMT"
            ),
            item(2, "/wall", "Sea wall", "The wall will be raised.", "Wed, 19 Mar 2031 08:00:00 GMT"),
        ),
        "/cut?utm_source=feed": page(article("A dredger cuts the northern link", CUT)),
        "/wall": page(article("Sea wall", WALL)),
    }
    with room(pages) as server:
        feed_source = source(server.url("/feed"))
        assert [(each.outcome, each.words) for each in tick(NOW)] == [("new", "2 entries, 2 new.")]
        seen = Document.objects.order_by("id")
        assert [(each.title, each.published_on, each.seen_at, each.versions.count()) for each in seen] == [
            ("Dredger cuts link", date(2031, 3, 20), NOW, 0),
            ("Sea wall", date(2031, 3, 19), NOW, 0),
        ]
        assert [each.publisher.name for each in seen] == ["Quay Courier", "Quay Courier"]
        assert news() == []  # nobody has anything to do with what is only seen
        assert tick(NOW + timedelta(seconds=4)) == ()  # the host has its pause
        assert outcomes(tick(NOW + STEP)) == ["new"]
        assert outcomes(tick(NOW + 2 * STEP)) == ["new"]
        assert tick(NOW + 3 * STEP) == ()
    first, second = Document.objects.order_by("id")
    assert (first.title, second.title) == ("A dredger cuts the northern link", "Sea wall")
    assert first.address_key == server.url("/cut").removeprefix("http://")
    assert (first.source, first.last_checked_at) == (feed_source, NOW + STEP)
    version = first.versions.get()
    assert (version.how, version.taken_by, version.number) == ("fetch", "machine:watch", 1)
    assert version.text.startswith("A dredger cuts the northern link\nThe northern link of Harbour Exchange")
    assert [(each.title, each.summary) for each in first.sightings.all()] == [
        ("Dredger cuts link", "A dredger cut a link.")
    ]
    stored = ("document.stored", {"version": 1, "state": "new"})
    checked = ("document.checked", {"version": 1, "outcome": "new"})
    assert news() == [stored, checked, stored, checked]
    assert [path for path in server.paths if path != "/robots.txt"] == ["/feed", "/cut?utm_source=feed", "/wall"]


def test_feed_is_asked_if_it_has_changed_and_says_no() -> None:
    pages = {"/feed": feed(item(1, "/cut"), ETag='"one"', Last_Modified="Thu, 20 Mar 2031 08:00:00 GMT")}
    with room(pages) as server:
        source(server.url("/feed"))
        tick(NOW)
        watch = Watch.objects.get(kind="feed")
        assert (watch.etag, watch.validated_for) == ('"one"', server.url("/feed"))
        assert watch.next_fetch_at == NOW + timedelta(seconds=900)  # as planned: nothing was known before
        pages["/feed"] = answer("304 Not Modified")
        Watch.objects.filter(kind="document").delete()
        assert [(each.outcome, each.words) for each in tick(watch.next_fetch_at)] == [("unchanged", "Unchanged.")]
        assert 'If-None-Match: "one"' in server.asked[-1]
        assert "If-Modified-Since: Thu, 20 Mar 2031 08:00:00 GMT" in server.asked[-1]
        watch.refresh_from_db()
        assert (watch.etag, watch.last_checked_at) == ('"one"', NOW + timedelta(seconds=900))
        assert watch.next_fetch_at == NOW + timedelta(seconds=900 + 1160)  # later: it has not changed
        assert (watch.recent, watch.last_success_at, watch.trouble) == ("n4", NOW + timedelta(seconds=900), "")


def test_feed_is_the_same_bytes_without_validators() -> None:
    pages = {"/feed": feed(item(1, "/cut"))}
    with room(pages) as server:
        source(server.url("/feed"))
        tick(NOW)
        Watch.objects.filter(kind="document").delete()
        assert [each.words for each in tick(NOW + DAY)] == ["Unchanged."]
    assert Sighting.objects.count() == 1


def test_feed_with_600_items_says_what_it_leaves_out() -> None:
    with room({"/feed": feed(*(item(number, f"/{number}") for number in range(600)))}) as server:
        source(server.url("/feed"))
        assert [each.words for each in tick(NOW)] == ["500 entries, 500 new. Left out: 100 over the 500 that are read."]
    assert (Sighting.objects.count(), Watch.objects.filter(kind="document").count()) == (500, 500)


def test_feed_that_is_no_feed_fails_in_words_and_ends_after_twelve() -> None:
    with room({"/feed": page(b"<!doctype html><title>Hello</title><p>Hello")}) as server:
        made = source(server.url("/feed"))
        now = NOW
        for _ in range(3):
            assert [(each.outcome, each.words) for each in tick(now)] == [
                ("unreadable", "It is no feed: neither RSS, Atom nor JSON Feed.")
            ]
            now = Watch.objects.get().next_fetch_at
        words = "It is no feed: neither RSS, Atom nor JSON Feed."
        assert dead_sources() == (
            DeadSource(made.public_id, made.pk, "Quay Courier", made.address, "failing", words, None),
        )
        assert Watch.objects.get().last_visit_at - NOW < timedelta(seconds=900)  # within one interval of the first
        for _ in range(9):
            now = Watch.objects.get().next_fetch_at
            tick(now)
        watch = Watch.objects.get()
        assert (watch.next_fetch_at, watch.ended_at) == (None, now)
        assert watch.ended_reason == f"It could not be read 12 times in a row. The last time: {words}"
        assert [each.state for each in dead_sources()] == ["ended"]
        assert AuditRow.objects.filter(verb="watch.ended").count() == 1
        check_now(source=made, by="user:us-1", now=now)
        assert [each.outcome for each in tick(now + STEP)] == ["unreadable"]
        assert dead_sources() == ()


def test_retry_after_is_heeded_for_the_address_and_its_host() -> None:
    pages = {"/feed": answer("503 Service Unavailable", Retry_After="7200")}
    with room(pages) as server:
        source(server.url("/feed"))
        source(server.url("/other"))
        assert outcomes(tick(NOW)) == ["failed"]
        assert Watch.objects.order_by("id")[0].next_fetch_at == NOW + timedelta(seconds=7201)
        assert tick(NOW + timedelta(seconds=7199)) == ()
        assert outcomes(tick(NOW + timedelta(seconds=7200))) == ["missing"]  # the other one


def test_gone_feed_ends_at_once() -> None:
    with room({"/feed": answer("410 Gone")}) as server:
        source(server.url("/feed"))
        assert outcomes(tick(NOW)) == ["missing"]
    watch = Watch.objects.get()
    assert (watch.ended_at, watch.ended_reason) == (NOW, "It says that it is gone for good (status 410).")


def test_robots_refusal_waits_a_day() -> None:
    pages = {"/feed": feed(item(1, "/cut")), "/robots.txt": answer(body=b"User-agent: *\nDisallow: /")}
    with room(pages) as server:
        source(server.url("/feed"))
        assert outcomes(tick(NOW)) == ["refused"]
    watch = Watch.objects.get()
    assert (watch.next_fetch_at, watch.failures) == (NOW + DAY, 1)
    assert watch.last_checked_at is None  # nobody has seen it


def test_redirect_that_may_not_be_followed_is_a_failure_that_passes() -> None:
    """One slip of a server, say a redirect to its own inside, does not end a source for good."""
    with room({"/feed": answer("302 Found", Location="http://user@localhost/maintenance")}) as server:
        made = source(server.url("/feed"))
        [came] = tick(NOW)
        refused = "A redirect was not followed. The address contains a user name or password."
        assert (came.outcome, came.words) == ("refused", refused)
        watch = Watch.objects.get(source=made)
        assert (watch.trouble, watch.failures, watch.ended_at) == ("address", 1, None)
        server.pages["/feed"] = feed(item(1, "/cut"))
        assert watch.next_fetch_at is not None
        assert [each.outcome for each in tick(watch.next_fetch_at)] == ["new"]


def test_feed_that_moved_for_good_is_noticed() -> None:
    pages = {"/feed": answer("301 Moved Permanently", Location="/new"), "/new": feed(item(1, "/cut"), ETag='"n"')}
    with room(pages) as server:
        source(server.url("/feed"))
        assert outcomes(tick(NOW)) == ["new"]
        watch = Watch.objects.get(kind="feed")
        assert (watch.moved_to, watch.validated_for) == (server.url("/new"), server.url("/new"))


def test_document_that_moved_for_good_is_noticed_and_shown(client: Client) -> None:
    client.force_login(editor())
    body = page(article("Link cut", CUT))
    with room({"/cut": body}) as server:
        document = held(server)
        shown = f"/admin/sources/document/{document.pk}/change/"
        assert server.url("/new") not in client.get(shown).content.decode()
        server.pages |= {"/cut": answer("301 Moved Permanently", Location="/new"), "/new": body}
        assert outcomes(tick(NOW + DAY)) == ["unchanged"]
        assert server.url("/new") in client.get(shown).content.decode()
        moved = client.get("/admin/sources/watch/", {"moved_to__isempty": "0"}).content.decode()
        assert server.url("/cut") in moved
        server.pages["/cut"] = body
        assert outcomes(tick(NOW + 3 * DAY)) == ["unchanged"]
        assert server.url("/new") not in client.get(shown).content.decode()


def held(server: Any) -> Document:
    """The page at /cut, watched as a source of its own and held since NOW."""
    source(server.url("/cut"), "page")
    assert outcomes(tick(NOW)) == ["new"]
    return Document.objects.get()


def test_silent_edit_is_a_version_and_is_announced() -> None:
    pages = {"/cut": page(article("Link cut", CUT))}
    with room(pages) as server:
        document = held(server)
        OutboxRow.objects.all().delete()
        pages["/cut"] = page(article("Link cut", CUT.replace("Twelve members", "Three members")))
        [visited] = tick(NOW + DAY)
        assert visited == Visited(
            server.url("/cut"), True, "changed", "Its words have changed: version 2 instead of version 1."
        )
        assert news() == [
            ("document.stored", {"version": 2, "state": "new version"}),
            ("document.changed", {"old": 1, "new": 2}),
            ("document.checked", {"version": 2, "outcome": "changed"}),
        ]
        assert {row.key for row in OutboxRow.objects.all()} == {document.public_id}
        OutboxRow.objects.all().delete()
        pages["/cut"] = page(article("Link cut", CUT))
        assert outcomes(tick(NOW + 2 * DAY)) == ["changed"]  # and back
        assert news() == [
            ("document.changed", {"old": 2, "new": 1}),
            ("document.checked", {"version": 1, "outcome": "changed"}),
        ]
        OutboxRow.objects.all().delete()
        assert outcomes(tick(NOW + 3 * DAY)) == ["unchanged"]
        assert news() == [("document.checked", {"version": 1, "outcome": "unchanged"})]
    document.refresh_from_db()
    assert (document.last_checked_at, document.versions.count()) == (NOW + 3 * DAY, 2)


def test_dates_and_counters_alone_are_no_edit() -> None:
    stamp = "<p>Updated: 20 March 2031, 9:00 GMT</p><p>14 comments</p>"
    pages = {"/cut": page(article("Link cut", CUT, extra=stamp))}
    with room(pages) as server:
        held(server)
        later = stamp.replace("20 March", "21 March").replace("14", "97")
        pages["/cut"] = page(article("Link cut", CUT, extra=later))
        assert [(each.outcome, each.words) for each in tick(NOW + DAY)] == [
            ("unchanged", "Unchanged but for dates and counters.")
        ]
    assert DocumentVersion.objects.count() == 1


def test_document_that_is_missing_twice_has_vanished_and_may_come_back() -> None:
    pages = {"/cut": page(article("Link cut", CUT))}
    with room(pages) as server:
        document = held(server)
        OutboxRow.objects.all().delete()
        pages["/cut"] = answer("404 Not Found")
        now = NOW + DAY
        assert outcomes(tick(now)) == ["missing"]
        document.refresh_from_db()
        assert (document.vanished_at, document.last_checked_at) == (None, now)
        now = Watch.objects.get().next_fetch_at
        assert now == NOW + DAY + timedelta(hours=1)
        assert outcomes(tick(now)) == ["missing"]
        document.refresh_from_db()
        assert document.vanished_at == now
        now = Watch.objects.get().next_fetch_at
        tick(now)
        pages["/cut"] = page(article("Link cut", CUT))
        now = Watch.objects.get().next_fetch_at
        assert outcomes(tick(now)) == ["unchanged"]
        document.refresh_from_db()
        assert (document.vanished_at, document.last_checked_at) == (None, now)
    missing = ("document.checked", {"version": 1, "outcome": "missing"})
    assert news() == [
        missing,
        ("document.vanished", {"version": 1, "status": 404}),
        missing,
        missing,
        ("document.back", {"version": 1}),
        ("document.checked", {"version": 1, "outcome": "unchanged"}),
    ]


def test_document_that_is_gone_has_vanished_at_once() -> None:
    pages = {"/cut": page(article("Link cut", CUT))}
    with room(pages) as server:
        document = held(server)
        pages["/cut"] = answer("410 Gone")
        assert outcomes(tick(NOW + DAY)) == ["missing"]
    document.refresh_from_db()
    assert document.vanished_at == NOW + DAY
    assert Watch.objects.get().ended_reason == "It says that it is gone for good (status 410)."


def test_document_whose_address_leads_to_another_page_is_not_edited_but_missing() -> None:
    pages = {"/cut": page(article("Link cut", CUT)), "/": page(article("Quay Courier", WALL))}
    with room(pages) as server:
        document = held(server)
        pages["/cut"] = answer("302 Found", Location="/")
        [visited] = tick(NOW + DAY)
        assert (visited.outcome, visited.words) == ("missing", f"It leads to another page now: {server.url('/')}")
        assert outcomes(tick(NOW + 2 * DAY)) == ["missing"]
    document.refresh_from_db()
    assert (document.vanished_at, document.versions.count()) == (NOW + 2 * DAY, 1)


def test_failed_check_of_a_document_is_no_check() -> None:
    pages = {"/cut": page(article("Link cut", CUT))}
    with room(pages) as server:
        document = held(server)
        OutboxRow.objects.all().delete()
        pages["/cut"] = answer("500 Internal Server Error")
        assert outcomes(tick(NOW + DAY)) == ["failed"]
    document.refresh_from_db()
    assert (document.last_checked_at, news()) == (NOW, [])


def test_document_brought_in_by_hand_is_checked_from_when_somebody_asks() -> None:
    pages = {"/cut": page(article("Link cut", CUT))}
    with room(pages) as server:
        document = held(server)
        Watch.objects.all().delete()
        made = watch_document(document=document, by="user:us-1", now=NOW + DAY)
        assert made == watch_document(document=document, by="user:us-1", now=NOW + DAY)
        assert outcomes(tick(NOW + DAY)) == ["unchanged"]
        assert Watch.objects.get().shows == document.versions.get()


def test_two_addresses_of_one_document_are_one_document_visited_once() -> None:
    canonical = "<link rel='canonical' href='/cut'>"
    body = article("Link cut", CUT).replace(b"</head>", f"{canonical}</head>".encode())
    pages = {"/feed": feed(item(1, "/cut"), item(2, "/read?id=7")), "/cut": page(body), "/read?id=7": page(body)}
    with room(pages) as server:
        source(server.url("/feed"))
        for step in range(3):
            tick(NOW + step * STEP)
        [document] = Document.objects.all()
        assert document.versions.count() == 1
        assert (document.sightings.count(), document.watches.count()) == (2, 2)
        ended = document.watches.get(ended_at__isnull=False)
        assert ended.ended_reason == f"It is the same document as {server.url('/cut')}, visited there."
        assert Watch.objects.get(kind="feed").ended_at is None


def test_article_that_cannot_be_read_stays_seen() -> None:
    pages = {"/feed": feed(item(1, "/cut", summary="Short.")), "/cut": page(article("Link cut", "Subscribe to read."))}
    with room(pages) as server:
        source(server.url("/feed"))
        tick(NOW)
        [visited] = tick(NOW + STEP)
    assert visited.outcome == "unreadable"
    document = Document.objects.get()
    assert (document.seen_at, document.versions.count(), document.last_checked_at) == (NOW, 0, None)


def test_entries_seen_again_under_other_ids_are_not_new() -> None:
    pages = {"/feed": feed(item(1, "/cut", guid="a"), item(2, "", "No address", "Words."))}
    with room(pages) as server:
        source(server.url("/feed"))
        assert [each.words for each in tick(NOW)] == [
            "2 entries, 2 new. 1 of the new without an address that can be visited."
        ]
        Watch.objects.filter(kind="document").delete()
        pages["/feed"] = feed(
            item(1, "/cut?utm_medium=rss", guid="b"),
            item(2, "", "No address", "Words.", guid="c"),
            item(3, "/wall", "Another article under a used id", guid="a"),
        )
        assert [each.words for each in tick(NOW + DAY)] == ["3 entries, 1 new."]
    assert [each.title for each in Document.objects.order_by("id")] == [
        "Title 1",
        "No address",
        "Another article under a used id",
    ]


def test_feed_entry_that_may_not_be_fetched_is_seen_and_counted() -> None:
    with room({"/feed": feed(item(1, "http://10.0.0.1/inside"))}) as server:
        source(server.url("/feed"))
        assert [each.words for each in tick(NOW)] == [
            "1 entry, 1 new. 1 of the new without an address that can be visited."
        ]
    assert [each.kind for each in Watch.objects.all()] == ["feed"]
