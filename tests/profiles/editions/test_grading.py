"""What another grade would change is told before it is given, and is what then happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from profiles.editions.falling import due_by_publisher, look_at_due
from profiles.editions.grading import effects_of_grade
from profiles.models import Assessment, PublishedProfile
from sources.models import Publisher
from tests.cast import ALICE, NOW, Cast, cast, publish
from tests.profiles.editions.test_falling import _ageing
from tests.profiles.editions.test_settling import _second_profile_s_worth

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def public() -> tuple[Cast, Publisher]:
    found = cast()
    _second_profile_s_worth(found, 2)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    look_at_due(now=NOW)
    return found, Publisher.objects.get(name="Quay Courier")


def test_fall_that_is_told_is_the_fall_that_comes() -> None:
    _, courier = public()
    told = effects_of_grade(publisher=courier.public_id, grade="E", now=LATER)
    assert (told.looked_at, told.in_all, told.falls, told.rises) == (1, 1, 2, 0)
    effect = told.changed[0]
    assert [(one.shown.number, one.would_be.number) for one in effect.falls] == [("0.81", "0.32"), ("0.81", "0.32")]
    assert Assessment.objects.count() == 1
    Publisher.objects.filter(pk=courier.pk).update(grade="E")
    due_by_publisher(publisher=courier.public_id, now=LATER)
    look_at_due(now=LATER)
    assert PublishedProfile.objects.get().score == effect.would_be.score


def test_rise_waits_for_an_edition_and_is_told_apart() -> None:
    _, courier = public()
    told = effects_of_grade(publisher=courier.public_id, grade="A", now=LATER)
    assert (told.falls, told.rises) == (0, 2)
    assert told.changed[0].shown == told.changed[0].would_be
    assert [(one.shown.number, one.would_be.number) for one in told.changed[0].rises] == [("0.81", "0.89")] * 2


def test_same_grade_changes_nothing() -> None:
    _, courier = public()
    assert effects_of_grade(publisher=courier.public_id, grade="B", now=LATER).changed == ()


def test_what_falls_without_the_grade_is_not_its_doing() -> None:
    found, courier = public()
    _ageing(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Ports.")
    much_later = NOW + timedelta(days=300)
    assert effects_of_grade(publisher=courier.public_id, grade="B", now=much_later).changed == ()
    told = effects_of_grade(publisher=courier.public_id, grade="E", now=much_later)
    statements = {one.statement for effect in told.changed for one in effect.falls}
    assert len(statements) == 2
    assert "Harbour Exchange has forty ports." not in statements


def test_nobody_cites_it() -> None:
    public()
    told = effects_of_grade(publisher="pb-nobody", grade="A", now=LATER)
    assert (told.changed, told.looked_at, told.in_all) == ((), 0, 0)


def test_look_costs_a_fixed_number_of_queries(django_assert_num_queries: Any) -> None:
    found, courier = public()
    with django_assert_num_queries(7):  # profiles, figures, publishers, owners twice, verdicts, how many in all
        effects_of_grade(publisher=courier.public_id, grade="E", now=LATER)
    assert found
