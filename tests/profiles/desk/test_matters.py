"""Statements that are out of date, and contradictions that nobody has settled, on the desk's front page."""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from profiles.editions.ending import merge, withdraw
from profiles.editions.falling import look_at_due
from profiles.editions.settling import settle
from profiles.evidence.curating import Cited, cite, set_aside, state_claim, take_back, weigh_sides
from profiles.models import (
    Citation,
    Claim,
    ClaimKind,
    Directness,
    KeyPoint,
    PublishedMatter,
    PublishedProfile,
    VerdictOutcome,
)
from tests.cast import ALICE, BOB, NOW, Cast, document, publish, publisher
from tests.profiles.desk.test_admin import address_of, form_of
from tests.profiles.desk.test_learning import clerk_at
from tests.profiles.desk.test_rights import clerk
from tests.profiles.editions.test_ending import another

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
EARLIER = NOW - timedelta(days=2)
STATEMENT = "Twelve members of Harbour Exchange had no service for a day."


def contradicted(found: Cast, name: str = "Second Gazette", at: Any = LATER) -> Citation:
    report = document("Nine were cut off", "We counted nine members without service.", publisher(name, "B"))
    cited = Cited(report, "nine", Directness.SECONDARY, "nine members", own_reporting=True)
    return cite(claim=found.claim, cited=cited, by=ALICE, now=at)


def aged(found: Cast, many: int = 1) -> list[Claim]:
    """Statements that only an operational figure of three years ago supports."""
    counted = document(
        "Ports", "The exchange counts forty ports.", publisher("Port Gazette", "B"), day=date(2023, 1, 9)
    )
    made = []
    for number in range(many):
        claim = state_claim(
            profile=found.profile,
            key=f"ports-{number}",
            statement=f"Harbour Exchange had forty ports in hall {number}.",
            predicate="ports",
            value="forty",
            kind=ClaimKind.OPERATIONAL,
            by=ALICE,
            now=NOW,
        )
        said = Cited(counted, "forty", Directness.SECONDARY, "forty ports", own_reporting=True)
        cite(claim=claim, cited=said, by=ALICE, now=NOW)
        made.append(claim)
    return made


def front(client: Client) -> tuple[str, Any]:
    answer = client.get("/admin/")
    return " ".join(answer.content.decode().split()), answer.context["desk"]


def test_nothing_waits_and_nothing_is_said(alice: Client, found: Cast) -> None:
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    text, desk = front(alice)
    assert (desk.contradictions, desk.stale) == ((), ())
    assert "Contradictions" not in text
    assert "out of date" not in text


def test_contradiction_waits_from_its_citation_until_it_is_settled_and_published(alice: Client, found: Cast) -> None:
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    other = contradicted(found)
    text, desk = front(alice)
    assert [(one.statement, one.since, one.is_public, one.is_open) for one in desk.contradictions] == [
        (STATEMENT, LATER, False, True)
    ]
    assert f'<a href="{address_of(found.claim)}">{STATEMENT}</a>' in text
    assert "Harbour Exchange. Not published yet. Taken in on 20 November 2026." in text

    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="Both sides.")
    text, desk = front(alice)
    assert [(one.is_public, one.is_open) for one in desk.contradictions] == [(True, True)]
    assert desk.contradictions_in_all == 1
    assert "readers see both sides" in text

    set_aside(citation=other, reason="It counted another day.", by=ALICE, now=LATER)
    text, desk = front(alice)
    assert [(one.statement, one.since, one.is_public, one.is_open) for one in desk.contradictions] == [
        (STATEMENT, LATER, True, False)
    ]
    assert "Settled in the working file. Readers see the dispute until you publish." in text
    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="Set aside.")
    assert front(alice)[1].contradictions == ()

    take_back(citation=other, by=ALICE, now=LATER)
    assert front(alice)[1].contradictions_in_all == 1


