"""A reader reports an error; it lands on the desk; an editor answers once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse

from profiles.editions.reports import AT_MOST, NoAnswer, answer
from profiles.models import ErrorReport, ReportState
from records.models import AuditRow
from tests.cast import ALICE, BOB, NOW, Cast, cast, editor, public_cast

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) {{ 7|add:7 }}"


@pytest.fixture
def found() -> Cast:
    return public_cast()


def page_of(found: Cast) -> str:
    return f"/profiles/harbour-exchange/report/?statement={found.claim.public_id}"


def send(address: str, client: Client | None = None, **given: str) -> Any:
    return (client or Client()).post(address, {"text": "It was nine.", "evidence": "", "contact": "", **given})


def test_statement_links_to_its_report(found: Cast) -> None:
    text = Client().get("/profiles/harbour-exchange/").content.decode()
    assert page_of(found).replace("&", "&amp;") in text
    page = Client().get(page_of(found))
    assert found.claim.statement in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"


def test_report_lands_on_the_desk_and_is_answered(found: Cast) -> None:
    sent = send(page_of(found), evidence="The log", contact="reader@example.org")
    assert (sent.status_code, sent.headers["Location"]) == (302, "/profiles/harbour-exchange/report/thanks/")
    assert "on the editors" in Client().get(sent.headers["Location"]).content.decode()
    row = ErrorReport.objects.get()
    assert (row.edition, row.claim, row.statement, row.text, row.evidence, row.contact, row.state) == (
        1,
        found.claim.public_id,
        found.claim.statement,
        "It was nine.",
        "The log",
        "reader@example.org",
        "waiting",
    )
    desk = Client()
    desk.force_login(editor())
    front = desk.get("/admin/").content.decode()
    place = reverse("admin:profiles_errorreport_change", args=[row.pk])
    assert place in front
    assert "Errors that readers report" in front
    assert "It was nine." in desk.get(place).content.decode()
    refused = desk.post(place, {"state": "waiting", "answer": "Hm."})
    assert "Choose whether there is an error." in refused.content.decode()
    assert desk.post(place, {"state": "upheld", "answer": "Nine it was; corrected."}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer) == ("upheld", "Nine it was; corrected.")
    assert AuditRow.objects.filter(verb="report.upheld").count() == 1
    assert desk.get("/admin/").context["desk"].reports == ()
    # Answered is answered.
    desk.post(place, {"state": "declined", "answer": "No."})
    row.refresh_from_db()
    assert row.state == "upheld"


def test_reader_who_left_an_address_gets_the_answer(found: Cast, mailoutbox: list[Any]) -> None:
    send(page_of(found), contact="reader@example.org")
    send(page_of(found))
    with TestCase.captureOnCommitCallbacks(execute=True):
        for row in ErrorReport.objects.all():
            answer(report_id=row.pk, state=ReportState.UPHELD, words="Nine it was.", by=ALICE, now=NOW)
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["reader@example.org"], "Your report on Harbour Exchange")
    assert "It was nine." in mail.body
    assert "You were right. Nine it was." in mail.body


def test_one_network_is_one_sender_and_is_told_to_wait(found: Cast) -> None:
    statuses = [
        send(page_of(found), Client(REMOTE_ADDR=f"2001:db8:7:7::{number:x}")).status_code
        for number in range(1, AT_MOST + 2)
    ]
    assert statuses == [302] * AT_MOST + [429]
    assert send(page_of(found), Client(REMOTE_ADDR="2001:db8:7:8::1")).status_code == 302
    assert send(page_of(found), text="").status_code == 400


def test_second_answer_is_told(found: Cast) -> None:
    send(page_of(found))
    given = {"report_id": ErrorReport.objects.get().pk, "state": ReportState.DECLINED, "words": "No.", "now": NOW}
    answer(**given, by=ALICE)
    with pytest.raises(NoAnswer, match="answered meanwhile"):
        answer(**given, by=BOB)


def test_whole_page_can_be_reported(found: Cast) -> None:
    assert send("/profiles/harbour-exchange/report/").status_code == 302
    assert (ErrorReport.objects.get().claim, ErrorReport.objects.get().statement) == ("", "")


@pytest.mark.parametrize(
    "address",
    [
        "/profiles/nobody/report/",
        "/profiles/harbour-exchange/report/?statement=cl-0000000000000000",
        "/profiles/harbour-exchange/report/?statement=%00",
        "/profiles/nobody/report/thanks/",
    ],
)
def test_what_is_not_public_cannot_be_reported(found: Cast, address: str) -> None:
    assert Client().get(address).status_code == 404
    assert send(address).status_code in {404, 405}
    assert not ErrorReport.objects.exists()


def test_draft_cannot_be_reported(db: None) -> None:
    found = cast()
    assert Client().get(page_of(found)).content == Client().get("/nothing/").content


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"text": ""}, "This field is required"),
        ({"text": "x" * 4001}, "at most 4000"),
        ({"contact": "nobody"}, "valid email"),
        ({"text": "a\x00b"}, "Null characters"),
    ],
)
def test_bad_input_is_told_and_kept(found: Cast, given: dict[str, str], fault: str) -> None:
    page = send(page_of(found), **{"evidence": "kept words", **given})
    assert page.status_code == 400
    assert fault in page.content.decode()
    assert "kept words" in page.content.decode()
    assert not ErrorReport.objects.exists()


def test_hostile_text_stays_text(found: Cast) -> None:
    send(page_of(found), text=HOSTILE, evidence=HOSTILE)
    desk = Client()
    desk.force_login(editor())
    text = desk.get(reverse("admin:profiles_errorreport_change", args=[ErrorReport.objects.get().pk])).content.decode()
    assert "<script>alert(1)" not in text
    assert 'href="javascript' not in text
    assert "&lt;script&gt;alert(1)" in text


def test_one_sender_is_slowed_down_and_others_are_not(found: Cast) -> None:
    for _ in range(AT_MOST):
        assert send(page_of(found)).status_code == 302
    assert "a lot at once" in send(page_of(found)).content.decode()
    assert ErrorReport.objects.count() == AT_MOST
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert send(page_of(found), client=other).status_code == 302


def test_form_of_another_site_is_refused(found: Cast) -> None:
    assert send(page_of(found), client=Client(enforce_csrf_checks=True)).status_code == 403
