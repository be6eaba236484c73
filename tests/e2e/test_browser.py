"""The browser harness itself: pages of the live server arrive, and what the policy refuses is noticed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_browser_opens_the_home_page(browser_page: Page) -> None:
    answer = browser_page.goto("/")

    assert answer is not None
    assert answer.status == 200
    assert "Plumbline" in browser_page.title()
