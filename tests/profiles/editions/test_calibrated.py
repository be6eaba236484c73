"""What the calibration page counts: verdicts that stand, and what came of the things to watch that are public."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from profiles.editions.calibrated import Watched, what_came_of_watching
from profiles.models import OutlookItem, VerdictOutcome
from records.models import User
from tests.cast import ALICE, NOW, Cast, cast, public_cast, publish
from tests.profiles.editions.test_settling import verdict

pytestmark = pytest.mark.django_db

DUE = date(2020, 11, 1)  # long past, whatever the day of the test is
AHEAD = date(2026, 12, 10)  # when it is published


def watch(found: Cast, text: str, outcome: str = "", due: date = DUE) -> OutlookItem:
    return OutlookItem.objects.create(
        profile=found.profile,
        horizon="now",
        text=text,
        trigger="A notice.",
        due_on=due,
        outcome=outcome,
        outcome_on=DUE if outcome else None,
    )


def test_outcomes_count_once_they_are_published() -> None:
    found = cast()
    item = watch(found, "Whether the splice holds.", "happened")
    watch(found, "Whether the office appeals.", "did-not")
    watch(found, "Whether the members leave.", due=AHEAD)
    assert what_came_of_watching() == Watched(0, 0, 0)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert what_came_of_watching() == Watched(1, 1, 0)
    OutlookItem.objects.filter(pk=item.pk).update(outcome="unknown")
    assert what_came_of_watching() == Watched(1, 1, 0)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note="Nobody could tell.")
    assert what_came_of_watching() == Watched(0, 1, 1)
    text = " ".join(Client().get("/calibration/").content.decode().split())
    assert "Of 2 things to watch whose day has come, 0 happened, 1 did not, and of 1 we could not find out." in text


def test_page_says_that_nothing_is_measured_yet_and_changes_its_tag_with_a_verdict() -> None:
    found = public_cast()
    first = Client().get("/calibration/")
    assert "No statement has been settled so far." in first.content.decode()
    verdict(found, VerdictOutcome.UPHELD)
    second = Client().get("/calibration/")
    assert "1 statement has been settled so far." in " ".join(second.content.decode().split())
    assert second.content.decode().count("not yet measured") == 6
    assert second.headers["ETag"] != first.headers["ETag"]


def test_due_item_waits_at_the_desk_until_it_has_an_outcome() -> None:
    found = cast()
    item = watch(found, "Whether the splice holds.", due=AHEAD)
    staff = Client()
    staff.force_login(User.objects.create_superuser("a@desk.test", "a long enough password"))
    assert "Whether the splice holds." not in staff.get("/admin/").content.decode()  # nobody was told to watch it
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    OutlookItem.objects.filter(pk=item.pk).update(due_on=DUE)  # time goes by
    assert "Whether the splice holds." in staff.get("/admin/").content.decode()
    OutlookItem.objects.filter(pk=item.pk).update(due_on=date(2999, 1, 1))
    assert "Whether the splice holds." not in staff.get("/admin/").content.decode()
    OutlookItem.objects.filter(pk=item.pk).update(due_on=DUE, outcome="happened", outcome_on=DUE)
    assert "Whether the splice holds." not in staff.get("/admin/").content.decode()
