"""Feeds as a feed reader meets them."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from profiles.models import Assessment, Profile
from tests.cast import ALICE, NOW, public_cast, publish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ABOUT = "An exchange at the old harbour, whose northern link was cut in 2026."
HOSTILE = "<script>alert(1)</script> & ]]>"


def entries(address: str) -> list[tuple[str, str]]:
    root = ElementTree.fromstring(Client().get(address).content)
    return [
        (entry.findtext(f"{ATOM}title", ""), entry.findtext(f"{ATOM}summary", ""))
        for entry in root.iter(f"{ATOM}entry")
    ]


@pytest.fixture
def _story(db: None) -> None:
    """An edition, a second one, and a fall of the second."""
    found = public_cast()
    Profile.objects.update(base="New Quay")
    second = publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note=HOSTILE)
    Assessment.objects.create(
        edition=second,
        number=2,
        assessed_at=NOW + timedelta(days=2),
        method="ORIGIN-1",
        cause="A source vanished",
        score=7000,
        result={},
    )


EXPECTED = [
    ("Harbour Exchange: confidence lowered", "A source vanished. Confidence: Medium (0.55–0.74)."),
    ("Harbour Exchange: edition 2", f"{HOSTILE} Confidence: High - direct sources (0.90–1.00)."),
    ("Harbour Exchange: first edition", f"{ABOUT} Confidence: High - direct sources (0.90–1.00)."),
]


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize("address", ["/feed.atom", "/profiles/harbour-exchange/feed.atom"])
def test_atom_tells_every_change_newest_first(address: str) -> None:
    assert entries(address) == EXPECTED


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize("address", ["/feed.json", "/profiles/harbour-exchange/feed.json"])
def test_json_feed_tells_the_same(address: str) -> None:
    feed = Client().get(address).json()
    assert [(item["title"], item["content_text"]) for item in feed["items"]] == EXPECTED
    assert len({item["id"] for item in feed["items"]}) == 3


@pytest.mark.usefixtures("_story")
def test_entry_keeps_its_identity_when_the_profile_is_renamed() -> None:
    before = [item["id"] for item in Client().get("/feed.json").json()["items"]]
    Profile.objects.get().published.__class__.objects.update(slug="renamed", name="Renamed")
    after = Client().get("/feed.json").json()["items"]
    assert [item["id"] for item in after] == before
    assert after[0]["url"].endswith("/profiles/renamed/editions/2/")


@pytest.mark.django_db
def test_empty_feed_is_a_feed() -> None:
    assert entries("/feed.atom") == []
    assert Client().get("/feed.json").json()["items"] == []
