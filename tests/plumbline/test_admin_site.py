"""The desk's door: one log-in for all, and in production a second factor."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.core.cache import cache
from django.test import Client

from records.models import User
from tests.briefings.accounts.people import PASSWORD, code_now, mailed_code, reader, with_app

pytestmark = pytest.mark.django_db

EMAIL = "alice@desk.test"


def log_in(client: Client) -> Any:
    data = {"login": EMAIL, "password": PASSWORD}
    return client.post("/account/login/?next=/admin/", data)


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def _production(settings: Any) -> None:
    settings.DEMO = False


@pytest.mark.usefixtures("_production")
def test_staff_without_a_second_factor_is_led_to_set_one_up() -> None:
    alice = User.objects.create_superuser(EMAIL, PASSWORD)
    client = Client()
    assert log_in(client).headers["Location"] == "/admin/"
    answer = client.get("/admin/", follow=True)
    assert [where for where, _ in answer.redirect_chain] == ["/admin/login/?next=/admin/", "/account/security/"]
    assert "The desk opens with a second factor" in answer.content.decode()
    secret = with_app(alice)
    assert client.get("/admin/").status_code == 200
    later = Client()
    assert log_in(later).headers["Location"] == "/account/login/code/"
    assert later.get("/admin/", follow=True).redirect_chain[-1][0] == "/account/login/code/"
    assert later.post("/account/login/code/", {"code": code_now(secret)}).headers["Location"] == "/admin/"
    assert later.get("/admin/").status_code == 200


def test_demonstration_opens_the_desk_without_one() -> None:
    User.objects.create_superuser(EMAIL, PASSWORD)
    client = Client()
    log_in(client)
    assert client.get("/admin/").status_code == 200


def test_desk_does_not_exist_for_who_does_not_work_here() -> None:
    reader = Client()
    reader.force_login(User.objects.create_user("reader@home.test", PASSWORD))
    answer = reader.get("/admin/", follow=True)
    assert (answer.status_code, answer.redirect_chain) == (404, [("/admin/login/?next=/admin/", 302)])


def test_password_sent_to_the_old_door_is_not_looked_at() -> None:
    User.objects.create_superuser(EMAIL, PASSWORD)
    client = Client()
    client.post("/admin/login/?next=/admin/", {"username": EMAIL, "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_address_taken_away_in_the_admin_lets_nobody_in_and_the_new_one_is_proved_first() -> None:
    User.objects.create_superuser(EMAIL, PASSWORD)
    member = reader("old@home.test")
    alice = Client()
    log_in(alice)
    page = f"/admin/records/user/{member.pk}/change/"
    answer = alice.post(page, {"email": "New@home.test", "name": "", "is_active": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/records/user/")
    client = Client()
    old = client.post("/account/login/", {"login": "old@home.test", "password": PASSWORD})
    assert "is not right" in old.content.decode()
    client.post("/account/password/reset/", {"email": "old@home.test"})
    assert mail.outbox[-1].subject == "There is no account with this address"
    new = client.post("/account/login/", {"login": "new@home.test", "password": PASSWORD})
    assert new.headers["Location"] == "/account/confirm-email/"
    assert client.post("/account/confirm-email/", {"code": mailed_code()}).headers["Location"] == "/account/"


def test_password_of_staff_is_changed_where_wrong_tries_are_counted() -> None:
    User.objects.create_superuser(EMAIL, PASSWORD)
    client = Client()
    log_in(client)
    assert client.get("/admin/password_change/").headers["Location"] == "/account/password/change/"


def test_desk_shows_no_secrets_of_libraries() -> None:
    shown = {model._meta.app_label for model in admin.site._registry}
    assert shown & {"account", "mfa", "usersessions", "axes"} == set()
