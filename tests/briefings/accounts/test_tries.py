"""Guessing ends, whoever guesses; nobody else is shut out by it, with or without Redis."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client, RequestFactory

from records.callers import address_of, network_of
from records.models import AuditRow
from tests.briefings.accounts.people import EMAIL, PASSWORD, code_now, factors, is_in, log_in, reader, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["with Redis", "without Redis"])
def _redis(request: Any, settings: Any) -> None:
    if request.param == "without Redis":
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"}}


def guess(times: int, email: str = EMAIL, address: str = "198.51.100.7") -> list[int]:
    return [log_in(Client(), email, f"wrong {n}", REMOTE_ADDR=address).status_code for n in range(times)]


def test_five_wrong_passwords_from_one_network_end_there_and_nowhere_else() -> None:
    reader()
    assert guess(4) == [200] * 4
    refused = log_in(Client(), password="wrong", REMOTE_ADDR="198.51.100.7")
    assert (refused.status_code, "Too many tries" in refused.content.decode()) == (429, True)
    # The right password from there has to wait as well; the same person elsewhere, and others there, do not.
    assert log_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 429
    assert log_in(Client(), REMOTE_ADDR="198.51.100.8").status_code == 302
    reader("other@home.test")
    assert log_in(Client(), "other@home.test", REMOTE_ADDR="198.51.100.7").status_code == 302
    # A passkey is not counted: the device is asked, and nothing refuses it.
    options = Client().get(
        "/account/login/passkey/", headers={"accept": "application/json"}, REMOTE_ADDR="198.51.100.7"
    )
    assert (options.status_code, "request_options" in options.json()) == (200, True)


def test_wait_ends_after_a_quarter_of_an_hour_and_is_not_prolonged() -> None:
    reader()
    guess(5)
    before = AccessAttempt.objects.get().attempt_time
    assert guess(3) == [429] * 3
    assert AccessAttempt.objects.get().attempt_time == before
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))
    assert log_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302


def test_unknown_account_is_counted_like_a_known_one() -> None:
    reader()
    assert guess(6) == guess(6, "nobody@home.test") == [200] * 4 + [429] * 2


def test_network_that_tries_many_accounts_waits_and_its_own_account_does_not_wash_it() -> None:
    reader("own@home.test")
    for n in range(49):
        guess(1, f"reader{n}@home.test")
    assert log_in(Client(), "own@home.test", REMOTE_ADDR="198.51.100.7").status_code == 302
    assert guess(1, "reader50@home.test") == [429]
    assert log_in(Client(), "own@home.test", REMOTE_ADDR="198.51.100.7").status_code == 429
    assert log_in(Client(), "own@home.test", REMOTE_ADDR="198.51.100.8").status_code == 302


def test_logging_in_forgets_the_wrong_tries_of_that_account() -> None:
    reader()
    guess(4)
    assert log_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302
    assert guess(4) == [200] * 4


def test_codes_of_a_second_factor_cannot_be_guessed_from_many_networks() -> None:
    user = reader()
    secret = with_app(user)
    for n in range(5):
        client = Client()
        log_in(client, REMOTE_ADDR=f"198.51.100.{n}")
        answer = client.post("/account/login/code/", {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{n}")
        assert answer.status_code == (200 if n < 4 else 429)
    client = Client()
    log_in(client)
    assert client.post("/account/login/code/", {"code": code_now(secret)}).status_code == 429
    assert not is_in(client)


def test_present_password_cannot_be_guessed_in_a_browser_left_open() -> None:
    reader()
    client = Client()
    log_in(client)
    new = {"password1": "gravel over lanterns", "password2": "gravel over lanterns"}
    answers = [
        client.post("/account/password/change/", {"oldpassword": f"wrong {n}", **new}).status_code for n in range(4)
    ]
    assert answers == [200] * 4
    again = client.post("/account/again/", {"password": "wrong"})
    assert again.status_code == 429
    assert client.post("/account/password/change/", {"oldpassword": PASSWORD, **new}).status_code == 429


def test_operator_lets_somebody_in_and_it_is_recorded() -> None:
    user = reader()
    with_app(user)
    guess(5)
    out = StringIO()
    call_command("let_in", "READER@home.test", stdout=out)
    assert out.getvalue() == "Forgotten: wrong tries in 1 places. Removed: 0 second factors.\n"
    assert (factors(user), guess(1)) == (["totp"], [200])
    call_command("let_in", EMAIL, "--without-second-factor", stdout=out)
    assert factors(user) == []
    rows = AuditRow.objects.order_by("id").values_list("actor", "verb", "subject", "detail")
    assert list(rows) == [
        ("operator:let_in", "user.let_in", user.actor, {"tries": 1, "factors": 0}),
        ("operator:let_in", "user.let_in", user.actor, {"tries": 1, "factors": 1}),
    ]
    with pytest.raises(CommandError, match=r"no account with the address nobody@home\.test"):
        call_command("let_in", "nobody@home.test")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address", "network"),
    [
        (0, "203.0.113.9", "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9", "203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.1, 203.0.113.9", "203.0.113.9", "203.0.113.9"),
        (1, "203.0.113.9, 2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.9", "203.0.113.9", "203.0.113.9"),
        (1, "", "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, rubbish", None, None),
    ],
)
def test_address_is_what_our_own_proxy_saw(
    settings: Any, proxies: int, forwarded: str, address: str | None, network: str | None
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="198.51.100.7")
    assert (address_of(request), network_of(request)) == (address, network)
