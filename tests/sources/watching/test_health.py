from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sources.models import Document, Source, Watch
from sources.templatetags.desk_figures import percent, span
from sources.watching.entering import NotWatched
from sources.watching.health import PAGE, HealthPage, SourceHealth, dead_sources, source_health
from sources.watching.health_query import HealthQuery
from sources.watching.ledger import Figures
from sources.watching.moving import follow_move
from tests.cast import editor
from tests.plans import Scan, scans
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import BY, NOW, courier, feed, item, room, source, tick

pytestmark = pytest.mark.django_db
PAGE_OF_HEALTH = "/admin/sources/source/health/"


def many(number: int, **values: Any) -> None:
    """So many watched sources, without a visit; `values` are their watches'."""
    address = "https://s{}.example.org/feed".format
    first = Source.objects.count()
    made = Source.objects.bulk_create(
        Source(name=f"Source {each}", kind="feed", address=address(each), publisher=courier())
        for each in range(first, first + number)
    )
    given = {"kind": "feed", "interval_seconds": 900, "next_fetch_at": NOW, "first_seen_at": NOW, **values}
    Watch.objects.bulk_create(
        Watch(source=each, address=each.address, host=f"s{each.pk}.example.org", **given) for each in made
    )


def own(made: Source) -> Watch:
    return Watch.objects.exclude(kind="document").get(source=made)


def visited(server: Any, made: Source, *answers: bytes) -> None:
    for each in answers:
        server.pages["/feed"] = each
        Watch.objects.filter(kind="document").delete()
        due = own(made).next_fetch_at
        assert due is not None
        tick(due)


def test_health_of_a_source_in_figures() -> None:
    with room({}) as server:
        made = source(server.url("/feed"))
        first = [item(number, f"https://a.example.org/{number}") for number in range(4)]
        more = [*first, item(9, "https://a.example.org/9")]
        not_modified = answer("304 Not Modified")
        first_page, second_page = feed(*first, ETag='"1"'), feed(*more, ETag='"2"')
        visited(server, made, first_page, not_modified, second_page, not_modified)
    watch = own(made)
    page = source_health(now=watch.last_visit_at or NOW)
    [row] = page.rows
    assert row.fresh is not None
    assert row == SourceHealth(
        key=made.pk,
        name="Quay Courier",
        publisher="Quay Courier",
        address=made.address,
        state="well",
        last_success_at=watch.last_visit_at,
        next_due_at=watch.next_fetch_at,
        every=watch.interval_seconds,
        fresh=row.fresh,
        wanted=0.9,
        trouble="",
        advice="",
        words="Unchanged.",
        moved_to="",
        figures=Figures(4, 1.0, 0.5, row.figures.items_a_week, 0.0),
    )
    assert (page.after, watch.recent) == (None, "n4n4")
    assert 0.5 < row.fresh < 1


def test_source_that_dies_is_at_the_desk_within_one_interval_and_says_what_to_do(client: Client) -> None:
    client.force_login(editor())
    with room({}) as server:
        made = source(server.url("/feed"))
        visited(server, made, feed(item(1, "https://a.example.org/1")))
        interval = timedelta(seconds=own(made).interval_seconds)
        died = own(made).next_fetch_at
        visited(server, made, *[answer("500 Internal Server Error")] * 2)
        assert dead_sources() == ()  # it may pass
        visited(server, made, answer("500 Internal Server Error"))
    watch = own(made)
    assert died is not None
    assert watch.last_visit_at is not None
    assert watch.last_visit_at - died < interval
    assert [each.state for each in dead_sources()] == ["failing"]
    assert "It answered with status 500." in client.get("/admin/").content.decode()
    shown = client.get(PAGE_OF_HEALTH, {"show": "look"}).content.decode()
    assert "A fault at the other side." in shown
    assert "Mostly it passes. If not, write to its owner." in shown
    assert "No source says that it has moved." in client.get(PAGE_OF_HEALTH, {"show": "moved"}).content.decode()


def test_refusal_by_robots_is_at_the_desk_at_once() -> None:
    with room({"/robots.txt": answer(body=b"User-agent: *\nDisallow: /")}) as server:
        source(server.url("/feed"))
        tick(NOW)
    assert [each.words for each in dead_sources()] == ["The site's robots.txt asks programs not to fetch it."]


def test_source_that_rests_is_not_at_the_desk() -> None:
    many(1, failures=5)
    assert len(dead_sources()) == 1
    Source.objects.update(is_active=False)
    assert dead_sources() == ()
    assert source_health(now=NOW, asked=HealthQuery("look")) == HealthPage((), None)


