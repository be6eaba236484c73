"""The panel beside a statement's form in a real browser, while somebody types."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from profiles.models import Claim
from tests.cast import cast, document, editor, publisher
from tests.e2e.test_reading_and_publishing import log_in
from tests.profiles.desk.statement import Statement, disputed
from tests.profiles.desk.test_admin import address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIVE = "**/live/"
FRESH = "As the form stands, unsaved."
HALF = "Half typed or wrong: this is from before."
SLOW = "Working it out…"
SIZES = pytest.mark.parametrize(
    ("size", "anchoring"),
    [((1440, 900), "auto"), ((1440, 900), "none"), ((1440, 2400), "none"), ((360, 740), "none")],
    ids=["wide", "wide, not held by the browser", "tall", "narrow"],
)


def open_form(page: Page, size: tuple[int, int] = (1440, 900)) -> Statement:
    """The form of the disputed statement, with the first answer of the panel behind it."""
    of = disputed(cast())
    editor()
    log_in(page)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    with page.expect_response(LIVE):
        page.goto(address_of(of.claim))
    return of


def row_of(page: Page, of: Statement, name: str) -> Callable[[str], str]:
    """Where the fields of the citation of a document are."""
    chosen = page.locator(f'[name^="citations-"][name$="-document"]:has(option[value="{of.documents[name].pk}"])')
    prefix = str(chosen.get_attribute("name")).removesuffix("document")
    return lambda field: f'[name="{prefix}{field}"]'


def score_of(page: Page) -> str:
    return str(page.locator("[data-live-score]").get_attribute("data-live-score"))


def place_of(field: Locator) -> float:
    """How far below the window's upper edge a field stands, in pixels."""
    return float(field.evaluate("(field) => field.getBoundingClientRect().top"))


def said_in(page: Page) -> list[str]:
    """What the panel has announced since this was asked for: each text that it has put there."""
    return page.evaluate("window.announced")


def listen(page: Page) -> None:
    page.evaluate(
        """() => {
            window.announced = [];
            for (const place of document.querySelectorAll(".live-panel [role=status]"))
                new MutationObserver(() => window.announced.push(place.textContent.trim()))
                    .observe(place, { childList: true, characterData: true, subtree: true });
        }"""
    )


@SIZES
def test_panel_follows_what_is_typed_and_the_field_stays_in_its_place(
    browser_page: Page, size: tuple[int, int], anchoring: str
) -> None:
    page = browser_page
    of = open_form(page, size)
    page.evaluate("(anchoring) => { document.documentElement.style.overflowAnchor = anchoring; }", anchoring)
    score = page.locator("[data-live-score]")
    expect(score).to_have_attribute("data-live-score", "Strong 0.79")
    listen(page)
    published = page.locator('[name^="values-"][name$="-is_published"]:checked')
    published = page.locator(f'[name="{published.get_attribute("name")}"]')
    reason = page.locator(row_of(page, of, "report")("set_aside_reason"))
    without_it, without_report = "No value published", "Strong 0.75"

    published.focus()
    where = place_of(published)
    for shown in (without_it, "Strong 0.79"):  # nearly nothing is left of the panel, and it comes back
        published.press("Space")
        expect(score).to_have_attribute("data-live-score", shown)
        assert abs(place_of(published) - where) < 1
    reason.focus()
    where = place_of(reason)
    for typed, shown in (("It was withdrawn.", without_report), ("", "Strong 0.79")):
        reason.clear()
        reason.press_sequentially(typed, delay=5)
        expect(score).to_have_attribute("data-live-score", shown)
        assert abs(place_of(reason) - where) < 1
    expect(reason).to_be_focused()
    expect(page.locator("[data-live-word]")).to_be_in_viewport()
    scores = [words for words in said_in(page) if words not in (FRESH, SLOW)]
    # The scores are read out, and nothing else of all that was drawn.
    assert scores == [without_it, "Strong 0.79", without_report, "Strong 0.79"]


