"""In a real browser: an editor publishes a profile, a reader reads it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from profiles.models import Signal
from tests.cast import ALICE, NOW, approved, cast, document, editor, publish, publisher

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_AGO = datetime(2024, 4, 1, 9, tzinfo=UTC)


def log_in(page: Page) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("E-mail").fill("alice@desk.test")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in", exact=True).click()


def test_reader_finds_a_profile_and_checks_a_statement(browser_page: Page) -> None:
    publish(profile_id=cast().profile.pk, by=ALICE, now=NOW)
    page = browser_page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/")
    search = page.get_by_role("combobox").first
    search.fill("harb")
    search.press("Enter")
    expect(page).to_have_url(re.compile(r"/profiles/\?q=harb"))
    page.get_by_role("link", name="Harbour Exchange").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour Exchange")
    expect(page.locator("main")).to_contain_text("High - direct sources")
    page.locator("sup.mark a").first.click()
    note = page.locator("#note-1")
    expect(note).to_be_visible()
    expect(note).to_contain_text("Office for Exchanges")
    note.get_by_role("link", name="How we got this").click()
    expect(page).to_have_url(re.compile(r"/confidence/#cl-"))
    expect(page.locator("main")).to_contain_text("0.98")


def test_reader_on_a_phone_opens_the_evidence_in_place_without_scripts(chromium: Any, live_server: Any) -> None:
    publish(profile_id=cast().profile.pk, by=ALICE, now=NOW)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/profiles/harbour-exchange/")
    for text in ("Harbour Exchange", "whose northern link was cut", "High - direct sources"):
        box = page.locator("main").get_by_text(text).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 740, text
    expect(page.locator("#note-1")).not_to_be_in_viewport()
    page.locator("sup.mark a").first.click()
    expect(page.locator("#note-1")).to_be_visible()
    context.close()


def test_reader_asks_for_a_day_and_for_what_changed_without_scripts(chromium: Any, live_server: Any) -> None:
    found = cast()
    publish(profile_id=found.profile.pk, by=ALICE, now=LONG_AGO)
    found.profile.claims.update(statement="Eleven members of Harbour Exchange had no service for a day.")
    publish(profile_id=found.profile.pk, by=ALICE, now=LONG_AGO + timedelta(days=9), note="One had its own line.")
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 320, "height": 740}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/profiles/harbour-exchange/editions/")
    page.get_by_label("What stood here at the end of a day (UTC)").fill("2024-04-05")
    page.get_by_role("button", name="Show it").click()
    expect(page).to_have_url(re.compile("/as-of/2024-04-05/$"))
    expect(page.locator(".banner")).to_contain_text("at the end of 5 April 2024 (UTC): edition 1, assessment 1.1.")
    page.get_by_role("link", name="Read what stands here now").click()
    page.get_by_role("link", name="1 statement changed since edition 1").click()
    expect(page).to_have_url(re.compile("/editions/1/to/2/$"))
    expect(page.locator("article del")).to_have_text("Twelve")
    expect(page.locator("article ins")).to_have_text("Eleven")
    page.go_back()
    page.get_by_role("link", name="all editions").click()
    page.get_by_label("What changed from edition").press("Enter")
    expect(page).to_have_url(re.compile("/editions/1/to/2/$"))
    context.close()


def test_editor_turns_a_signal_into_a_published_statement(browser_page: Page) -> None:
    found = cast()
    editor()
    article = document("Harbour link restored", "Harbour Exchange says its link is back.", publisher("Evening Net"))
    Signal.objects.create(
        profile=found.profile, document=article, role="subject", reasons=["It stands in the title."], made_at=NOW
    )
    page = browser_page
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page)
    page.get_by_role("link", name="Harbour link restored").click()
    page.get_by_label("Statement:", exact=True).fill("The northern link works again.")
    page.get_by_label("Key:", exact=True).fill("restored")
    page.get_by_label("Predicate").fill("link restored")
    page.get_by_label("The value it gives").fill("yes")
    page.get_by_label("Quote").fill("its link is back")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".messagelist")).to_contain_text("Accepted.")
    expect(page.locator(".confidence-panel")).to_contain_text("The northern link works again.")
    page.get_by_role("link", name="Preview").click()
    expect(page.locator("body")).to_contain_text("Not published")
    page.go_back()
    page.get_by_role("link", name="Publish", exact=True).click()
    expect(page.locator(".two-people")).to_contain_text("Nobody else has approved it")
    approved(found.profile)
    page.get_by_role("button", name="Publish edition 1").click()
    expect(page.locator(".messagelist")).to_contain_text("Published edition 1 of Harbour Exchange.")
    page.goto("/profiles/harbour-exchange/")
    expect(page.locator("main")).to_contain_text("The northern link works again.")
