"""The four roles: groups that are there after migrating, each with what the one before it has."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from plumbline.groups import make_missing_groups
from plumbline.roles import ROLES
from profiles.models import Edition, Signal
from records.models import User
from tests.cast import NOW, approved, cast

pytestmark = pytest.mark.django_db

NAMES = ["Contributor", "Editor", "Publisher", "Administrator"]


def member(role: str) -> Client:
    user = User.objects.create_user(f"{role.lower()}@desk.test", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def test_groups_are_there_with_all_that_their_roles_name() -> None:
    found = {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.order_by("pk")
    }
    assert found == {name: set(codenames) for name, codenames in ROLES.items()}


def test_each_role_may_what_the_one_before_it_may() -> None:
    roles = [ROLES[name] for name in NAMES]
    assert all(lower < higher for lower, higher in pairwise(roles))
    assert {name for name in NAMES if "publish_profile" in ROLES[name]} == {"Publisher", "Administrator"}


def test_what_was_changed_in_a_group_stays() -> None:
    group = Group.objects.get(name="Editor")
    group.permissions.set(Permission.objects.filter(codename="view_profile"))
    Group.objects.get(name="Contributor").delete()
    make_missing_groups()
    assert list(group.permissions.values_list("codename", flat=True)) == ["view_profile"]
    assert Group.objects.get(name="Contributor").permissions.count() == len(ROLES["Contributor"])


@pytest.mark.parametrize(
    ("role", "decides", "approves", "publishes"),
    [
        ("Contributor", False, True, False),
        ("Editor", True, True, False),
        ("Publisher", True, True, True),
        ("Administrator", True, True, True),
    ],
)
def test_desk_opens_what_a_role_may_do(role: str, decides: bool, approves: bool, publishes: bool) -> None:
    found = cast()
    signal = Signal.objects.create(profile=found.profile, document=found.copy, role="subject", made_at=NOW)
    client = member(role)
    assert client.get(reverse("admin:profiles_profile_change", args=[found.profile.pk])).status_code == 200
    decided = client.post(
        reverse("admin:profiles_signal_decide", args=[signal.pk]), {"act": "dismiss", "reason": "Known."}
    )
    assert decided.status_code == (302 if decides else 403)
    page = reverse("admin:profiles_profile_publish", args=[found.profile.pk])
    found.profile.refresh_from_db()
    assert (client.post(page, {"approve": found.profile.revision}).status_code == 302) is approves
    approved(found.profile)
    answer = client.post(page, {"revision": found.profile.revision, "kind": "update", "note": ""})
    assert answer.status_code == (302 if publishes else 403)
    assert Edition.objects.count() == publishes


def test_administrator_makes_no_superuser_and_changes_none() -> None:
    boss = User.objects.create_superuser("boss@desk.test", "a long enough password")
    client = member("Administrator")
    page = reverse("admin:records_user_change", args=[boss.pk])
    assert client.post(page, {"email": "mine@desk.test", "is_superuser": "on"}).status_code == 403
    other = User.objects.create_user("other@desk.test", "a long enough password")
    page = reverse("admin:records_user_change", args=[other.pk])
    assert b'name="is_superuser"' not in client.get(page).content
    client.post(page, {"email": "other@desk.test", "name": "", "is_active": "on", "is_superuser": "on"})
    other.refresh_from_db()
    assert not other.is_superuser
