"""The panel beside a statement's form: what the form would score as it stands, and nothing of it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from profiles.desk.live import Live
from profiles.editions.page import LedgerView
from profiles.models import Citation, Claim, ClaimValue, Profile
from records.models import AuditRow, OutboxRow, User
from tests.cast import ALICE, NOW, Cast, document, publish, publisher
from tests.profiles.desk.statement import (
    EDITS,
    Statement,
    cited_often,
    disputed,
    what_if,
)
from tests.profiles.desk.test_admin import address_of, form_of
from tests.profiles.desk.test_forms import row

pytestmark = pytest.mark.django_db


def live_of(claim: Claim) -> str:
    return reverse("admin:profiles_claim_live", args=[claim.pk])


def stored() -> list[Any]:
    tables = (Claim, ClaimValue, ClaimValue.covers.through, Citation, Profile, OutboxRow)
    return [list(table.objects.order_by("pk").values()) for table in tables] + [AuditRow.objects.count()]


def account(view: LedgerView | None) -> LedgerView | None:
    """Without what saving draws by lot: identifiers of citations, and by them the order of those that repeat a report.
    And without when documents were checked, of which the panel says nothing."""
    if view is None:
        return None
    sources = tuple(replace(source, id="", checked="") for source in view.note.sources)
    lines = tuple(replace(line, repeats=tuple(sorted(line.repeats))) for line in view.lines)
    return replace(view, note=replace(view.note, sources=sources, number=0), lines=lines)


def ask(client: Client, of: Statement, data: dict[str, Any]) -> Live | None:
    """What the panel answers; None where the form is half typed. Nothing of it is saved."""
    before = stored()
    answer = client.post(live_of(of.claim), data)
    assert stored() == before
    if answer.status_code == 204:
        assert answer.content == b""
        return None
    assert answer.status_code == 200
    return answer.context["live"]


def shown(client: Client, of: Statement) -> Live:
    """What the page of the statement shows as it is stored."""
    return panel_on(client.get(address_of(of.claim)))


def panel_on(page: Any) -> Live:
    """The same of a page that was asked for already."""
    live = page.context["live"]
    return Live(live.account, live.public)


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_form_as_it_was_opened_shows_what_is_stored(alice: Client, found: Cast) -> None:
    of = disputed(found)
    page = alice.get(address_of(of.claim))
    assert "Readers do not see it yet." in page.content.decode()
    answer = alice.post(live_of(of.claim), form_of(alice, address_of(of.claim)))
    assert answer.status_code == 200
    assert answer.content.decode().strip() in page.content.decode()


def test_panel_says_what_readers_see(alice: Client, found: Cast) -> None:
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert "Readers see High - direct sources, 0.98." in alice.get(address_of(found.claim)).content.decode()


def test_same_form_gets_the_same_answer(alice: Client, found: Cast) -> None:
    """Two papers of one house are one report, named after one of them; which one must not be drawn anew each time."""
    of = disputed(found)
    house = publisher("Tide House")
    data = form_of(alice, address_of(of.claim))
    for name in ("Morning Tide", "Evening Tide"):
        paper = document(name, "Twelve members.", publisher(name, "B", owner=house), day=date(2026, 3, 20))
        fields = {"document": paper.pk, "value": of.value("twelve"), "directness": "secondary", "position": 9}
        data = row(data, "citations", **fields)
    answers = {alice.post(live_of(of.claim), data).content for _ in range(8)}
    assert len(answers) == 1
    assert b"One original report (Morning Tide), read by us; 1 more document repeats it" in answers.pop()


def test_form_that_somebody_else_overtook_is_told_so(alice: Client, found: Cast) -> None:
    of = disputed(found)
    changes = (
        lambda: Claim.objects.filter(pk=of.claim.pk).update(statement="By Bob"),
        lambda: ClaimValue.objects.create(claim=of.claim, text="by Bob"),
        lambda: ClaimValue.objects.get(text="nobody").covers.set([of.claim.values.get(text="twelve")]),
        lambda: of.claim.citations.filter(document=of.documents["copy"]).update(directness="secondary"),
        lambda: of.claim.citations.filter(document=of.documents["copy"]).delete(),
    )
    for change in changes:
        with taken_back():
            data = form_of(alice, address_of(of.claim))
            change()
            before = stored()
            for stands in (data, {**data, "statement": ""}):
                answer = alice.post(live_of(of.claim), stands)
                assert answer.status_code == 200
                assert "Somebody saved this statement after you opened it." in answer.content.decode()
                assert "What makes it so" not in answer.content.decode()
            assert alice.post(address_of(of.claim), data).status_code == 200
            assert stored() == before


def test_panel_is_for_those_who_may_write(alice: Client, found: Cast) -> None:
    data = form_of(alice, address_of(found.claim))
    assert Client().post(live_of(found.claim), data).status_code == 302
    assert alice.get(live_of(found.claim)).status_code == 403
    assert alice.post(reverse("admin:profiles_claim_live", args=[99999]), data).status_code == 403
    assert with_rights("view_claim").post(live_of(found.claim), data).status_code == 403
    foreign = Client(enforce_csrf_checks=True)
    foreign.force_login(User.objects.get(email="alice@desk.test"))
    assert foreign.post(live_of(found.claim), data).status_code == 403


def with_rights(*rights: str) -> Client:
    person = User.objects.create_user(f"{len(rights)}@desk.test", "a long enough password", name="Carol", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    "rights",
    [
        (),
        ("view_claimvalue", "view_citation"),
        ("view_claimvalue", "change_claimvalue", "view_citation", "add_citation"),
        ("view_citation", "change_citation", "view_document"),
    ],
)
def test_what_one_may_not_change_stays_as_it_is_stored(alice: Client, found: Cast, rights: tuple[str, ...]) -> None:
    of = disputed(found)
    carol = with_rights("view_claim", "change_claim", *rights)
    data = form_of(alice, address_of(of.claim))
    for edit in ("set aside", "another value published", "citation added", "kind changed", "covers nothing"):
        data = EDITS[edit](of, data)
    tried = ask(carol, of, data)
    assert tried is not None
    assert carol.post(address_of(of.claim), data).status_code == 302
    assert account(shown(alice, of).account) == account(tried.account)


def asked_by(client: Client, of: Statement, data: dict[str, Any]) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(live_of(of.claim), data)
    assert answer.status_code == 200
    return [query["sql"] for query in queries.captured_queries]


@pytest.mark.parametrize("many", [1, 20])
def test_panel_asks_the_same_of_the_database_however_often_a_statement_is_cited(
    alice: Client, found: Cast, many: int
) -> None:
    of = cited_often(found, many)
    data = form_of(alice, address_of(of.claim))
    assert of.claim.citations.count() == many
    asked = asked_by(alice, of, data)
    assert len(asked) == 24
    added = asked_by(alice, of, what_if(of, data))
    assert len(added) == 26  # the added document, and the text in which its quote has to stand
    whole = [sql for sql in (*asked, *added) if not sql.startswith("SELECT") and "WITH RECURSIVE" not in sql]
    assert whole == []
    assert not [sql for sql in (*asked, *added) if "FOR UPDATE" in sql or '"raw"' in sql]
    assert len([sql for sql in added if 'documentversion"."text"' in sql]) == 1


def test_every_row_may_be_changed_at_once(alice: Client, found: Cast) -> None:
    of = cited_often(found, 20)
    data = form_of(alice, address_of(of.claim))
    changed = {name: "on" if name.endswith("own_interest") else value for name, value in data.items()}
    changed |= {f"citations-{place}-own_interest": "on" for place in range(20)}
    changed |= {f"citations-{place}-position": str(30 - place) for place in range(20)}
    assert len(asked_by(alice, of, changed)) == 24
    tried = ask(alice, of, changed)
    assert tried is not None
    assert alice.post(address_of(of.claim), changed).status_code == 302
    assert account(shown(alice, of).account) == account(tried.account)
