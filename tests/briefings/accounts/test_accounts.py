"""Accounts through their own pages: in, out, and everything that belongs to one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from records.models import User
from tests.briefings.accounts.people import (
    EMAIL,
    PASSWORD,
    code_now,
    factors,
    is_in,
    log_in,
    mailed_address,
    mailed_code,
    reader,
    with_app,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "https://evil.test/",
    "//evil.test/",
    "/\\evil.test",
    "\\\\evil.test",
    "///evil.test",
    "http:evil.test",
    "javascript:alert(1)",
    "data:text/html,hello",
    " //evil.test",
    "\thttps://evil.test",
    "https://testserver@evil.test/",
    "http://localhost/",
    "http://testserver.evil.test/",
    "http://testserver:81/",
]


def sign_up(client: Client, email: str = EMAIL, there: str | None = None) -> Any:
    data = {"email": email, "password1": PASSWORD}
    return client.post("/account/signup/", {**data, "next": there} if there else data)


def same(page: Any) -> str:
    """A page without what differs at every request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def test_sign_up_proves_the_address_and_leads_back_to_the_page_one_came_from() -> None:
    visitor = Client()
    page = visitor.get("/account/signup/?next=/methodology/").content.decode()
    assert '<input type="hidden" name="next" value="/methodology/">' in page
    answer = sign_up(visitor, there="/methodology/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/confirm-email/")
    assert not is_in(visitor)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([EMAIL], f"{mailed_code()} is your code for Plumbline")
    assert "You get this mail because somebody typed reader@home.test on our site." in sent.body
    wrong = visitor.post("/account/confirm-email/", {"code": "000000"})
    assert "The code is not right" in wrong.content.decode()
    done = visitor.post("/account/confirm-email/", {"code": mailed_code()})
    assert (done.status_code, done.headers["Location"]) == (302, "/methodology/")
    user = User.objects.get()
    assert (user.email, user.is_staff, user.check_password(PASSWORD)) == (EMAIL, False, True)
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(EMAIL, True, True)]
    assert is_in(visitor)


def test_code_asked_for_too_soon_leaves_the_first_one_good() -> None:
    visitor = Client()
    sign_up(visitor, there="/methodology/")
    page = visitor.post("/account/confirm-email/", {"action": "resend"}, follow=True)
    assert (page.status_code, "That was a moment too soon." in page.content.decode()) == (200, True)
    assert len(mail.outbox) == 1
    done = visitor.post("/account/confirm-email/", {"code": mailed_code()})
    assert done.headers["Location"] == "/methodology/"


def test_new_code_makes_the_first_one_void_and_leads_to_the_same_page() -> None:
    visitor = Client()
    sign_up(visitor, there="/methodology/")
    first = mailed_code()
    cache.clear()
    visitor.post("/account/confirm-email/", {"action": "resend"})
    assert "not right" in visitor.post("/account/confirm-email/", {"code": first}).content.decode()
    assert visitor.post("/account/confirm-email/", {"code": mailed_code()}).headers["Location"] == "/methodology/"


def test_who_closed_the_page_gets_a_code_by_logging_in() -> None:
    sign_up(Client())
    cache.clear()  # the pause between two mails to one address
    later = Client()
    answer = later.post("/account/login/?next=/methodology/", {"login": EMAIL, "password": PASSWORD})
    assert answer.headers["Location"] == "/account/confirm-email/"
    assert not is_in(later)


@pytest.mark.parametrize("there", HOSTILE)
def test_hostile_next_leads_to_the_account(there: str) -> None:
    visitor = Client()
    sign_up(visitor, there=there)
    assert visitor.post("/account/confirm-email/", {"code": mailed_code()}).headers["Location"] == "/account/"
    visitor.post("/account/logout/", {"next": there})
    known = Client()
    answer = known.post("/account/login/", {"login": EMAIL, "password": PASSWORD, "next": there})
    assert answer.headers["Location"] == "/account/"
    assert known.get("/account/login/", {"next": there}).headers["Location"] == "/account/"
    assert known.post("/account/logout/", {"next": there}).headers["Location"] == "/"


@pytest.mark.parametrize("there", ["/methodology/", "/profiles/?q=harbour&sort=name", "http://testserver/methodology/"])
def test_own_next_is_kept_through_the_log_in_and_the_second_factor(there: str) -> None:
    secret = with_app(reader())
    client = Client()
    answer = client.post("/account/login/", {"login": EMAIL, "password": PASSWORD, "next": there})
    assert answer.headers["Location"] == "/account/login/code/"
    assert client.post("/account/login/code/", {"code": code_now(secret)}).headers["Location"] == there


