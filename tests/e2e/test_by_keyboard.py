"""Five things that readers come for, done with the keys alone: docs/accessibility.md lists them.

Every stop on the way shows where the focus is, and is called in the accessibility tree as it is called here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from profiles.models import ErrorReport
from tests.e2e.axe import violations
from tests.e2e.conftest import PATIENCE
from tests.e2e.test_shared_pages import town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST = 'link "Skip to the content"'
HARBOUR = "/profiles/harbour-exchange/"
STATEMENT = "Twelve members of Harbour Exchange had no service for a day."


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(chromium: Browser, live_server: Any, scripts: bool) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=scripts, viewport={"width": 1024, "height": 900}
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def go(page: Page, called: str, backwards: bool = False) -> None:
    """Press Tab until the focus is on what the accessibility tree calls so; fail where the focus cannot be seen."""
    passed: list[str] = []
    while passed.count(FIRST) < 2:  # then it has been all round the page
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        focus = page.locator(":focus")
        if not focus.count():  # past the end of the page
            continue
        name = focus.aria_snapshot().splitlines()[0].removeprefix("- ").rstrip(":").strip("'").replace(" ,", ",")
        assert focus.evaluate("it => getComputedStyle(it).outlineStyle") != "none", f"unseen focus: {name}"
        if name.startswith(called):
            return
        passed.append(name)
    raise AssertionError(f"{called} cannot be reached by keyboard; what can: {passed}")


def test_five_tasks_by_keyboard(page: Page, scripts: bool) -> None:
    town()
    for task in (find_a_profile, take_a_filter_away, look_at_evidence, compare_two_editions, report_an_error):
        task(page, scripts)


def find_a_profile(page: Page, scripts: bool) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    go(page, 'combobox "Search profiles"' if scripts else 'searchbox "Search profiles"')
    page.keyboard.type("tarn")
    if scripts:
        expect(page.get_by_role("listbox", name="Profiles").get_by_role("option")).to_have_text("Tarn Exchange")
        page.keyboard.press("ArrowDown")
        chosen = page.get_by_role("option", name="Tarn Exchange", selected=True)
        expect(page.locator(":focus")).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
        assert violations(page) == []
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/profiles/\?q=tarn$"))
        go(page, 'link "Tarn Exchange"')
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/profiles/tarn/$"))


def take_a_filter_away(page: Page, scripts: bool) -> None:
    page.goto("/profiles/")
    go(page, 'link "Europe 1 profile"')
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/profiles/\?region=europe$"))
    expect(page.get_by_role("status")).to_have_text("1 profile")
    if scripts:  # the list changed in place: the focus is on what came of it, and the way back lies before it
        expect(page.get_by_role("status")).to_be_focused()
    go(page, 'link "Region: Europe, take away"', backwards=scripts)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/profiles/$"))
    expect(page.get_by_role("status")).to_have_text("3 profiles")


def look_at_evidence(page: Page, scripts: bool) -> None:
    page.goto(HARBOUR)
    note = page.get_by_role("note", name="Evidence 1").first
    expect(note).to_be_hidden()  # it opens in place where there is no margin
    go(page, 'link "Evidence 1"')
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    expect(note).to_contain_text("Office for Exchanges")
    go(page, 'link "Close evidence 1, back to the text"')
    page.keyboard.press("Enter")
    expect(note).to_be_hidden()
    go(page, 'link "Evidence 1"')  # the reader is where the text was left


def compare_two_editions(page: Page, scripts: bool) -> None:
    page.goto(HARBOUR)
    go(page, 'link "all editions"')
    page.keyboard.press("Enter")
    go(page, 'spinbutton "What changed from edition"')
    page.keyboard.type("1")
    go(page, 'spinbutton "to"')
    page.keyboard.type("2")
    go(page, 'button "Compare"')
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/editions/1/to/2/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour Exchange")


def report_an_error(page: Page, scripts: bool) -> None:
    page.goto(f"{HARBOUR}#note-1")
    go(page, 'link "Report an error in evidence 1"')
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Report an error")
    go(page, 'textbox "What is wrong?')
    page.keyboard.type("It were eleven.")
    go(page, 'button "Send the report"')
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/report/thanks/$"))
    assert list(ErrorReport.objects.values_list("statement", "text")) == [(STATEMENT, "It were eleven.")]
