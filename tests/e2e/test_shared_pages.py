"""In a real browser: what profiles say to machines does not trouble the content policy, and pages fit a small phone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from profiles.models import Profile
from sources.models import Document
from tests.cast import NOW, Cast, public_cast
from tests.profiles.site.neighbours import again, neighbour

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOSTILE = "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
PAGES = [
    "/profiles/harbour-exchange/",
    "/profiles/harbour-exchange/editions/",
    "/profiles/harbour-exchange/beside/tarn/",
    "/profiles/harbour-exchange/beside/?other=northern",
    "/profiles/harbour-exchange/beside/?other=",
    "/glossary/",
    "/legal/",
    "/privacy/",
    "/licence/",
    "/corrections/",
]


def town() -> Cast:
    found = public_cast()
    tarn = neighbour(found, "tarn", "Tarn Exchange", acted_on_by=(found.profile,))
    neighbour(found, "fell", "Fell Networks", acted_on_by=(tarn,))
    Profile.objects.filter(pk=found.profile.pk).update(base="New Quay")
    again(found.profile, NOW + timedelta(days=1))
    return found


def test_hostile_name_runs_nothing_and_breaks_no_policy(browser_page: Page) -> None:
    found = town()
    Profile.objects.filter(pk=found.profile.pk).update(name=HOSTILE, summary=HOSTILE)
    again(found.profile, NOW + timedelta(days=2))
    page = browser_page  # at its end it fails where the policy refused something
    page.goto("/profiles/harbour-exchange/")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert page.title() != "taken"
    read = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@graph'][0].name"
    assert page.evaluate(read) == HOSTILE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_small_phone_and_break_no_policy(browser_page: Page, scheme: Any) -> None:
    town()
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    wide = {}
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == dict.fromkeys(PAGES, 320)


def test_reader_sets_two_profiles_side_by_side_by_keyboard(browser_page: Page) -> None:
    town()
    page = browser_page
    page.goto("/profiles/harbour-exchange/")
    page.get_by_label("Set beside another profile").fill("tarn exchange")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/profiles/harbour-exchange/beside/tarn/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour Exchange beside Tarn Exchange")


def test_paper_has_what_one_reads_and_nothing_to_press(browser_page: Page) -> None:
    found = town()
    Document.objects.filter(pk=found.order.pk).update(address="https://office.example/orders/7")
    again(found.profile, NOW + timedelta(days=3))
    page = browser_page
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 680, "height": 1000})
    page.goto("/profiles/harbour-exchange/")
    expect(page.get_by_role("note", name="Evidence 1").first).to_be_visible()
    pressed = "nav, form, button, summary, .skip, .foot a, .note a[href*=report]"
    assert page.locator(pressed).count() >= 8
    assert page.locator(pressed).filter(visible=True).count() == 0
    addresses = "all => all.map(one => getComputedStyle(one, '::after').content)"
    assert page.locator(".listed .what a").evaluate_all(addresses) == ['" <https://office.example/orders/7>"']
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") == 680
