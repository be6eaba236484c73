"""After a test with transactions of its own the database is as it was before it, whatever the test did."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import TransactionTestCase

from records.models import User
from tests.cast import public_cast
from tests.emptying import GIVEN, Emptying, given
from tests.kept import all_rows


def roles() -> set[tuple[str, str]]:
    return set(Group.objects.values_list("name", "permissions__codename"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["nothing", "rows", "a role that goes", "a role that comes", "a right that goes"])
def test_nothing_stays_and_what_is_given_is_as_it_was(what: str) -> None:
    emptying, before, as_given, whole = Emptying(), roles(), given(), all_rows()
    some = Group.objects.filter(permissions__isnull=False).earliest("pk")
    if what == "rows":
        public_cast()
        User.objects.create(email="reader@desk.test").groups.add(some)
    elif what == "a role that goes":
        some.delete()
    elif what == "a role that comes":
        Group.objects.create(name="Another")
    elif what == "a right that goes":
        some.permissions.clear()
    assert (all_rows() == whole) == (what == "nothing")
    emptying.after(TransactionTestCase())
    assert roles() == before
    assert {table for table, _ in all_rows()} == {*GIVEN, "django_migrations"}
    assert (given() == as_given) == (what in ("nothing", "rows"))
