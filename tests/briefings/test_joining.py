"""Becoming a member through the pages, and what the editors' decision does."""

from __future__ import annotations

import smtplib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from briefings import joining
from briefings.going_back import safe_next
from briefings.joining import Grounds, NotPossible
from briefings.models import Application, Membership
from briefings.tiers import tier
from records import mailing
from records.models import AuditRow, User
from tests.briefings.cast import FAR, LONG_AGO, SINCE, logged_in, member, reader
from tests.cast import ALICE

pytestmark = pytest.mark.django_db

GROUNDS = {
    "organisation": "Quay Networks",
    "role": "Owner",
    "resources": "AS64500",
    "evidence": "The registry names me as the contact of AS64500.",
}
BACK = "/profiles/harbour-exchange/"
HOSTILE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example/",
    "http:elsewhere.example",
    "javascript:alert(1)",
    "/\t/elsewhere.example/",
    "/\n/elsewhere.example/",
    " //elsewhere.example/",
    "/ /elsewhere.example",
    "elsewhere.example",
    "",
    "/" + "x" * 500,
]


def test_person_joins_the_circle_and_is_back_where_they_came_from() -> None:
    user = reader("r@home.test")
    client = logged_in(user)
    page = client.get(f"/join/circle/?next={BACK}").content.decode()
    assert f'name="next" value="{BACK}"' in page
    answer = client.post("/join/circle/", {"next": BACK})
    assert (answer.status_code, answer.headers["Location"]) == (302, BACK)
    held = Membership.objects.get()
    assert (held.user, held.tier.slug, held.ends_at, held.reason) == (user, "circle", None, "joined by themselves")
    row = AuditRow.objects.get(verb="membership.granted")
    assert (row.actor, row.subject) == (user.actor, user.actor)
    again = client.post("/join/circle/", {"next": BACK})
    assert (again.status_code, Membership.objects.count()) == (400, 1)
    assert "You are a member of the Strategic Circle." in again.content.decode()


def test_stranger_is_led_to_an_account_and_back() -> None:
    text = Client().get(f"/join/circle/?next={BACK}").content.decode()
    back = "%2Fjoin%2Fcircle%2F%3Fnext%3D%252Fprofiles%252Fharbour-exchange%252F"
    assert f'href="/account/signup/?next={back}"' in text
    assert f'href="/account/login/?next={back}"' in text
    for address in ("/join/circle/", "/join/alliance/"):
        answer = Client().post(address, {"next": BACK, **GROUNDS})
        assert answer.headers["Location"].startswith(f"/account/signup/?next={address.replace('/', '%2F')}%3Fnext%3D")
    assert (Membership.objects.count(), Application.objects.count()) == (0, 0)


def test_unconfirmed_person_is_told_and_not_joined() -> None:
    client = logged_in(reader("r@home.test", verified=False))
    for address in ("/join/circle/", "/join/alliance/"):
        text = client.get(address).content.decode()
        assert "Your e-mail address is not confirmed yet." in text
        assert 'href="/account/email/?next=' in text
        assert client.post(address, GROUNDS).status_code == 400
    assert (Membership.objects.count(), Application.objects.count()) == (0, 0)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_page_one_came_from_is_a_page_of_this_site(hostile: str) -> None:
    client = logged_in(reader("r@home.test"))
    assert client.post("/join/circle/", {"next": hostile}).headers["Location"] == "/account/membership/"
    assert "elsewhere" not in Client().get("/join/", {"next": hostile}).content.decode()


@given(st.text(max_size=80) | st.text("/\\:.ax\t @%?#", max_size=12))
def test_what_is_no_path_of_ours_is_never_followed(given_next: str) -> None:
    found = safe_next(given_next, "/otherwise/")
    assert found in (given_next, "/otherwise/")
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))


def test_two_clicks_at_once_join_once(transactional_db: None) -> None:
    user = reader("r@home.test")
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def click() -> None:
        barrier.wait()
        try:
            joining.join_circle(user=user, by=user.actor, now=SINCE)
            outcomes.append("joined")
        except NotPossible:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(outcomes), Membership.objects.count()) == (["joined", "refused"], 1)


