"""Asking for an erasure and deciding it at the desk, and the command that looks afterwards."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from plumbline.tasks import carry_out_erasures
from records.models import AuditRow, Erasure, User
from sources.models import Document
from tests.plumbline.erasure.cases import TITLE, everywhere

pytestmark = pytest.mark.django_db
ASK = "/admin/records/erasure/ask/"


def at_the_desk(role: str, name: str = "") -> Client:
    user = User.objects.create_user(f"{name or role.lower()}@desk.test", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_one_asks_another_approves_and_the_receipt_stands_there() -> None:
    _, document = everywhere()
    one, other = at_the_desk("Publisher", "one"), at_the_desk("Publisher", "other")
    page = one.get(f"/admin/sources/document/{document.pk}/change/").content.decode()
    assert f"{ASK}?kind=document&amp;target={document.public_id}" in page
    form = one.get(f"{ASK}?kind=document&target={document.public_id}").content.decode()
    assert f'value="{document.public_id}"' in form
    order = {"kind": "document", "target": document.public_id, "passage": "", "reason": "A court has ruled so."}
    asked = one.post(ASK, order, follow=True)
    assert "Nothing is gone yet" in asked.content.decode()
    erasure = Erasure.objects.get()
    decide = f"/admin/records/erasure/{erasure.pk}/decide/"
    mine = one.get(decide).content.decode()
    assert "Somebody else has to approve this" in mine
    assert "Erase it for good" not in mine
    assert "stored versions of documents" in mine
    assert one.post(decide, {"act": "approve"}, follow=True).status_code == 200
    carry_out_erasures()
    assert Document.objects.get(pk=document.pk).title == TITLE  # nothing: nobody else has approved it
    assert "Erasures that wait" in other.get("/admin/").content.decode()
    other.post(decide, {"act": "approve"})
    carry_out_erasures()
    receipt = other.get(decide).content.decode()
    assert f"Receipt {erasure.public_id}" in receipt
    assert TITLE not in receipt
    assert Document.objects.get(pk=document.pk).title == "[removed]"
    verbs = AuditRow.objects.filter(subject=f"erasure:{erasure.public_id}").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["erasure.asked", "erasure.approved", "erasure.done"]
    told = StringIO()
    call_command("check_receipt", erasure.public_id, stdout=told)
    assert told.getvalue() == "Nothing of it was found in the database, fetched bytes, media, mails or Redis.\n"


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"kind": "document"}, "so that it is clear what is meant"),
        ({"kind": "passage", "target": "do-0000000000000000", "passage": "the words that go"}, "Leave this empty"),
        ({"kind": "document", "target": "do-0000000000000000"}, "There is nothing of it here"),
        ({"kind": "passage", "passage": "a word"}, "at least 12 signs"),
        ({"kind": "everything", "target": "do-0000000000000000"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_asked_for_is_said(given: dict[str, str], complaint: str) -> None:
    one = at_the_desk("Publisher")
    page = one.post(ASK, {"reason": "Because.", **given}).content.decode()
    assert complaint in page
    assert not Erasure.objects.exists()


@pytest.mark.parametrize(("role", "sees"), [("Contributor", 403), ("Editor", 403), ("Publisher", 200)])
def test_who_may_not_ask_does_not_see_the_page(role: str, sees: int) -> None:
    assert at_the_desk(role).get(ASK).status_code == sees


def test_what_is_left_is_told_and_an_unknown_receipt_too() -> None:
    _, document = everywhere()
    one, other = at_the_desk("Publisher", "one"), at_the_desk("Publisher", "other")
    order = {"kind": "document", "target": document.public_id, "passage": "", "reason": "A court has ruled so."}
    one.post(ASK, order)
    erasure = Erasure.objects.get()
    other.post(f"/admin/records/erasure/{erasure.pk}/decide/", {"act": "approve"})
    carry_out_erasures()
    Document.objects.filter(pk=document.pk).update(title=TITLE)  # somebody brings it back past every door
    AuditRow.objects.create(at=erasure.asked_at, actor="user:x", verb="noted", subject="x", detail={"title": TITLE})
    told = StringIO()
    with pytest.raises(CommandError, match="not gone everywhere"):
        call_command("check_receipt", erasure.public_id, stdout=told)
    assert told.getvalue().splitlines()[0] == "still there: by identifier: documents: 1"
    assert "still there: table records_auditrow" in told.getvalue()
    with pytest.raises(CommandError, match="The journal knows no erasure"):
        call_command("check_receipt", "ea-0000000000000000")