def test_known_and_unknown_addresses_get_the_same_answers() -> None:
    reader("known@home.test")
    answers: dict[str, list[Any]] = {}
    for email in ("known@home.test", "other@home.test"):
        client = Client()
        said = answers[email] = []
        for answer in (
            log_in(client, email, "a wrong password"),
            client.post("/account/password/reset/", {"email": email}),
            client.get("/account/password/reset/sent/"),
            sign_up(client, email),
            client.get("/account/confirm-email/"),
            client.post("/account/confirm-email/", {"code": "000000"}),
            client.post("/account/confirm-email/", {"action": "resend"}),
            client.get("/account/confirm-email/"),
        ):
            said.append((answer.status_code, answer.headers.get("Location"), same(answer).replace(email, "X")))
    assert answers["known@home.test"] == answers["other@home.test"]
    assert [sent.subject for sent in mail.outbox if sent.to == ["known@home.test"]] == [
        "Set a new password for Plumbline",
        "You have an account at Plumbline already",
    ]
    assert User.objects.count() == 2


def test_visitor_is_led_to_the_log_in_and_back() -> None:
    reader()
    client = Client()
    for page in ("/account/", "/account/email/", "/account/security/", "/account/sessions/"):
        assert client.get(page).headers["Location"] == f"/account/login/?next={page}"
    assert "You have an account?" in client.get("/account/signup/").content.decode()
    assert log_in(client, EMAIL.upper()).headers["Location"] == "/account/"
    page = client.get("/account/")
    assert EMAIL in page.content.decode()
    assert "To the desk" not in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert client.post("/account/logout/").headers["Location"] == "/"
    assert not is_in(client)


def test_new_password_by_mail_ends_every_session_and_the_link_works_once() -> None:
    reader()
    elsewhere = Client()
    log_in(elsewhere)
    client = Client()
    client.post("/account/password/reset/", {"email": EMAIL})
    link = mailed_address("/account/password/reset/")
    form = client.get(link, follow=True)
    new = {"password1": "gravel over lanterns", "password2": "gravel over lanterns"}
    done = client.post(form.redirect_chain[-1][0], new)
    assert done.headers["Location"] == "/account/password/reset/done/"
    assert mail.outbox[-1].subject == "Your password was changed"
    assert not is_in(elsewhere)
    assert "This link no longer works" in Client().get(link).content.decode()
    assert log_in(client, password="gravel over lanterns").headers["Location"] == "/account/"


def test_stranger_who_asks_for_a_new_password_asks_nothing_more_of_whoever_works_here() -> None:
    User.objects.create_superuser("alice@desk.test", PASSWORD)
    Client().post("/account/password/reset/", {"email": "alice@desk.test"})
    client = Client()
    assert log_in(client, "alice@desk.test").headers["Location"] == "/account/"
    assert is_in(client)


def test_changed_password_ends_the_other_sessions_at_their_next_request() -> None:
    reader()
    here, elsewhere = Client(), Client()
    log_in(here)
    log_in(elsewhere)
    new = {"password1": "gravel over lanterns", "password2": "gravel over lanterns"}
    wrong = here.post("/account/password/change/", {"oldpassword": "not this one", **new})
    assert "This is not your present password." in wrong.content.decode()
    assert is_in(elsewhere)
    answer = here.post("/account/password/change/", {"oldpassword": PASSWORD, **new}, follow=True)
    assert "Your password is changed." in answer.content.decode()
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_deactivation_bites_at_the_next_request_and_shuts_the_door() -> None:
    user = reader()
    client = Client()
    log_in(client)
    assert is_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_in(client)
    assert log_in(client).headers["Location"] == "/account/inactive/"
    assert "This account is closed" in client.get("/account/inactive/").content.decode()
    assert "not right" in log_in(client, password="a wrong password").content.decode()