def test_an_answer_never_overtakes_a_newer_one_and_a_slow_server_is_asked_once_at_a_time(browser_page: Page) -> None:
    page = browser_page
    of = open_form(page)
    field = row_of(page, of, "report")
    waiting: list[Route] = []
    page.route(LIVE, lambda route: waiting.append(route))
    listen(page)
    page.locator(field("set_aside_reason")).fill("It was withdrawn.")
    expect(page.locator("[data-live-word]")).to_have_text(SLOW)
    page.locator(field("set_aside_reason")).fill("")
    page.locator(field("own_interest")).check()
    page.wait_for_timeout(600)
    assert len(waiting) == 1
    with page.expect_request(LIVE):  # what was typed meanwhile
        waiting.pop().continue_()
    page.wait_for_timeout(100)
    assert len(waiting) == 1
    asked = str(waiting[0].request.post_data)
    assert "own_interest=on" in asked
    assert "withdrawn" not in asked
    waiting.pop().continue_()
    expect(page.locator("[data-live-word]")).to_have_text(FRESH)
    shown = score_of(page)
    page.wait_for_timeout(600)
    assert waiting == []
    assert said_in(page)[-2:] == [shown, FRESH]


def test_half_typed_form_is_said_and_then_mended(browser_page: Page) -> None:
    page = browser_page
    of = open_form(page)
    field = row_of(page, of, "report")
    page.locator(field("quote")).fill("Words that stand nowh")
    expect(page.locator("[data-live-word]")).to_have_text(HALF)
    assert score_of(page) == "Strong 0.79"
    page.locator(field("quote")).fill("We reviewed the log")
    expect(page.locator("[data-live-word]")).to_have_text(FRESH)


def test_server_that_cannot_be_reached_is_said_and_asked_again(browser_page: Page) -> None:
    page = browser_page
    of = open_form(page)
    page.route(LIVE, lambda route: route.abort())
    page.locator(row_of(page, of, "report")("set_aside_reason")).fill("It was withdrawn.")
    expect(page.locator("[data-live-word]")).to_have_text("No answer from the server: this is from before.")
    assert score_of(page) == "Strong 0.79"
    page.unroute(LIVE)
    expect(page.locator("[data-live-word]")).to_have_text(FRESH)
    assert score_of(page) != "Strong 0.79"


def test_whoever_is_logged_out_is_told_so_and_sees_no_other_page_in_the_panel(browser_page: Page) -> None:
    page = browser_page
    of = open_form(page)
    context: BrowserContext = page.context
    context.clear_cookies(name="sessionid")
    page.locator(row_of(page, of, "report")("set_aside_reason")).fill("It was withdrawn.")
    expect(page.locator("[data-live-word]")).to_contain_text("You are logged out")
    assert score_of(page) == "Strong 0.79"
    expect(page.locator(".live-panel form")).to_have_count(0)


def test_other_editors_save_is_said(browser_page: Page) -> None:
    page = browser_page
    of = open_form(page)
    Claim.objects.filter(pk=of.claim.pk).update(statement="By Bob")
    page.locator("#id_predicate").fill("members cut off")
    expect(page.locator("[data-live-word]")).to_have_text("The form is behind what is stored.")
    expect(page.locator("[data-live-account]")).to_contain_text("Somebody saved this statement after you opened it.")


def test_what_if_a_citation_is_added_with_the_search_box(browser_page: Page) -> None:
    page = browser_page
    of = open_form(page)
    log = document("A register's entry", "Twelve members.", publisher("Chancery", "A", "registry"), "record")
    page.get_by_text("Add another Citation").click()
    row = page.locator(".inline-related.dynamic-citations").last
    row.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("A register's entry")
    page.locator(".select2-results__option", has_text="A register's entry").click()
    row.locator('[name$="-value"]').select_option(of.value("twelve"))
    row.locator('[name$="-directness"]').select_option("primary")
    row.locator('[name$="-position"]').fill("12")
    expect(page.locator("[data-live-score]")).not_to_have_attribute("data-live-score", "Strong 0.79")
    expect(page.locator("[data-live-account]")).to_contain_text("Chancery")
    assert not of.claim.citations.filter(document=log).exists()
    row.locator(".inline-deletelink").click()
    expect(page.locator("[data-live-score]")).to_have_attribute("data-live-score", "Strong 0.79")


def test_panel_is_asked_anew_where_saving_was_refused(browser_page: Page) -> None:
    page = browser_page
    of = open_form(page)
    field = row_of(page, of, "report")
    page.locator(field("set_aside_reason")).fill("It was withdrawn.")
    page.locator("#id_key").fill("Not a key")
    with page.expect_response(LIVE):
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-live-word]")).to_have_text(HALF)
    page.locator("#id_key").fill("outage")
    expect(page.locator("[data-live-word]")).to_have_text(FRESH)
    assert score_of(page) != "Strong 0.79"
