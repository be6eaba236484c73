"""The panel beside a statement's form: what the form would score as it stands, and nothing of it is saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiles.desk.live import Live
from profiles.editions.page import LedgerView
from profiles.editions.publishing import PreflightRefused
from profiles.editions.published import confidence_page
from profiles.models import Citation, Claim, ClaimValue, Profile
from records.models import AuditRow, OutboxRow, User
from tests.cast import ALICE, NOW, Cast, cast, editor, publish
from tests.profiles.desk.statement import (
    EDITS,
    NOT_PUBLISHED,
    REFUSED,
    SHOWS_NOTHING,
    Statement,
    at,
    cited_often,
    disputed,
    what_if,
    without,
)
from tests.profiles.desk.test_admin import address_of, form_of

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


def panel_of(page: str) -> str:
    """What the panel holds on the page of a statement, as the browser puts it there."""
    found = re.search(r"data-live-account>(.*?)</div>\s*<!-- panel -->", page, re.S)
    assert found is not None
    return found[1].strip()


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
    live = client.get(address_of(of.claim)).context["live"]
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
    assert account(answer.context["live"].account) == account(page.context["live"].account)
    assert answer.content.decode().strip() == panel_of(page.content.decode())


@pytest.mark.parametrize("edit", EDITS)
def test_panel_says_what_saving_then_shows_and_publishing_publishes(alice: Client, found: Cast, edit: str) -> None:
    of = disputed(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    data = EDITS[edit](of, form_of(alice, address_of(of.claim)))
    before = shown(alice, of)

    tried = ask(alice, of, data)
    assert tried is not None
    assert (account(tried.account) == account(before.account)) == (edit in SHOWS_NOTHING)

    assert alice.post(address_of(of.claim), data).status_code == 302
    saved = shown(alice, of)
    assert account(saved.account) == account(tried.account)
    assert saved.public == tried.public == before.public

    def again() -> None:
        publish(profile_id=found.profile.pk, by=ALICE, now=timezone.now(), note="The evidence was looked at again.")

    if edit in NOT_PUBLISHED:
        with pytest.raises(PreflightRefused):
            again()
        return
    again()
    public = confidence_page(found.profile.slug)
    assert public is not None
    assert [account(ledger) for ledger in public.ledgers] == [account(tried.account)]
    assert tried.account is not None
    assert shown(alice, of).public == tried.account.note.confidence


@settings(max_examples=settings().max_examples // 5, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*EDITS, *REFUSED]), min_size=2, max_size=4, unique=True))
def test_panel_and_saving_agree_on_any_edits_together(alice: Client, found: Cast, edits: list[str]) -> None:
    with taken_back():
        of = disputed(found)
        data = form_of(alice, address_of(of.claim))
        try:
            for edit in edits:
                data = {**EDITS, **REFUSED}[edit](of, data)
        except (KeyError, StopIteration):
            return  # one edit took away what another one needs
        tried = ask(alice, of, data)
        saved = alice.post(address_of(of.claim), data)
        assert (tried is None) == (saved.status_code == 200)
        if tried is not None:
            assert account(shown(alice, of).account) == account(tried.account)


@pytest.mark.parametrize("mistake", REFUSED)
def test_half_typed_mistaken_or_hostile_form_leaves_the_panel_as_it_is(
    alice: Client, found: Cast, mistake: str
) -> None:
    of = disputed(found)
    data = REFUSED[mistake](of, form_of(alice, address_of(of.claim)))
    assert ask(alice, of, data) is None
    before = stored()
    assert alice.post(address_of(of.claim), data).status_code == 200
    assert stored() == before