def test_sessions_are_listed_and_the_others_can_be_ended() -> None:
    reader()
    here, elsewhere = Client(), Client()
    log_in(here, headers={"user-agent": "Lantern 1"})
    log_in(elsewhere, headers={"user-agent": "Gravel 2"})
    page = here.get("/account/sessions/").content.decode()
    assert [page.count(said) for said in ("This device", "Another device", "Lantern 1", "Gravel 2")] == [1, 1, 1, 1]
    ended = here.post("/account/sessions/", follow=True).content.decode()
    assert "Every other device is logged out." in ended
    assert "Gravel 2" not in ended
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_address_changes_once_the_new_one_is_proved() -> None:
    user = reader()
    reader("taken@home.test")
    client = Client()
    log_in(client)
    asked = client.post("/account/email/", {"action_add": "", "email": "new@home.test"})
    assert asked.headers["Location"].startswith("/account/again/?next=")
    client.post("/account/again/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "", "email": "new@home.test"})
    user.refresh_from_db()
    assert user.email == EMAIL
    client.post("/account/confirm-email/", {"code": mailed_code()})
    user.refresh_from_db()
    assert user.email == "new@home.test"
    assert [(sent.to, sent.subject) for sent in mail.outbox[-1:]] == [([EMAIL], "Your address was changed")]
    client.post("/account/email/", {"action_add": "", "email": "taken@home.test"})
    refused = client.post("/account/confirm-email/", {"code": mailed_code()})
    assert "This address belongs to another account." in refused.content.decode()


def test_app_asks_for_its_code_and_a_recovery_code_works_once() -> None:
    user = reader()
    client = Client()
    log_in(client)
    assert client.get("/account/security/app/add/").headers["Location"].startswith("/account/again/")
    client.post("/account/again/", {"password": PASSWORD})
    page = client.get("/account/security/app/add/").content.decode()
    assert '<svg class="qr" viewBox="0 0 ' in page
    secret = re.search(r"<code>(\w{32})</code>", page)
    assert secret is not None
    done = client.post("/account/security/app/add/", {"code": code_now(secret[1])}, follow=True)
    assert factors(user) == ["recovery_codes", "totp"]
    codes = re.findall(r"<code>(\d{8})</code>", done.content.decode())
    assert len(codes) == 10
    assert client.get("/account/security/recovery-codes/download/").content.decode().split() == codes
    for code, gets_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        again = Client()
        assert log_in(again).headers["Location"] == "/account/login/code/"
        assert not is_in(again)
        again.post("/account/login/code/", {"code": code})
        assert is_in(again) is gets_in
    removed = client.post("/account/security/app/remove/", follow=True).content.decode()
    assert "The app is removed." in removed
    assert factors(user) == []


def test_every_page_of_an_account_is_private_and_has_a_heading() -> None:
    user = reader()
    with_app(user)
    client = Client()
    log_in(client)
    client.post("/account/login/code/", {"code": ""})
    member = Client()
    member.force_login(user)
    member.post("/account/again/", {"password": PASSWORD})
    pages = [
        (Client(), "login/"),
        (Client(), "signup/"),
        (Client(), "signup/passkey/"),
        (Client(), "password/reset/"),
        (Client(), "password/reset/1-nothing/"),
        (Client(), "password/reset/done/"),
        (Client(), "inactive/"),
        (client, "login/code/"),
        *(
            (member, page)
            for page in (
                *("", "email/", "password/change/", "again/", "again/code/", "logout/", "sessions/", "security/"),
                *("security/app/remove/", "security/passkeys/", "security/passkeys/add/"),
                "security/recovery-codes/new/",
            )
        ),
    ]
    for who, page in pages:
        answer = who.get(f"/account/{page}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store"), page
        assert answer.content.decode().count("<h1>") == 1, page


def test_staff_made_by_an_operator_logs_in_without_a_code() -> None:
    User.objects.create_superuser("Alice@desk.test", PASSWORD)
    client = Client()
    asked = client.get("/admin/login/?next=/admin/profiles/profile/")
    assert asked.headers["Location"] == "/account/login/?next=/admin/profiles/profile/"
    answer = client.post(asked.headers["Location"], {"login": "alice@desk.test", "password": PASSWORD})
    assert answer.headers["Location"] == "/admin/profiles/profile/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("_no_redis")
def test_without_redis_one_signs_up_and_logs_in_all_the_same() -> None:
    visitor = Client()
    sign_up(visitor, there="/methodology/")
    assert visitor.post("/account/confirm-email/", {"code": mailed_code()}).headers["Location"] == "/methodology/"
    visitor.post("/account/logout/")
    assert log_in(visitor).headers["Location"] == "/account/"
    secret = with_app(User.objects.get())
    guarded = Client()
    log_in(guarded)
    guarded.post("/account/login/code/", {"code": code_now(secret)})
    assert is_in(guarded)
    User.objects.update(is_active=False)
    assert not is_in(guarded)


@pytest.fixture
def _no_redis(settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"}}
