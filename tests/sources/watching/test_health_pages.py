"""What editors read and press on the pages of how sources are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from lxml import html

from sources.models import Source, Watch
from sources.watching.health import FailingFile, failing_files, source_health
from tests.cast import editor
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import NOW, room, source, tick
from tests.sources.watching.test_health import PAGE_OF_HEALTH, many
from tests.sources.watching.test_kinds import STEP, xml
from tests.sources.watching.test_sitemaps import index, url, urlset

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(editor())
    return client


def words(client: Client, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200
    return " ".join(html.fromstring(answered.content).xpath("//*[@id='content']")[0].text_content().split())


def how(made: Source) -> str:
    return f"/admin/sources/source/{made.pk}/how/"


def test_files_of_an_index_that_bring_nothing_are_shown_with_the_index(desk: Client) -> None:
    pages = {
        "/index.xml": xml(index(url("/1.xml"), url("/2.xml"), url("/3.xml"))),
        "/1.xml": xml(urlset(url("/cut"))),
        "/2.xml": answer("410 Gone"),
        "/3.xml": xml(b"<urlset><url>"),
    }
    with room(pages) as server:
        made = source(server.url("/index.xml"), "sitemap", interval_seconds=900)
        for step in range(5):
            tick(NOW + step * STEP)
            Watch.objects.filter(kind="document").delete()
        assert failing_files(source=made) == (
            FailingFile(server.url("/2.xml"), "It says that it is gone for good (status 410).", None),
            FailingFile(server.url("/3.xml"), "It is not well-formed XML, from line 1.", None),
        )
        [row] = source_health(now=NOW + STEP).rows
        assert (row.state, row.failing_files) == ("well", 2)
        assert "2 of its files bring nothing" in words(desk, PAGE_OF_HEALTH)
        shown = words(desk, how(made))
        assert f"{server.url('/3.xml')}: It is not well-formed XML, from line 1. It never did." in shown
        pages["/index.xml"] = xml(index(url("/1.xml"), url("/2.xml")))
        Watch.objects.filter(address=made.address).update(next_fetch_at=NOW + timedelta(hours=1))
        tick(NOW + timedelta(hours=1))
        assert [each.address for each in failing_files(source=made)] == [server.url("/2.xml")]


def test_source_that_was_never_visited_is_not_called_well(desk: Client) -> None:
    made = source("https://a.example.org/feed")
    assert "Not visited yet" in words(desk, PAGE_OF_HEALTH)
    assert "Not visited yet" in words(desk, how(made))


def test_interval_is_told_where_visits_follow_it(desk: Client) -> None:
    with room({"/feed": answer("500 Internal Server Error")}) as server:
        made = source(server.url("/feed"))
        assert ", every 15 minutes" in words(desk, how(made))
        tick(NOW)
    assert "every" not in words(desk, how(made)).split("Last visits")[0]


def test_desk_tells_how_many_need_somebody(desk: Client) -> None:
    many(3, failures=5)
    assert "Sources that need somebody 3" in words(desk, "/admin/")
    many(40, failures=5)
    shown = words(desk, "/admin/")
    assert "Sources that need somebody 43" in shown
    assert "All 43, and what to do" in shown


def test_source_that_has_ended_begins_anew_from_its_own_page(desk: Client) -> None:
    with room({"/feed": answer("410 Gone")}) as server:
        made = source(server.url("/feed"))
        tick(NOW)
    assert Watch.objects.get().ended_at is not None
    assert "It begins anew." in words(desk, how(made))
    done = desk.post(how(made), {"act": "check"}, follow=True).content.decode()
    assert "It is due now; the visit follows within seconds." in done
    watch = Watch.objects.get()
    assert (watch.ended_at, watch.next_fetch_at is not None) == (None, True)