def test_contradiction_that_lowered_a_published_score_waits(alice: Client, found: Cast) -> None:
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    log = document("The log", "The log shows nine members.", publisher("Register", "A", "registry"), "record")
    cited = Cited(log, "nine", Directness.PRIMARY, "nine members", own_act=True)
    cite(claim=found.claim, cited=cited, by=ALICE, now=LATER)
    look_at_due(now=LATER)
    assert PublishedProfile.objects.get().assessment.number == 2
    assert [(one.is_public, one.is_open) for one in front(alice)[1].contradictions] == [(True, True)]
    # Whoever takes the document out of the working file has not ended the dispute that readers see.
    found.claim.citations.filter(document=log).delete()
    data = form_of(alice, address_of(found.claim))
    assert alice.post(address_of(found.claim), data).status_code == 302
    assert [(one.is_public, one.is_open) for one in front(alice)[1].contradictions] == [(True, False)]
    KeyPoint.objects.all().delete()
    Claim.objects.all().delete()
    text, desk = front(alice)
    assert [one.claim_pk for one in desk.contradictions] == [None]
    assert f'<a href="{address_of(found.profile)}">A statement that the working file no longer has</a>' in text


def test_copies_that_differ_from_an_original_are_no_contradiction(alice: Client, found: Cast) -> None:
    wrong = document("Nine of them", "Nine members had no service.", publisher("Night Net"))
    cite(claim=found.claim, cited=Cited(wrong, "nine", Directness.TERTIARY, "Nine members"), by=ALICE, now=LATER)
    assert front(alice)[1].contradictions == ()


def test_the_form_of_a_statement_weighs_both_sides_anew(alice: Client, found: Cast) -> None:
    contradicted(found)
    address = address_of(found.claim)
    twelve, nine = found.claim.values.order_by("id")
    data = form_of(alice, address)
    assert alice.post(address, {**data, "values-0-covers": [str(nine.pk)]}).status_code == 302
    assert front(alice)[1].contradictions == ()  # they agree now
    data = form_of(alice, address)
    assert alice.post(address, {**data, "values-0-covers": []}).status_code == 302
    assert front(alice)[1].contradictions_in_all == 1
    data = form_of(alice, address)
    data.pop("values-0-is_published")
    assert alice.post(address, {**data, "values-1-is_published": "on"}).status_code == 302
    assert not twelve.claim.values.get(pk=twelve.pk).is_published
    # Now it is the order, taken in first, that says otherwise.
    assert [one.since for one in front(alice)[1].contradictions] == [NOW]


def test_verdict_settles_and_a_new_contradiction_opens_it_again(alice: Client, found: Cast) -> None:
    contradicted(found, at=EARLIER)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert front(alice)[1].contradictions_in_all == 1
    settle(
        profile_id=found.profile.pk,
        claim=found.claim.public_id,
        outcome=VerdictOutcome.UPHELD,
        reason="The office counted again.",
        by=BOB,
        now=LATER,
    )
    assert front(alice)[1].contradictions == ()
    later = LATER + timedelta(hours=1)
    contradicted(found, "Third Gazette", later)
    assert [one.since for one in front(alice)[1].contradictions] == [later]


