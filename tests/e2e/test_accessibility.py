"""In a real browser: every page for readers keeps the rules of accessible pages, in light and dark, wide and narrow.

The pages are those of the demonstration, which has something of everything: disputes, ties, corrections, a picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test.signals import template_rendered
from playwright.sync_api import Page, Request

from plumbline.demonstration.build import build_once
from plumbline.demonstration.logins import FILE
from plumbline.demonstration.press import room_of
from profiles.editions.ending import withdraw
from profiles.models import Profile
from tests.cast import ALICE
from tests.e2e.axe import violations, violations_of_colour

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SKERRY = "/profiles/skerry-exchange/"
# Of each template one page, and of those that look different when there is nothing or much, more than one.
PAGES = {
    "/": 200,
    "/profiles/": 200,
    "/profiles/?q=zzzq&region=europe": 200,
    "/profiles/?q=exchange&region=europe": 200,
    "/browse/": 200,
    "/browse/signal-focus/exchange/": 200,
    SKERRY: 200,
    "/profiles/linx/": 200,
    f"{SKERRY}#note-1": 200,
    f"{SKERRY}confidence/": 200,
    f"{SKERRY}editions/": 200,
    f"{SKERRY}editions/1/": 200,
    f"{SKERRY}editions/1/to/2/": 200,
    f"{SKERRY}beside/": 200,
    f"{SKERRY}beside/linx/": 200,
    f"{SKERRY}as-of/2020-01-01/": 404,
    f"{SKERRY}report/": 200,
    f"{SKERRY}report/thanks/": 200,
    "/contradictions/": 200,
    "/corrections/": 200,
    "/sources/": 200,
    "/methodology/": 200,
    "/calibration/": 200,
    "/glossary/": 200,
    "/legal/": 200,
    "/privacy/": 200,
    "/licence/": 200,
    "/api/": 200,
    "/briefings/": 200,
    "/briefings/who-kept-the-duct/": 200,
    "/join/": 200,
    "/account/login/": 200,
    "/account/signup/": 200,
    "/account/password/reset/": 200,
    "/nowhere/": 404,
    "/profiles/lumen/": 410,
}
OF_MEMBERS = {
    "/account/": 200,
    "/account/membership/": 200,
    "/account/security/": 200,
    "/account/sessions/": 200,
    "/briefings/who-kept-the-duct/": 200,
    "/briefings/notes/skerry-exchange/": 200,
    "/join/alliance/": 200,
}
NOT_ASKED = {"briefings/join_circle.html"}  # who is asked for here is in the Circle already
# Structure differs by width, colours by scheme: all rules at both widths, and the colours of each scheme at the other
# width too, wherever something looks different there.
WIDE, SMALL = 1440, 320
SIGHTS: list[tuple[Any, int, int]] = [("light", WIDE, SMALL), ("dark", SMALL, WIDE)]


@pytest.fixture
def folder(tmp_path: Path, settings: Any, unused_tcp_port: int) -> Path:
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.ALLOW_LOOPBACK = tmp_path, tmp_path / "media", True
    now = datetime.now(UTC) - timedelta(minutes=12)
    room_of(tmp_path, port=unused_tcp_port, now=now)
    build_once(folder=tmp_path, now=now)
    return tmp_path


@pytest.fixture
def unused_tcp_port(live_server: Any) -> int:
    """The press room is named, not opened."""
    return int(live_server.url.rsplit(":", 1)[1]) + 1


def test_every_page_for_readers(browser_page: Page, folder: Path, live_server: Any) -> None:
    withdraw(
        profile_id=Profile.objects.get(slug="lumen").pk, reason="It is another's.", by=ALICE, now=datetime.now(UTC)
    )
    page = browser_page
    drawn: set[str] = set()

    def on_drawn(template: Any, **_: Any) -> None:
        drawn.add(template.name)

    template_rendered.connect(on_drawn)
    elsewhere: list[str] = []

    def on_request(request: Request) -> None:
        if request.url.split(":")[0] != "data" and urlsplit(request.url).netloc != urlsplit(live_server.url).netloc:
            elsewhere.append(request.url)

    page.on("request", on_request)
    assert list(wrong(page, PAGES)) == []
    log_in(page, folder)
    assert list(wrong(page, OF_MEMBERS)) == []
    assert elsewhere == []
    assert {f"{path.parent.name}/{path.name}" for path in whole_pages()} - drawn == NOT_ASKED


def test_what_is_wrong_is_found(browser_page: Page) -> None:
    page = browser_page
    page.set_content(
        "<!doctype html><html lang=en><title>Wrong</title><main><h1>Wrong</h1><img src='data:,'>"
        "<p style='color: #bbb; background: #fff'>Too pale to read.</p><div style='width: 400px'>Wide</div></main>"
    )
    assert violations(page) == ["color-contrast: p", "image-alt: img"]
    assert narrow(page, "wide") == ["needs 408 px when wide"]


def test_what_is_wrong_at_one_width_alone_is_found(browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.set_content(
        "<!doctype html><html lang=en><title>Wrong</title><style>.hidden { display: none } @media (width < 400px) {"
        ".pale { color: #bbb } .lit { background: #555 } .small { font-size: 14px !important } "
        ".hidden { display: block } }</style>"
        "<main><h1>Wrong</h1><p class=pale>Too pale to read.</p><div class=lit><p>Too dark to read.</p></div>"
        "<p class=small style='font-size: 24px; color: #888'>Too small to read.</p><p>It is as it was.</p>"
        "<p class=hidden><b style='color: #ccc'>Not there.</b></p></main>"
    )
    assert violations(page) == []
    assert violations_of_colour(page, SMALL) == [
        "color-contrast: .pale",
        "color-contrast: div > p",
        "color-contrast: .small",
        "color-contrast: b",
    ]
    assert violations_of_colour(page, SMALL) == []  # nothing looks different from before


def wrong(page: Page, pages: dict[str, int]) -> Iterator[tuple[str, object]]:
    """Whatever a page has against it, with its address and the width and scheme in which it shows."""
    for address, status in pages.items():
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer = page.goto(address)
        if answer is None or answer.status != status:
            yield address, answer and answer.status
        yield from ((address, what) for what in narrow(page, "folded"))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        yield from ((address, what) for what in narrow(page, "unfolded"))
        for scheme, width, other in SIGHTS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            yield from ((address, f"{width} {scheme} {what}") for what in violations(page))
            yield from ((address, f"{other} {scheme} {what}") for what in violations_of_colour(page, other))


def whole_pages() -> Iterator[Path]:
    """Templates of pages: a page that is added later has to be asked for here."""
    for folder in ("profiles", "briefings"):
        for path in (settings.BASE_DIR / "templates" / folder).glob("*.html"):
            if "{% block content %}" in path.read_text(encoding="utf-8"):
                yield path


def narrow(page: Page, how: str) -> Iterable[str]:
    page.set_viewport_size({"width": 320, "height": 900})
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [] if needed == 320 else [f"needs {needed} px when {how}"]


def log_in(page: Page, folder: Path) -> None:
    logins = dict(line.split() for line in (folder / FILE).read_text().splitlines())
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill("circle@demo.example")
    page.get_by_label("Password").fill(logins["circle@demo.example"])
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/account/")
