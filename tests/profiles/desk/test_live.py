"""The panel beside a statement's form: what the form would score as it stands, and nothing of it is saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from profiles.models import Citation, Claim, Profile
from records.models import AuditRow, OutboxRow
from tests.cast import ALICE, NOW, Cast, cast, document, editor, publish, publisher
from tests.profiles.desk.test_admin import address_of, form_of
from tests.profiles.desk.test_forms import place_of, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Cast:
    return cast()


@pytest.fixture
def alice() -> Client:
    client = Client()
    client.force_login(editor())
    return client


def live_of(claim: Claim) -> str:
    return reverse("admin:profiles_claim_live", args=[claim.pk])


def stored() -> tuple[Any, ...]:
    citations = list(Citation.objects.order_by("id").values())
    return (list(Claim.objects.values()), citations, list(Profile.objects.values()), AuditRow.objects.count())


def test_form_as_it_was_opened_shows_what_is_stored(alice: Client, found: Cast) -> None:
    page = alice.get(address_of(found.claim)).content.decode()
    assert "exactly 0.98" in page
    assert "Readers do not see it yet." in page
    answer = alice.post(live_of(found.claim), form_of(alice, address_of(found.claim)))
    assert (answer.status_code, "exactly 0.98" in answer.content.decode()) == (200, True)


def test_citation_that_is_set_aside_leaves_the_panel_and_nothing_is_saved(alice: Client, found: Cast) -> None:
    before = stored(), OutboxRow.objects.count()
    data = form_of(alice, address_of(found.claim))
    at = place_of(data, "citations", "document", found.order.pk)
    answer = alice.post(live_of(found.claim), {**data, f"citations-{at}-set_aside_reason": "Another day."})
    # The courier's own report is left: .8184, and the copy adds nothing.
    assert "exactly 0.81" in answer.content.decode()
    assert "<strong>Strong</strong>" in answer.content.decode()
    assert (stored(), OutboxRow.objects.count()) == before


def test_what_if_a_citation_is_added(alice: Client, found: Cast) -> None:
    found.claim.citations.filter(document=found.order).delete()
    log = document("The log", "Nine members were without service.", publisher("Register", "A", "registry"), "record")
    data = form_of(alice, address_of(found.claim))
    data = row(data, "values", text="nine")
    data.update({f"citations-{k}": v for k, v in {}.items()})
    with_mention = row(data, "citations", document=log.pk, directness="primary", position="9", quote="Nine members")
    answer = alice.post(live_of(found.claim), with_mention)
    assert answer.status_code == 200
    assert "exactly 0.81" in answer.content.decode()  # it only mentions the matter so far
    value = found.claim.values.get()
    supports = {**with_mention, f"citations-{int(with_mention['citations-TOTAL_FORMS']) - 1}-value": str(value.pk)}
    assert "exactly 0.98" in alice.post(live_of(found.claim), supports).content.decode()
    assert found.claim.citations.count() == 2


def test_half_typed_form_leaves_the_panel_as_it_is(alice: Client, found: Cast) -> None:
    data = form_of(alice, address_of(found.claim))
    for broken in ({"statement": ""}, {"seen": "x"}, {"citations-0-quote": "words that stand nowhere"}):
        answer = alice.post(live_of(found.claim), {**data, **broken})
        assert (answer.status_code, answer.content) == (204, b"")


def test_panel_says_what_readers_see(alice: Client, found: Cast) -> None:
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert "Readers see High - direct sources, 0.98." in alice.get(address_of(found.claim)).content.decode()


def test_panel_is_for_those_who_may_write(alice: Client, found: Cast) -> None:
    assert Client().post(live_of(found.claim)).status_code == 302
    assert alice.get(live_of(found.claim)).status_code == 403
    assert alice.post(reverse("admin:profiles_claim_live", args=[99999])).status_code == 403


def test_panel_costs_a_fixed_number_of_queries(alice: Client, found: Cast, django_assert_max_num_queries: Any) -> None:
    data = form_of(alice, address_of(found.claim))
    with django_assert_max_num_queries(110) as asked:
        alice.post(live_of(found.claim), data)
    assert not [query["sql"] for query in asked.captured_queries if '"raw"' in query["sql"]]