def test_statements_of_a_profile_that_came_to_an_end_wait_no_more(alice: Client, found: Cast) -> None:
    aged(found)
    contradicted(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    desk = front(alice)[1]
    assert (desk.contradictions_in_all, desk.stale_in_all) == (1, 1)
    withdraw(profile_id=found.profile.pk, reason="It was closed for good.", by=ALICE, now=LATER)
    desk = front(alice)[1]
    assert (desk.contradictions, desk.stale) == ((), ())
    assert alice.get("/admin/profiles/claim/?waits=contradicted").context["cl"].result_count == 0


def test_verdict_follows_a_statement_into_another_profile(alice: Client, found: Cast) -> None:
    contradicted(found, at=EARLIER)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    settle(
        profile_id=found.profile.pk,
        claim=found.claim.public_id,
        outcome=VerdictOutcome.UPHELD,
        reason="The office counted again.",
        by=BOB,
        now=LATER,
    )
    into = another(found)
    merge(profile_id=found.profile.pk, into_id=into.pk, reason="One exchange now.", by=ALICE, now=LATER)
    moved = Claim.objects.get(pk=found.claim.pk)
    assert moved.profile_id == into.pk
    weigh_sides(moved)
    assert front(alice)[1].contradictions == ()


def test_what_is_out_of_date_waits_and_keeps_its_day(alice: Client, found: Cast) -> None:
    (claim,) = aged(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    text, desk = front(alice)
    assert [(one.statement, one.since) for one in desk.stale] == [(claim.statement, NOW)]
    assert f'<a href="{address_of(claim)}">{claim.statement}</a>' in text
    assert "Since 20 November 2026. Cite something newer and publish, or settle the statement." in text
    found.profile.refresh_from_db()
    found.profile.base = "New Quay"
    found.profile.save()
    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="Moved.")
    assert [one.since for one in front(alice)[1].stale] == [NOW]
    settle(
        profile_id=found.profile.pk,
        claim=claim.public_id,
        outcome=VerdictOutcome.LAPSED,
        reason="Nobody counts them any more.",
        by=BOB,
        now=LATER,
    )
    assert front(alice)[1].stale == ()


def test_newer_evidence_ends_what_was_out_of_date(alice: Client, found: Cast) -> None:
    (claim,) = aged(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    new = document("Ports", "The exchange counts forty ports.", publisher("New Gazette", "B"), day=NOW.date())
    said = Cited(new, "forty", Directness.SECONDARY, "forty ports", own_reporting=True)
    cite(claim=claim, cited=said, by=ALICE, now=LATER)
    assert front(alice)[1].stale_in_all == 1
    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="Counted anew.")
    assert (front(alice)[1].stale, PublishedMatter.objects.count()) == ((), 0)


@pytest.mark.parametrize("many", [1, 3, 40])
def test_groups_are_bounded_and_cost_a_fixed_number_of_queries(
    alice: Client, found: Cast, many: int, django_assert_num_queries: Any
) -> None:
    claims = aged(found, many)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    for place, claim in enumerate(claims):
        other = document(f"Other {place}", "It counts thirty ports.", publisher(f"Gazette {place}", "B"))
        at = NOW + timedelta(minutes=many - place)
        cite(claim=claim, cited=Cited(other, "thirty", Directness.SECONDARY, "thirty ports"), by=ALICE, now=at)
    alice.get("/admin/")
    with django_assert_num_queries(19):
        text, desk = front(alice)
    assert (desk.stale_in_all, desk.contradictions_in_all) == (many, many)
    assert [one.statement for one in desk.stale] == [claim.statement for claim in claims[:12]]
    assert [one.statement for one in desk.contradictions] == [claim.statement for claim in claims[::-1][:12]]
    assert ("?waits=stale" in text, "?waits=contradicted" in text) == (many > 12, many > 12)


def test_list_of_statements_shows_all_that_wait(alice: Client, found: Cast) -> None:
    (old,) = aged(found)
    contradicted(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)

    def listed(waits: str) -> set[str]:
        return {claim.key for claim in alice.get(f"/admin/profiles/claim/?waits={waits}").context["cl"].queryset}

    assert (listed("stale"), listed("contradicted")) == ({old.key}, {"outage"})
    assert listed("nonsense") == listed("") == {old.key, "outage"}
    set_aside(citation=Citation.objects.latest("id"), reason="Another day.", by=ALICE, now=LATER)
    assert listed("contradicted") == {"outage"}  # readers still see it


def test_front_page_shows_statements_to_those_who_may_see_them(found: Cast) -> None:
    aged(found)
    contradicted(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    seen, desk = front(clerk("view_claim"))
    assert (STATEMENT in seen, desk.stale_in_all, desk.contradictions_in_all) == (True, 1, 1)
    hidden, desk = front(clerk_at(("view_signal",)))
    assert (STATEMENT in hidden, desk.stale, desk.contradictions) == (False, None, None)


def test_what_stood_there_before_is_noted_by_the_migration(found: Cast) -> None:
    aged(found)
    contradicted(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    copies = document("Nine of them", "Nine members had no service.", publisher("Night Net"))
    cite(claim=found.claim, cited=Cited(copies, "nine", Directness.TERTIARY, "Nine members"), by=ALICE, now=LATER)
    PublishedProfile.objects.update(look_again_at=None)
    noted = _noted()
    assert len(noted[0]) == 2
    assert len(noted[1]) == 1
    Claim.objects.update(contested_since=None)
    PublishedMatter.objects.all().delete()
    assert _noted() == (set(), set())
    migration = importlib.import_module("profiles.migrations.0018_what_waits_already")
    with connection.cursor() as cursor:
        for operation in migration.Migration.operations:
            cursor.execute(operation.sql)
    assert _noted() == noted
    assert PublishedProfile.objects.get().look_again_at is None  # nothing of it lies between .10 and .15


def _noted() -> tuple[set[Any], set[Any]]:
    return (
        set(PublishedMatter.objects.values_list("listing", "claim", "kind", "since")),
        set(Claim.objects.exclude(contested_since=None).values_list("pk", "contested_since")),
    )
