"""Who may do what at the desk: each act asks for the permissions of what it writes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from profiles.models import Approval, Citation, Claim, Edition, Facet, FacetValue, Profile, Signal
from records.models import User
from tests.cast import Cast, approved
from tests.profiles.desk.test_admin import address_of, signal_of

pytestmark = pytest.mark.django_db


def clerk(*permissions: str) -> Client:
    user = User.objects.create_user("clerk@desk.test", "a long enough password", is_staff=True)
    for name in permissions:
        user.user_permissions.add(Permission.objects.get(codename=name))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("permissions", "signals", "profiles"),
    [
        ((), False, False),
        (("view_signal",), True, False),
        (("view_profile",), False, True),
        (("view_signal", "view_profile"), True, True),
    ],
)
def test_front_page_shows_what_one_may_see(
    found: Cast, permissions: tuple[str, ...], signals: bool, profiles: bool
) -> None:
    signal_of(found)
    text = clerk(*permissions).get("/admin/").content.decode()
    assert ("Harbour link restored" in text, "Never published." in text) == (signals, profiles)


ACCEPT = {"view_signal", "change_signal", "add_citation", "add_claim"}
NEW = {"key": "k", "statement": "S.", "predicate": "p", "value": "v", "kind": "event"}


@pytest.mark.parametrize("missing", [None, "change_signal", "add_citation", "add_claim"])
def test_new_statement_from_a_signal_asks_for_three(found: Cast, missing: str | None) -> None:
    page = reverse("admin:profiles_signal_decide", args=[signal_of(found).pk])
    answer = clerk(*(ACCEPT - {missing})).post(page, {"act": "accept", "directness": "tertiary", **NEW})
    assert answer.status_code == (302 if missing is None else 403)
    assert Claim.objects.filter(key="k").exists() is (missing is None)


@pytest.mark.parametrize("missing", [None, "change_signal", "add_citation"])
def test_statement_there_is_asks_for_two(found: Cast, missing: str | None) -> None:
    before = Citation.objects.count()
    page = reverse("admin:profiles_signal_decide", args=[signal_of(found).pk])
    client = clerk(*(ACCEPT - {"add_claim", missing}))
    shown = client.get(page).content.decode()
    assert ('value="Accept"' in shown) is (missing is None)
    answer = client.post(page, {"act": "accept", "claim": found.claim.pk, "directness": "tertiary"})
    assert answer.status_code == (302 if missing is None else 403)
    assert Citation.objects.count() == before + (missing is None)


def test_dismissing_and_undoing_ask_for_the_signal_alone(found: Cast) -> None:
    signal = signal_of(found)
    page = reverse("admin:profiles_signal_decide", args=[signal.pk])
    client = clerk("view_signal")
    assert 'type="submit"' not in client.get(page).content.decode().split("decision")[-1]
    assert client.post(page, {"act": "dismiss", "reason": "No."}).status_code == 403
    user = User.objects.get()
    user.user_permissions.set([Permission.objects.get(codename="change_signal")])
    assert client.post(page, {"act": "dismiss", "reason": "No."}).status_code == 302
    assert Signal.objects.get().state == "dismissed"
    assert client.post(page, {"act": "undo"}).status_code == 302


@pytest.mark.parametrize("missing", [None, "view_profile", "publish_profile"])
def test_publishing_has_a_permission_of_its_own(found: Cast, missing: str | None) -> None:
    page = reverse("admin:profiles_profile_publish", args=[found.profile.pk])
    client = clerk(*({"view_profile", "publish_profile"} - {missing}))
    assert client.get(page).status_code == (200 if missing is None else 403)
    approved(found.profile)
    answer = client.post(page, {"revision": Profile.objects.get().revision, "kind": "update"})
    assert answer.status_code == (302 if missing is None else 403)
    assert Edition.objects.count() == (missing is None)


def test_who_writes_does_not_see_the_button_to_publish(found: Cast) -> None:
    client = clerk("change_profile")
    assert ">Publish</a>" not in client.get(address_of(found.profile)).content.decode()
    page = reverse("admin:profiles_profile_publish", args=[found.profile.pk])
    assert client.post(page, {"revision": Profile.objects.get().revision}).status_code == 403
    user = User.objects.get()
    user.user_permissions.add(Permission.objects.get(codename="publish_profile"))
    assert ">Publish</a>" in client.get(address_of(found.profile)).content.decode()


def test_who_writes_may_approve_for_a_colleague(found: Cast) -> None:
    page = reverse("admin:profiles_profile_publish", args=[found.profile.pk])
    assert clerk("view_profile").post(page, {"approve": found.profile.revision}).status_code == 403
    User.objects.all().delete()
    client = clerk("change_profile")
    text = client.get(page).content.decode()
    assert "This takes two people" in text
    assert "Publish edition" not in text
    for wrong in ("0", "x", "9" * 40, "-1"):
        client.post(page, {"approve": wrong})
    assert not Approval.objects.exists()
    client.post(page, {"approve": Profile.objects.get().revision})
    assert Approval.objects.get().by == User.objects.get().actor
    assert "Nobody else has approved it" in client.get(page).content.decode()


def test_whoever_may_only_look_can_open_every_page(found: Cast) -> None:
    models = ("profile", "claim", "citation", "claimvalue", "document", "facetvalue", "facetterm", "publisher")
    client = clerk(*(f"view_{model}" for model in models), "view_section", "view_alias")
    facet = FacetValue.objects.get(facet=Facet.IMPACT)
    for thing in (found.profile, found.claim, found.order, facet, facet.term, found.order.publisher):
        answer = client.get(address_of(thing))
        assert answer.status_code == 200
        assert client.post(address_of(thing), {}).status_code == 403