def test_member_leaves_and_may_come_back() -> None:
    client = logged_in(reader("r@home.test"))
    client.post("/join/circle/")
    assert b"Leave the Strategic Circle" in client.get("/account/membership/").content
    assert client.post("/account/membership/leave/").headers["Location"] == "/account/membership/"
    text = client.get("/account/membership/").content.decode()
    assert ("Left by themselves" in text, "Leave the Strategic Circle" in text) == (True, False)
    client.post("/account/membership/leave/")
    assert "You are no member of it." in client.get("/account/membership/").content.decode()
    client.post("/join/circle/")
    assert [one.ended_at is None for one in Membership.objects.order_by("id")] == [False, True]


def test_membership_page_is_one_s_own() -> None:
    member("other@home.test", "alliance")
    client = logged_in(reader("r@home.test"))
    text = client.get("/account/membership/").content.decode()
    assert ("You are no member yet." in text, "Of old" in text, "other@home.test" in text) == (True, False, False)
    assert Client().get("/account/membership/").headers["Location"] == (
        "/account/login/?next=%2Faccount%2Fmembership%2F"
    )
    assert Client().post("/account/membership/leave/").status_code == 302
    assert client.get("/account/membership/leave/").status_code == 405


# --- Applications ----------------------------------------------------------------------------------------


def applied(email: str = "r@home.test") -> Application:
    user = reader(email)
    return joining.apply(user=user, grounds=Grounds(**GROUNDS), by=user.actor, now=LONG_AGO)


def test_application_waits_once() -> None:
    client = logged_in(reader("r@home.test"))
    answer = client.post("/join/alliance/", {**GROUNDS, "next": BACK})
    assert answer.headers["Location"] == "/join/alliance/?next=%2Fprofiles%2Fharbour-exchange%2F"
    text = client.get(answer.headers["Location"]).content.decode()
    assert ("Your application waits" in text, "Send the application" in text) == (True, False)
    text = client.get("/account/membership/").content.decode()
    assert ("It waits." in text, "/join/circle/" in text, "/join/alliance/" in text) == (True, True, False)
    again = client.post("/join/alliance/", GROUNDS)
    assert (again.status_code, Application.objects.count()) == (400, 1)
    stored = Application.objects.get()
    assert {name: getattr(stored, name) for name in GROUNDS} == GROUNDS
    assert AuditRow.objects.get(verb="application.made").detail == {"application": stored.pk}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("organisation", "x" * 201),
        ("role", "x" * 121),
        ("resources", "x" * 1001),
        ("evidence", "x" * 4001),
        ("evidence", ""),
        ("evidence", "a\x00b"),
        ("organisation", " \u2003 "),
        ("role", "\x1b[31m"),
    ],
)
def test_application_out_of_its_limits_is_refused_and_nothing_lost(name: str, value: str) -> None:
    client = logged_in(reader("r@home.test"))
    answer = client.post("/join/alliance/", {**GROUNDS, name: value})
    assert (answer.status_code, Application.objects.count()) == (400, 0)
    text = answer.content.decode()
    assert 'class="wrong"' in text
    kept = [words for key, words in GROUNDS.items() if key != name]
    assert [words for words in kept if words not in text] == []


def test_accepting_makes_a_member_for_a_year_and_writes_to_them(django_capture_on_commit_callbacks: Any) -> None:
    application = applied()
    with django_capture_on_commit_callbacks(execute=True):
        decided = joining.decide(
            application_id=application.pk, accept=True, reason="The registry names you.", by=ALICE, now=SINCE
        )
    held = Membership.objects.get()
    assert (held.starts_at, held.ends_at, held.reason) == (
        SINCE,
        SINCE + timedelta(days=365),
        "The registry names you.",
    )
    assert (decided.state, decided.decided_by, decided.membership) == ("accepted", ALICE, held)
    (sent,) = mail.outbox
    assert sent.to == ["r@home.test"]
    assert "was accepted." in sent.body
    assert "You are a member from 1 June 2020 to 1 June 2021. Why: The registry names you." in sent.body
    row = AuditRow.objects.get(verb="application.accepted")
    assert (row.actor, row.subject, row.detail) == (ALICE, application.user.actor, {"application": application.pk})


