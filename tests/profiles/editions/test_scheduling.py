"""Scheduled editions: not a second early at any door, and only what was looked at; holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from profiles.editions.ending import withdraw
from profiles.editions.holding import NotHeld, held, hold, lift
from profiles.editions.publishing import NotPublished, publish
from profiles.editions.scheduling import NotScheduled, next_moments, release_due, schedule, take_back
from profiles.models import Edition, EditionKind, Hold, KeyPoint, Profile, Release
from records.models import AuditRow
from sources.models import Publisher
from tests.cast import ALICE, BOB, NOW, Cast, approved, cast, editor
from tests.cast import publish as publish_by_two

pytestmark = pytest.mark.django_db

AT = NOW + timedelta(days=3, seconds=17)
JUST_BEFORE = AT - timedelta(microseconds=1)
ADDRESSES = (
    "/",
    "/profiles/",
    "/profiles/?q=harbour",
    "/feed.atom",
    "/feed.json",
    "/sitemap.xml",
    "/profiles/harbour-exchange/",
    "/profiles/harbour-exchange/editions/",
    "/profiles/harbour-exchange/editions/1/",
    "/api/v1/profiles/",
    "/api/v1/profiles/harbour-exchange/",
    "/api/v1/profiles/harbour-exchange/editions/1/",
    "/api/v1/facets/",
)


def bytes_at_every_door() -> dict[str, tuple[int, bytes]]:
    answers = {address: Client().get(address) for address in ADDRESSES}
    return {address: (answer.status_code, answer.content) for address, answer in answers.items()}


def scheduled(found: Cast, by: str = ALICE, at: datetime = AT, **given: Any) -> Release:
    revision = Profile.objects.values_list("revision", flat=True).get(pk=found.profile.pk)
    said: dict[str, Any] = {"zone": "UTC", "revision": revision, "note": "", "kind": EditionKind.UPDATE, **given}
    return schedule(profile_id=found.profile.pk, at=at, by=by, now=NOW, **said)


def test_nothing_of_it_shows_a_moment_before_and_all_of_it_at_the_moment() -> None:
    found = cast()
    approved(found.profile)
    nothing = bytes_at_every_door()
    release = scheduled(found)
    assert bytes_at_every_door() == nothing
    assert next_moments(now=AT - timedelta(seconds=91)) == []
    assert next_moments(now=AT - timedelta(seconds=60)) == [AT]
    assert release_due(now=JUST_BEFORE) == 0
    assert bytes_at_every_door() == nothing
    assert not Edition.objects.exists()  # nothing is built before
    assert release_due(now=AT) == 1
    edition = Edition.objects.get()
    release.refresh_from_db()
    assert (release.state, release.edition, edition.published_at, edition.published_by) == ("done", edition, AT, ALICE)
    assert edition.approved_by == BOB
    assert Client().get("/profiles/harbour-exchange/").status_code == 200
    assert release_due(now=AT) == 0


def test_an_edition_to_come_changes_nothing_of_the_one_there_is() -> None:
    found = cast()
    publish_by_two(profile_id=found.profile.pk, by=ALICE, now=NOW)
    before = bytes_at_every_door()
    Profile.objects.filter(pk=found.profile.pk).update(summary="A new summary of the harbour.", revision=9)
    scheduled(found, note="A new summary.", kind=EditionKind.CORRECTION)
    assert release_due(now=JUST_BEFORE) == 0
    assert bytes_at_every_door() == before
    release_due(now=AT)
    assert Edition.objects.get(number=2).kind == "correction"


def change_words(found: Cast) -> None:
    KeyPoint.objects.filter(profile=found.profile).update(text="Something else.")


def save_the_working_file(found: Cast) -> None:
    Profile.objects.filter(pk=found.profile.pk).update(revision=99)


def regrade(found: Cast) -> None:
    Publisher.objects.filter(pk=found.report.publisher_id).update(grade="A", name="Quay Courier, and more")


def spoil(found: Cast) -> None:
    Profile.objects.filter(pk=found.profile.pk).update(byline="")


def put_on_hold(found: Cast) -> None:
    hold(profile_id=found.profile.pk, reason="A lawyer looks at it.", by=BOB, now=NOW)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (change_words, "changed after it was looked at and approved"),
        (save_the_working_file, "changed after it was looked at and approved"),
        (regrade, "changed after it was looked at and approved"),
        (spoil, "changed after it was looked at and approved"),
        (put_on_hold, "A lawyer looks at it."),
    ],
)
def test_what_is_not_what_was_approved_is_held_and_somebody_is_told(
    change: Any, why: str, django_capture_on_commit_callbacks: Any
) -> None:
    found = cast()
    person = editor()
    approved(found.profile)
    release = scheduled(found, by=person.actor)
    change(found)
    with django_capture_on_commit_callbacks(execute=True):
        assert release_due(now=AT) == 0
    release.refresh_from_db()
    assert release.state == "held"
    assert why in release.why
    assert not Edition.objects.exists()
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([person.email], "Not published: Harbour Exchange")
    assert why in told.body
    assert AuditRow.objects.filter(verb="edition.held").count() == 1
    assert release_due(now=AT + timedelta(days=1)) == 0  # it does not try again by itself


def test_preflight_that_refuses_at_the_moment_holds_it() -> None:
    found = cast()
    publish_by_two(profile_id=found.profile.pk, by=ALICE, now=NOW)
    Profile.objects.filter(pk=found.profile.pk).update(summary="A new summary of the harbour.")
    release = scheduled(found, note="A new summary.")
    Profile.objects.filter(pk=found.profile.pk).update(byline="")  # behind the back of every form
    release_due(now=AT)
    release.refresh_from_db()
    assert (release.state, release.why) == (
        "held",
        "Something is in the way now: Nobody signs the profile. Fill in the byline.",
    )


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"at": NOW}, "has passed"),
        ({"revision": 77}, "changed after you looked"),
        ({"by": BOB}, "somebody else has to approve"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(given: dict[str, Any], complaint: str) -> None:
    found = cast()
    approved(found.profile)  # by Bob
    with pytest.raises(NotScheduled, match=complaint):
        scheduled(found, **given)
    assert not Release.objects.exists()


def test_a_second_moment_takes_the_place_of_the_first_and_one_can_be_taken_back() -> None:
    found = cast()
    approved(found.profile)
    scheduled(found)
    scheduled(found, at=AT + timedelta(days=1))
    assert list(Release.objects.order_by("id").values_list("state", flat=True)) == ["cancelled", "waiting"]
    assert take_back(profile_id=found.profile.pk, why="Not now.", by=BOB, now=NOW)
    assert not take_back(profile_id=found.profile.pk, why="Not now.", by=BOB, now=NOW)
    assert release_due(now=AT + timedelta(days=2)) == 0


def test_what_was_scheduled_does_not_bring_a_withdrawn_profile_back() -> None:
    found = cast()
    publish_by_two(profile_id=found.profile.pk, by=ALICE, now=NOW)
    Profile.objects.filter(pk=found.profile.pk).update(summary="A new summary of the harbour.")
    release = scheduled(found, note="A new summary.")
    withdraw(profile_id=found.profile.pk, reason="A court ruled so.", by=ALICE, now=NOW)
    assert release_due(now=AT) == 0
    release.refresh_from_db()
    assert (release.state, release.why) == ("cancelled", "The profile came to an end.")
    assert Client().get("/profiles/harbour-exchange/").status_code == 410


def test_hold_stops_every_way_to_publish_until_it_is_lifted_or_over() -> None:
    found = cast()
    hold(profile_id=found.profile.pk, reason="A lawyer looks at it.", by=BOB, now=NOW, until=AT)
    approved(found.profile)
    with pytest.raises(NotPublished, match="on hold: A lawyer looks at it"):
        publish(profile_id=found.profile.pk, by=ALICE, now=JUST_BEFORE)
    assert held(found.profile.pk, AT) is None
    publish(profile_id=found.profile.pk, by=ALICE, now=AT)
    assert lift(profile_id=found.profile.pk, by=BOB, now=AT)
    assert not lift(profile_id=found.profile.pk, by=BOB, now=AT)
    with pytest.raises(NotHeld, match="Say in a sentence"):
        hold(profile_id=found.profile.pk, reason=" ", by=BOB, now=NOW)
    with pytest.raises(NotHeld, match="has passed"):
        hold(profile_id=found.profile.pk, reason="So.", by=BOB, now=NOW, until=NOW)
    assert Hold.objects.count() == 1


def test_desk_sets_a_moment_in_some_place_and_puts_on_hold(admin_client: Client) -> None:
    found = cast()
    approved(found.profile)
    page = f"/admin/profiles/profile/{found.profile.pk}/schedule/"
    assert page in admin_client.get(f"/admin/profiles/profile/{found.profile.pk}/publish/").content.decode()

    def said(**given: Any) -> str:
        return admin_client.post(page, given, follow=True).content.decode()

    revision = Profile.objects.get().revision
    order = {"act": "schedule", "zone": "Asia/Tokyo", "note": "", "kind": "update", "revision": revision}
    assert "Give day and hour" in said(**order, day="soon")
    assert "no time zone" in said(**{**order, "zone": "Nowhere"}, day="2099-03-01T09:30")
    assert "has passed" in said(**order, day="2020-03-01T09:30")
    assert "1 March 2099 at 00:30:00 UTC" in said(**order, day="2099-03-01T09:30")
    assert Release.objects.get(state="waiting").at.isoformat() == "2099-03-01T00:30:00+00:00"
    assert "given in Asia/Tokyo" in admin_client.get(page).content.decode()
    assert "Taken back" in said(act="take-back")
    assert "nobody can publish it" in said(**{"act": "hold", "hold-reason": "A lawyer looks at it."})
    assert "A lawyer looks at it." in admin_client.get(page).content.decode()
    assert "The hold is lifted" in said(act="lift")
