"""Passkeys in a real browser, with an authenticator that the browser plays (WebAuthn through CDP)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from records.models import User
from tests.briefings.accounts.people import EMAIL, PASSWORD, factors, mailed_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
METHOD = re.compile(r"^http://[^/?]+/methodology/$")
"""The page one comes from, and no page that only has it in its `next`."""
WRONG = "The e-mail address or the password is not right."


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    """A browser on a device that keeps passkeys. Nothing may be said on the console, but that one has to wait."""
    cache.clear()
    device = browser_page.context.new_cdp_session(browser_page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    said: list[str] = []
    browser_page.on("console", lambda message: "429" in message.text or said.append(message.text))
    yield browser_page
    assert said == []


def type_the_mailed_code(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code")
    page.get_by_label("Code").fill(mailed_code())
    page.get_by_role("button", name="Go on").click()


def log_out(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The organisations that the internet rests on")


def test_reader_signs_up_adds_a_passkey_and_logs_in_with_it(page: Page) -> None:
    page.goto("/account/signup/?next=/methodology/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    type_the_mailed_code(page)
    expect(page).to_have_url(METHOD)
    page.goto("/account/")
    page.get_by_role("link", name="Add passkeys").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Lantern phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert factors(User.objects.get()) == ["recovery_codes", "webauthn"]
    assert mail.outbox[-1].subject == "A passkey was added"
    log_out(page)

    page.goto("/account/login/?next=/methodology/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page).to_have_url(METHOD)
    log_out(page)

    # With the password the passkey is the second factor.
    page.goto("/account/login/?next=/methodology/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(METHOD)
    page.goto("/account/security/passkeys/")
    expect(page.locator("main")).to_contain_text("Lantern phone")


def test_reader_signs_up_with_a_passkey_alone(page: Page) -> None:
    page.goto("/account/signup/?next=/methodology/")
    page.get_by_role("link", name="Sign up with a passkey instead of a password").click()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_role("button", name="Go on").click()
    type_the_mailed_code(page)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page).to_have_url(METHOD)
    user = User.objects.get()
    assert (user.has_usable_password(), factors(user)) == (False, ["webauthn"])
    log_out(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Account")
    expect(page.locator("main")).to_contain_text("None, you use a passkey")
    page.get_by_role("link", name="Set a password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set a password")


def test_failure_is_said_in_words(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Nothing was done: it was stopped, it took too long, or this device has no passkey that fits."
    )
    expect(page.get_by_role("button", name="Log in with a passkey")).to_be_enabled()


def test_passkey_lets_in_whom_wrong_passwords_keep_waiting(page: Page) -> None:
    page.goto("/account/signup/passkey/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_role("button", name="Go on").click()
    type_the_mailed_code(page)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Account")
    log_out(page)
    statuses: list[int] = []
    for _ in range(5):
        page.goto("/account/login/")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill("a wrong password")
        with page.expect_response("**/account/login/") as answer:
            page.get_by_role("button", name="Log in", exact=True).click()
        statuses.append(answer.value.status)
        # The answer's page is there before the next is asked for: one would stop the other.
        expect(page.locator("main")).to_contain_text(WRONG if answer.value.status == 200 else "Too many tries")
    assert statuses == [200] * 4 + [429]
    page.get_by_role("link", name="log in with it").click()
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Account")