def test_declining_needs_a_reason_and_tells_it(django_capture_on_commit_callbacks: Any) -> None:
    application = applied()
    given = {"application_id": application.pk, "accept": False, "by": ALICE, "now": SINCE}
    with pytest.raises(NotPossible, match="Say why"):
        joining.decide(**given, reason="  ")
    with django_capture_on_commit_callbacks(execute=True):
        joining.decide(**given, reason="We cannot see who holds AS64500 & why.")
    assert "Why: We cannot see who holds AS64500 & why." in mail.outbox[0].body
    assert Membership.objects.count() == 0
    text = logged_in(User.objects.get()).get("/account/membership/").content.decode()
    assert "We cannot see who holds AS64500 &amp; why." in text
    with pytest.raises(NotPossible, match="declined on 1 June 2020 already"):
        joining.decide(**{**given, "accept": True}, reason="Once more.")
    joining.apply(user=application.user, grounds=Grounds(**GROUNDS), by=ALICE, now=SINCE)
    assert Application.objects.count() == 2


@pytest.mark.parametrize("error", [ConnectionRefusedError(), smtplib.SMTPServerDisconnected(), TimeoutError()])
def test_mail_that_fails_undoes_nothing(
    error: OSError, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(mailing, "send_mail", fail)
    with django_capture_on_commit_callbacks(execute=True):
        joining.decide(application_id=applied().pk, accept=True, reason="Seen.", by=ALICE, now=SINCE)
    assert (Application.objects.get().state, Membership.objects.count()) == ("accepted", 1)


def test_decision_that_is_rolled_back_sends_nothing(django_capture_on_commit_callbacks: Any) -> None:
    application = applied()
    joining.grant(
        user=application.user, to=tier("alliance"), starts_at=LONG_AGO, ends_at=None, reason="r", by=ALICE, now=LONG_AGO
    )
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(NotPossible, match="already"):
        joining.decide(application_id=application.pk, accept=True, reason="Seen.", by=ALICE, now=SINCE)
    assert (mail.outbox, Application.objects.get().state) == ([], "waiting")


# --- Grants and ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ((LONG_AGO, SINCE), (SINCE, None), True),
        ((SINCE, None), (LONG_AGO, SINCE), True),
        ((LONG_AGO, FAR), (SINCE, None), False),
        ((LONG_AGO, None), (SINCE, FAR), False),
        ((SINCE, FAR), (LONG_AGO, None), False),
        ((LONG_AGO, SINCE), (LONG_AGO, SINCE), False),
    ],
)
def test_memberships_of_one_tier_do_not_overlap(first: Any, second: Any, fits: bool) -> None:
    user = reader("r@home.test")

    def grant(span: Any) -> Membership:
        return joining.grant(
            user=user, to=tier("circle"), starts_at=span[0], ends_at=span[1], reason="r", by=ALICE, now=LONG_AGO
        )

    grant(first)
    if fits:
        grant(second)
    else:
        with pytest.raises(NotPossible, match="in that time already"):
            grant(second)
    assert Membership.objects.count() == 1 + fits
    joining.grant(user=user, to=tier("alliance"), starts_at=LONG_AGO, ends_at=FAR, reason="r", by=ALICE, now=LONG_AGO)


def test_membership_that_has_not_begun_is_ended_before_it_was() -> None:
    user = reader("r@home.test")
    given = {"user": user, "to": tier("circle"), "ends_at": None, "reason": "r", "by": ALICE, "now": LONG_AGO}
    coming = joining.grant(**given, starts_at=FAR)
    ended = joining.end(membership_id=coming.pk, reason="A mistake.", by=ALICE, now=SINCE)
    assert ended.ended_at == FAR
    with pytest.raises(NotPossible, match="over already"):
        joining.end(membership_id=coming.pk, reason="Again.", by=ALICE, now=SINCE)
    joining.grant(**given, starts_at=LONG_AGO)


@pytest.mark.parametrize(
    ("slug", "ends_at", "reason", "words"),
    [
        ("public", None, "r", "nobody has to be a member"),
        ("circle", LONG_AGO, "r", "ends before it begins"),
        ("circle", None, " ", "Say why"),
    ],
)
def test_grant_that_makes_no_sense_is_refused(slug: str, ends_at: Any, reason: str, words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        joining.grant(
            user=reader("r@home.test"),
            to=tier(slug),
            starts_at=LONG_AGO,
            ends_at=ends_at,
            reason=reason,
            by=ALICE,
            now=LONG_AGO,
        )
    assert not Membership.objects.exists()
