"""A rise into the highest band takes two people; everything else takes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from profiles.editions.approving import Outdated, approve
from profiles.editions.drafting import draft_of
from profiles.editions.looking import look_again
from profiles.editions.publishing import NeedsSecondPerson, publish
from profiles.editions.rising import into_the_top
from profiles.editions.snapshot import words_of
from profiles.evidence.curating import touch
from profiles.models import Approval, Edition, Profile, PublishedProfile
from records.models import AuditRow
from sources.models import Document, Publisher
from tests.cast import ALICE, BOB, NOW, Cast, cast

pytestmark = pytest.mark.django_db


def weaker(found: Cast) -> None:
    """Without the order nothing reaches the highest band."""
    found.claim.citations.filter(document=found.order).delete()


def revision(found: Cast) -> int:
    return int(Profile.objects.get(pk=found.profile.pk).revision)


def test_one_person_cannot_lift_a_statement_into_the_highest_band() -> None:
    found = cast()
    with pytest.raises(NeedsSecondPerson, match=r"would rise into the highest band\. That takes two") as refusal:
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert refusal.value.lifted == (found.claim.statement, "Harbour Exchange")
    assert not Edition.objects.exists()


def test_own_approval_is_no_second_person() -> None:
    found = cast()
    approve(profile_id=found.profile.pk, revision=revision(found), by=ALICE, now=NOW)
    with pytest.raises(NeedsSecondPerson):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW)


def test_two_people_can() -> None:
    found = cast()
    approve(profile_id=found.profile.pk, revision=revision(found), by=BOB, now=NOW)
    approve(profile_id=found.profile.pk, revision=revision(found), by=BOB, now=NOW + timedelta(minutes=1))
    edition = publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert (edition.published_by, edition.approved_by) == (ALICE, BOB)
    assert Approval.objects.count() == 1
    assert [row.actor for row in AuditRow.objects.filter(verb="edition.approved")] == [BOB]


def test_approval_ends_with_the_next_change() -> None:
    found = cast()
    approve(profile_id=found.profile.pk, revision=revision(found), by=BOB, now=NOW)
    touch(profile=found.profile, by=ALICE, now=NOW)
    with pytest.raises(NeedsSecondPerson):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW)


def test_approval_is_not_for_what_a_better_grade_lifts_later() -> None:
    found = cast()
    found.claim.citations.exclude(document=found.order).delete()
    court = Publisher.objects.get(pk=found.order.publisher_id)
    Publisher.objects.filter(pk=court.pk).update(grade="E")
    assert draft_of(Profile.objects.get(), now=NOW).lifted == ()
    approve(profile_id=found.profile.pk, revision=revision(found), by=BOB, now=NOW)
    Publisher.objects.filter(pk=court.pk).update(grade=court.grade)
    with pytest.raises(NeedsSecondPerson):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    approve(profile_id=found.profile.pk, revision=revision(found), by=BOB, now=NOW)
    assert publish(profile_id=found.profile.pk, by=ALICE, now=NOW).approved_by == BOB


def test_approval_is_used_up_by_the_edition() -> None:
    found = cast()
    approve(profile_id=found.profile.pk, revision=revision(found), by=BOB, now=NOW)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    Document.objects.filter(pk=found.order.pk).update(vanished_at=NOW)
    look_again(listings=list(PublishedProfile.objects.all()), now=NOW)
    Document.objects.filter(pk=found.order.pk).update(vanished_at=None)
    with pytest.raises(NeedsSecondPerson):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="The order is back.")


def test_what_looked_different_cannot_be_approved() -> None:
    found = cast()
    found.claim.citations.exclude(document=found.order).delete()
    seen = draft_of(Profile.objects.get(), now=NOW).digest
    Publisher.objects.filter(pk=found.order.publisher_id).update(grade="E")
    with pytest.raises(Outdated):
        approve(profile_id=found.profile.pk, revision=revision(found), by=BOB, now=NOW, seen=seen)
    assert not Approval.objects.exists()


def test_what_was_changed_meanwhile_cannot_be_approved() -> None:
    found = cast()
    seen = revision(found)
    touch(profile=found.profile, by=ALICE, now=NOW)
    with pytest.raises(Outdated):
        approve(profile_id=found.profile.pk, revision=seen, by=BOB, now=NOW)
    assert not Approval.objects.exists()


def test_below_the_highest_band_one_person_is_enough() -> None:
    found = cast()
    weaker(found)
    edition = publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert edition.approved_by == ""


def test_what_stands_in_the_highest_band_already_is_not_lifted_again() -> None:
    found = cast()
    approve(profile_id=found.profile.pk, revision=revision(found), by=BOB, now=NOW)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    Profile.objects.filter(pk=found.profile.pk).update(summary="An exchange at the old harbour, once cut off.")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="The summary is shorter.")
    assert Edition.objects.count() == 2


SHOWN: list[tuple[int | None, int | None, int, tuple[str, ...]]] = [
    # claim before, profile before, both after, lifted ("s" statement, "n" name)
    (None, None, 9000, ("s", "n")),
    (None, 9000, 9000, ("s",)),
    (8999, 8999, 9000, ("s", "n")),
    (9000, 9000, 9800, ()),
    (9000, 8999, 9000, ("n",)),
    (None, None, 8999, ()),
    (9800, 9800, 8999, ()),
]


@pytest.mark.parametrize(("claim", "whole", "after", "lifted"), SHOWN)
def test_lifted_is_what_was_not_there_before(
    claim: int | None, whole: int | None, after: int, lifted: tuple[str, ...]
) -> None:
    found = cast()
    words = words_of(found.profile)

    def result(one: int | None, all_of_it: int | None) -> Mapping[str, Any]:
        key = words.claims[0].id
        return {"claims": {} if one is None else {key: {"ten_thousandths": one}}, "profile": {"score": all_of_it}}

    before = None if claim is None and whole is None else result(claim, whole)
    names = {"s": found.claim.statement, "n": "Harbour Exchange"}
    assert into_the_top(words, before, result(after, after)) == tuple(names[one] for one in lifted)


def test_draft_says_what_it_would_lift() -> None:
    found = cast()
    assert draft_of(found.profile, now=NOW).lifted == (found.claim.statement, "Harbour Exchange")
    weaker(found)
    assert draft_of(found.profile, now=NOW).lifted == ()