def test_source_that_has_moved_is_watched_where_it_is_when_an_editor_says_so(client: Client) -> None:
    client.force_login(editor())
    one = feed(item(1, "https://a.example.org/1"))
    with room({"/new": one}) as server:
        made = source(server.url("/feed"))
        with pytest.raises(NotWatched, match="has not moved"):
            follow_move(source=made, by=BY, now=NOW)
        visited(server, made, answer("301 Moved Permanently", Location="/new"))
        [row] = source_health(now=NOW, asked=HealthQuery("moved")).rows
        assert (row.moved_to, row.state) == (server.url("/new"), "well")
        assert f"It has moved for good to {server.url('/new')}" in client.get(PAGE_OF_HEALTH).content.decode()
        other = source(server.url("/new"))
        with pytest.raises(NotWatched, match="End one of the two"):
            follow_move(source=made, by=BY, now=NOW)
        other.delete()
        page = f"/admin/sources/source/{made.pk}/how/"
        done = client.post(page, {"act": "follow"}, follow=True).content.decode()
        assert "It is watched at its new address from now on." in done
    made.refresh_from_db()
    watch = own(made)
    assert (made.address, watch.address, watch.moved_to) == (server.url("/new"), server.url("/new"), "")
    assert made.sightings.count() == 1


def test_pages_of_sources_follow_each_other_without_a_gap() -> None:
    many(PAGE * 2 + 3)
    names: list[str] = []
    after: int | None = 0
    while after is not None:
        page = source_health(now=NOW, asked=HealthQuery(after=after))
        names += [row.name for row in page.rows]
        after = page.after
    assert names == [f"Source {number}" for number in range(PAGE * 2 + 3)]


@pytest.mark.parametrize("show", ["all", "look", "moved"])
def test_page_costs_the_same_for_one_and_for_many(
    client: Client, show: str, django_assert_max_num_queries: Any
) -> None:
    client.force_login(editor())
    values = {"failures": 5, "moved_to": "https://b.example.org/"}
    many(1, **values)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE_OF_HEALTH, {"show": show})
    many(60, **values)
    with django_assert_max_num_queries(len(one)):
        shown = client.get(PAGE_OF_HEALTH, {"show": show})
    assert shown.content.decode().count('<tr class="source ') == PAGE
    assert len(one) <= 4


def test_no_page_reads_the_watches_of_documents() -> None:
    """There may be a million: each list has an index of exactly its rows."""
    document = Document.objects.create(title="A document", made_at=NOW)
    Watch.objects.bulk_create(
        Watch(
            address=f"https://d.example.org/{number}",
            host="d.example.org",
            kind="document",
            document=document,
            interval_seconds=900,
            next_fetch_at=NOW,
            first_seen_at=NOW,
            failures=0 if number % 50 else 5,
            moved_to="" if number % 50 else "https://e.example.org/",
        )
        for number in range(3_000)
    )
    many(100)
    many(8, failures=5)
    many(7, moved_to="https://b.example.org/")
    for question, scan in [
        (partial(source_health, now=NOW), Scan("watch_of_sources", PAGE + 1)),
        (partial(source_health, now=NOW, asked=HealthQuery("look")), Scan("watch_needs_somebody", 8)),
        (partial(source_health, now=NOW, asked=HealthQuery("moved")), Scan("watch_moved", 7)),
        (partial(dead_sources, most=12), Scan("watch_needs_somebody", 8)),
    ]:
        with CaptureQueriesContext(connection) as asked:
            question()
        assert scans(asked.captured_queries[0]["sql"], of="sources_watch") == [scan]


@pytest.mark.parametrize("path", [PAGE_OF_HEALTH, "/admin/sources/source/1/how/"])
def test_page_is_for_who_may_see_sources(client: Client, path: str) -> None:
    made = source("https://a.example.org/feed")
    path = path.replace("/1/", f"/{made.pk}/")
    assert client.get(path).status_code == 302
    nobody = editor("nobody@example.org")
    nobody.is_superuser = False
    nobody.groups.clear()
    nobody.save()
    client.force_login(nobody)
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("query", ["?after=x", "?after=-1", "?after=" + "9" * 40, "?show=%00", "?show=odd&after=²"])
def test_odd_questions_are_the_whole_list(client: Client, query: str) -> None:
    client.force_login(editor())
    many(1)
    assert "Source 0" in client.get(PAGE_OF_HEALTH + query).content.decode()


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0 %"), (0.001, "1 %"), (0.5, "50 %"), (0.994, "99 %"), (0.999, "99 %"), (1, "100 %")]
)
def test_percent(share: float, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "second"), (10, "10 seconds"), (60, "minute"), (90, "2 minutes"), (3600, "hour"), (86_400 * 3, "3 days")],
)
def test_span(seconds: int, shown: str) -> None:
    assert span(seconds) == shown
