"""Where a source is no index of sitemaps any more, its files rest; they come back when it is one again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from records.models import AuditRow
from sources.models import Source, Watch
from sources.watching.entering import check_now
from sources.watching.health import failing_files
from sources.watching.holding import end_held, let_through
from tests.sources.fetching.rig import Page, Server, answer
from tests.sources.watching.room import BY, NOW, room, source, tick
from tests.sources.watching.test_kinds import STEP, xml
from tests.sources.watching.test_sitemaps import index, url, urlset

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
INDEX = xml(index(url("/1.xml"), url("/2.xml"), url("/3.xml")))
PLAIN = xml(urlset(url("/a"), url("/b")))
REST = "It is no index of sitemaps any more: its 2 files rest."

BACK = "An index of sitemaps; 3 files are visited, 0 new. 3 that rested are visited again."


def pages_of_index() -> dict[str, Page]:
    return {
        "/index.xml": INDEX,
        "/1.xml": xml(urlset(url("/cut"))),
        "/2.xml": answer("410 Gone"),
        "/3.xml": xml(urlset(url("/wall"))),
    }


def followed(server: Server) -> Source:
    """A source that is an index, and its files visited: one of them has ended."""
    made = source(server.url("/index.xml"), "sitemap", interval_seconds=900)
    for step in range(4):
        tick(NOW + step * STEP)
        Watch.objects.filter(kind="document").delete()
    assert visited_files() == {"/1.xml", "/3.xml"}
    assert len(failing_files(source=made)) == 1
    Watch.objects.filter(pk=own(made).pk).update(counts=[3, 3, 3])
    return made


def visited_files() -> set[str]:
    files = Watch.objects.filter(kind="part", next_fetch_at__isnull=False)
    return {f"/{each.address.rpartition('/')[2]}" for each in files}


def own(made: Source) -> Watch:
    return Watch.objects.get(source=made, kind="feed")


def visit(made: Source, now: datetime) -> tuple[str, str]:
    """Visit the source's own address alone, and return what came of it."""
    Watch.objects.filter(kind="document").delete()
    others = Watch.objects.exclude(pk=own(made).pk).filter(next_fetch_at__isnull=False)
    others.update(next_fetch_at=now + DAY)
    Watch.objects.filter(pk=own(made).pk).update(next_fetch_at=now)
    [seen] = tick(now)
    return seen.outcome, seen.words


def test_files_of_what_is_a_plain_sitemap_now_rest_until_it_is_an_index_again() -> None:
    pages = pages_of_index()
    with room(pages) as server:
        made = followed(server)
        pages["/index.xml"] = PLAIN
        assert visit(made, NOW + DAY) == ("new", f"2 entries, 2 new. {REST}")
        assert (visited_files(), failing_files(source=made)) == (set(), ())
        pages["/index.xml"] = xml(urlset(url("/a"), url("/b"), url("/c")))
        assert visit(made, NOW + 2 * DAY) == ("new", "3 entries, 1 new.")  # said once
        pages["/index.xml"] = INDEX
        assert visit(made, NOW + 3 * DAY) == ("unchanged", BACK)
        assert visited_files() == {"/1.xml", "/2.xml", "/3.xml"}


def test_files_rest_when_it_was_something_else_three_times_running() -> None:
    pages = pages_of_index()
    with room(pages) as server:
        made = followed(server)
        pages["/index.xml"] = answer(body=b"<!doctype html><title>Sorry</title>", **{"Content_Type": "text/html"})
        for day in (1, 2):  # it may pass
            outcome, words = visit(made, NOW + day * DAY)
            assert (outcome, "rest" in words, visited_files()) == ("unreadable", False, {"/1.xml", "/3.xml"})
        outcome, words = visit(made, NOW + 3 * DAY)
        assert (outcome, words.endswith(REST), visited_files()) == ("unreadable", True, set())
        pages["/index.xml"] = INDEX  # the very bytes of before, which do not count as unchanged
        assert visit(made, NOW + 4 * DAY) == ("unchanged", BACK)
        assert visited_files() == {"/1.xml", "/2.xml", "/3.xml"}


def test_files_of_an_index_that_is_gone_for_good_rest_until_somebody_asks() -> None:
    pages = pages_of_index()
    with room(pages) as server:
        made = followed(server)
        pages["/index.xml"] = answer("410 Gone")
        assert visit(made, NOW + DAY) == ("missing", "It answered with status 410. Its 2 files rest with it.")
        assert (own(made).ended_at, visited_files()) == (NOW + DAY, set())
        pages["/index.xml"] = INDEX
        check_now(source=made, by=BY, now=NOW + 2 * DAY)
        assert visited_files() == set()  # until it is known what it names
        visit(made, NOW + 2 * DAY)
        assert visited_files() == {"/1.xml", "/2.xml", "/3.xml"}


def test_files_of_a_source_that_an_editor_ends_rest() -> None:
    pages = pages_of_index()
    with room(pages) as server:
        made = followed(server)
        pages["/index.xml"] = xml(urlset(*(url(f"/{number}") for number in range(300))))
        assert visit(made, NOW + DAY)[0] == "held"
        assert visited_files() == {"/1.xml", "/3.xml"}  # nobody has said yet that it is right
        end_held(source=made, by=BY, now=NOW + DAY)
        assert visited_files() == set()
        assert AuditRow.objects.filter(verb="watch.ended", subject=f"source:{made.public_id}").count() == 1


def test_files_rest_when_an_editor_lets_a_plain_sitemap_through() -> None:
    pages = pages_of_index()
    with room(pages) as server:
        made = followed(server)
        pages["/index.xml"] = xml(urlset(*(url(f"/{number}") for number in range(300))))
        assert visit(made, NOW + DAY)[0] == "held"
        let_through(source=made, by=BY, now=NOW + DAY)
        assert visit(made, NOW + 2 * DAY) == ("new", f"300 entries, 300 new. {REST}")
        assert visited_files() == set()


def test_files_of_one_source_do_not_rest_with_another() -> None:
    pages = pages_of_index()
    pages["/other.xml"] = PLAIN
    with room(pages) as server:
        followed(server)
        other = source(server.url("/other.xml"), "sitemap", interval_seconds=900)
        assert visit(other, NOW + DAY) == ("new", "2 entries, 2 new.")
        assert visited_files() == {"/1.xml", "/3.xml"}
