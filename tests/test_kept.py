"""What is kept and put in again is what the product made, as often as it is asked for, and no two share it."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from profiles.models import Edition, FacetTerm, Profile
from tests.cast import ALICE, NOW, Cast, cast, public_cast, publish
from tests.kept import Kept, all_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("world", [cast, public_cast])
def test_it_is_the_same_each_time_and_nobody_s_changes_stay(world: Kept[Cast]) -> None:
    rows, seen = [], []
    for _ in range(2):
        with transaction.atomic():
            made = world()
            rows.append({row for row in all_rows() if row[0] != "profiles_termcount"})  # a trigger's, numbered anew
            seen.append((made.profile.pk, made.profile.name, made.order.title))
            made.profile.name = "Another"
            made.profile.save()
            connection.check_constraints()
            transaction.set_rollback(True)
    assert rows[0] == rows[1]
    assert seen[0] == seen[1]
    assert not Profile.objects.exists()


def test_where_some_of_it_stands_already_it_is_made_beside_that() -> None:
    mine = FacetTerm.objects.create(facet="region", slug="europe", label="Mine")
    found = cast()
    assert found.profile.facet_values.get(facet="region").term == mine
    assert publish(profile_id=found.profile.pk, by=ALICE, now=NOW) == Edition.objects.get()
