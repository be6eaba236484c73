"""Every edit of a statement's form, and every mistake in it: the panel says what saving then shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiles.desk.live import Live
from profiles.editions.published import confidence_page
from profiles.editions.publishing import PreflightRefused
from records.models import User
from tests.cast import ALICE, NOW, Cast, cast, editor, publish
from tests.profiles.desk.statement import EDITS, NOT_PUBLISHED, REFUSED, SHOWS_NOTHING, FormData, Statement, disputed
from tests.profiles.desk.test_admin import address_of, form_on
from tests.profiles.desk.test_live import account, ask, panel_on, shown, stored, taken_back
from tests.worlds import made_once

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Opened:
    """The form of the disputed statement, opened by an editor after it was published, and the panel beside it."""

    found: Cast
    of: Statement
    editor: User
    data: FormData
    panel: Live


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker: Any) -> Iterator[Opened]:
    def make() -> Opened:
        found, alice, client = cast(), editor(), Client()
        of = disputed(found)
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
        client.force_login(alice)
        page = client.get(address_of(of.claim))
        return Opened(found, of, alice, form_on(page), panel_on(page))

    with made_once(django_db_blocker, make) as made:
        yield made


@pytest.fixture
def alice(opened: Opened, db: None) -> Client:
    client = Client()
    client.force_login(opened.editor)
    return client


@pytest.mark.parametrize("edit", EDITS)
def test_panel_says_what_saving_then_shows_and_publishing_publishes(alice: Client, opened: Opened, edit: str) -> None:
    found, of, before = opened.found, opened.of, opened.panel
    data = EDITS[edit](of, opened.data)

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


@settings(max_examples=settings().max_examples // 10, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*EDITS, *REFUSED]), min_size=2, max_size=4, unique=True))
def test_panel_and_saving_agree_on_any_edits_together(alice: Client, opened: Opened, edits: list[str]) -> None:
    of, data = opened.of, opened.data
    with taken_back():
        try:
            for edit in edits:
                data = {**EDITS, **REFUSED}[edit](of, data)
        except (KeyError, StopIteration, ValueError):
            return  # one edit took away, or wrote over, what another one needs
        tried = ask(alice, of, data)
        saved = alice.post(address_of(of.claim), data)
        assert (tried is None) == (saved.status_code == 200)
        if tried is not None:
            assert account(shown(alice, of).account) == account(tried.account)


@pytest.mark.parametrize("mistake", REFUSED)
def test_half_typed_mistaken_or_hostile_form_leaves_the_panel_as_it_is(
    alice: Client, opened: Opened, mistake: str
) -> None:
    of = opened.of
    data = REFUSED[mistake](of, opened.data)
    assert ask(alice, of, data) is None
    before = stored()
    assert alice.post(address_of(of.claim), data).status_code == 200
    assert stored() == before
