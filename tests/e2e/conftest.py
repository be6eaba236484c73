"""Browser tests: the system's Chromium against the live server, through Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

PATIENCE = 30_000
"""Milliseconds that something may take to come about on a machine that does much else; nothing waits for so long."""
expect.set_options(timeout=PATIENCE)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; tests are skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    # Playwright keeps an event loop in this thread, and Django refuses queries beside one.
    # Beside a loop Django also keeps connections apart: those from before and those from within are closed here,
    # or they would keep the test database from being removed.
    connections.close_all()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM,
                # Chromium's sandbox refuses root, and a container's /dev/shm is too small for it.
                args=["--disable-dev-shm-usage", *(["--no-sandbox"] if os.getuid() == 0 else [])],
            )
            yield browser
            connections.close_all()
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def browser_page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A fresh page whose relative addresses lead to the live server.

    The test fails at its end where a script on a page has failed or the content policy has refused
    something: neither may happen on any page of ours.
    """
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    page.on("console", on_console)
    yield page
    context.close()
    assert wrong == []
