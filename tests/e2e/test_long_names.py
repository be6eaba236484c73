"""The desk holds names and addresses that nobody can break into lines."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from sources.models import Source, Watch
from tests.cast import editor, publisher
from tests.sources.watching.room import NOW

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "W" * 150
ADDRESS = f"https://news.example.org/{'x' * 700}/feed.xml"
OPML = f"<opml version='2.0'><body><outline text='{NAME}' xmlUrl='ftp://{'y' * 300}.example.org'/></body></opml>"


def entered() -> Source:
    """A source that has moved for good and needs somebody."""
    made = Source.objects.create(name=NAME, kind="feed", address=ADDRESS, publisher=publisher("Quay Courier"))
    Watch.objects.create(
        source=made,
        address=ADDRESS,
        host="news.example.org",
        kind="feed",
        interval_seconds=900,
        first_seen_at=NOW,
        next_fetch_at=NOW,
        failures=3,
        last_outcome="failed",
        last_words=f"It leads to {ADDRESS}",
        moved_to=f"{ADDRESS}/{'z' * 300}",
    )
    return made


@pytest.mark.parametrize("width", [320, 1440])
def test_long_name_widens_no_page_of_the_desk(browser_page: Page, live_server: Any, width: int) -> None:
    made = entered()
    client = Client()
    client.force_login(editor())
    [session] = [each for each in client.cookies.values() if "session" in each.key]
    page = browser_page
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for name, path in (
        ("desk", "/admin/"),
        ("health", "/admin/sources/source/health/"),
        ("source", f"/admin/sources/source/{made.pk}/how/"),
        ("form", f"/admin/sources/source/{made.pk}/change/"),
    ):
        page.goto(path)
        assert NAME in page.content()
        wide[name] = page.evaluate(_WIDEST)
    page.goto("/admin/sources/source/")
    wide["list"] = page.evaluate("document.querySelector('#result_list th a').getBoundingClientRect().width < 700")
    page.goto("/admin/sources/source/import/")
    page.set_input_files("[name=file]", {"name": "a.opml", "mimeType": "text/xml", "buffer": OPML.encode()})
    page.get_by_role("button", name="Bring in").click()
    page.get_by_role("heading", name="What became of it").wait_for()
    wide["import"] = page.evaluate(_WIDEST)
    assert wide == {"list": True, **dict.fromkeys(("desk", "health", "source", "form", "import"), 0)}


# By how much the page is wider than the window, or a table that scrolls by itself wider than its place.
_WIDEST = """Math.max(document.documentElement.scrollWidth - innerWidth, 0,
  ...[...document.querySelectorAll('.wide')].map(each => each.scrollWidth - each.clientWidth))"""
