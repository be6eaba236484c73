"""Work that failed stands at the desk until an administrator has looked at it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from records.models import AuditRow, DeadLetter, User
from tests.cast import editor

pytestmark = pytest.mark.django_db
LIST = "/admin/records/deadletter/"
SAID = "background work failed"


def letter(key: str) -> DeadLetter:
    return DeadLetter.objects.create(
        topic="document.stored", key=key, reason="ValueError", attempts=4, died_at=datetime(2031, 3, 3, tzinfo=UTC)
    )


def settle(client: Client, *letters: DeadLetter) -> str:
    asked = {"action": "settle_letters", "_selected_action": [str(each.pk) for each in letters]}
    return client.post(LIST, asked, follow=True).content.decode()


def role(name: str) -> Client:
    person = editor(f"{name.lower()}@example.org")
    person.is_superuser = False
    person.save()
    person.groups.set([Group.objects.get(name=name)])
    client = Client()
    client.force_login(person)
    return client


def test_letter_is_off_the_desk_when_an_administrator_has_looked_at_it() -> None:
    client = role("Administrator")
    first, second = letter("one"), letter("two")
    assert f"2 pieces of {SAID}" in client.get("/admin/").content.decode()
    assert "1 piece of work is off the desk, and kept here." in settle(client, first)
    assert f"1 piece of {SAID}" in client.get("/admin/").content.decode()
    assert "0 pieces of work are off the desk" in settle(client, first)  # once is enough
    settle(client, second)
    assert SAID not in client.get("/admin/").content.decode()
    by = User.objects.get(email="administrator@example.org").actor
    assert set(DeadLetter.objects.values_list("settled_by", flat=True)) == {by}
    rows = AuditRow.objects.filter(verb="dead_letter.settled").order_by("pk")
    assert [(row.actor, row.subject) for row in rows] == [(by, f"dead letter:{each.pk}") for each in (first, second)]
    assert "one" not in client.get(LIST, {"settled_at__isempty": "1"}).content.decode()


def test_nobody_else_settles_letters() -> None:
    one = letter("one")
    for name in ("Publisher", "Editor"):
        asked = {"action": "settle_letters", "_selected_action": [str(one.pk)]}
        assert role(name).post(LIST, asked).status_code == 403
    one.refresh_from_db()
    assert one.settled_at is None
