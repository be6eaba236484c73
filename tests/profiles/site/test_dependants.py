"""“What depends on this”: found through any number of profiles, told of public ones alone, and the tag follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from profiles.editions import dependants, ending
from profiles.editions.dependants import dependants_of
from profiles.models import Dependency, Profile, PublishedProfile, PublishedTie
from tests.cast import ALICE, NOW, Cast, public_cast, published_copies
from tests.plans import Scan, scans
from tests.profiles.site.neighbours import again, neighbour, tie

pytestmark = pytest.mark.django_db
PAGE = "/profiles/harbour-exchange/"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def found() -> Cast:
    return public_cast()


def told(address: str = PAGE) -> list[str]:
    """The section as a reader reads it; empty where there is none."""
    tree = html.fromstring(Client().get(address).content)
    parts = tree.xpath("//section[@aria-labelledby='h-dependants']//*[self::h3 or self::li]")
    return [" ".join(part.text_content().split()) for part in parts]


def test_page_tells_what_depends_on_it_directly_and_through_others(found: Cast) -> None:
    assert told() == []
    harbour = found.profile
    tarn = neighbour(found, "tarn", "Tarn Exchange", acted_on_by=(harbour,))
    fell = neighbour(found, "fell", "Fell Networks", acted_on_by=(tarn, harbour))
    moor = neighbour(found, "moor", "Moor Cloud", acted_on_by=(fell, tarn))
    beck = neighbour(found, "beck", "Beck Hosting", acted_on_by=(moor,))
    neighbour(found, "gill", "Gill Data", acted_on_by=(beck,))  # four steps away
    neighbour(found, "crag", "Crag Supply", acts_on=(harbour,))  # depended on, not depending
    assert told() == [
        "Directly",
        "Fell Networks",
        "Tarn Exchange",
        "Through one other",
        "Moor Cloud through Tarn Exchange",
        "Through 2 others",
        "Beck Hosting through Moor Cloud",
    ]
    assert told("/profiles/moor/") == [
        "Directly",
        "Beck Hosting",
        "Through one other",
        "Gill Data through Beck Hosting",
    ]
    assert told(PAGE + "editions/1/") == told()  # it is the newest
    assert "h-dependants" not in Client().get(PAGE + "as-of/2026-11-20/").content.decode()


def test_circle_ends(found: Cast) -> None:
    tarn = neighbour(found, "tarn", "Tarn Exchange", acted_on_by=(found.profile,))
    tie(found.profile, found.claim, acted_on_by=(tarn,))
    again(found.profile, LATER)
    assert told() == ["Directly", "Tarn Exchange"]
    assert told("/profiles/tarn/") == ["Directly", "Harbour Exchange"]


def test_nothing_is_told_of_what_is_not_public_and_the_tag_follows(found: Cast) -> None:
    tags = [Client().get(PAGE).headers["ETag"]]

    def same_again() -> int:
        return Client().get(PAGE, headers={"if-none-match": tags[-1]}).status_code

    tarn = neighbour(found, "tarn", "Tarn Exchange")
    tie(tarn, tarn.claims.get(), acted_on_by=(found.profile,))
    assert (told(), same_again()) == ([], 304)  # a working file says so, and no edition
    again(tarn, LATER)
    assert (told(), same_again()) == (["Directly", "Tarn Exchange"], 200)
    tags.append(Client().get(PAGE).headers["ETag"])
    fell = neighbour(found, "fell", "Fell Networks", acted_on_by=(tarn,))
    assert (len(told()), same_again()) == (4, 200)
    tags.append(Client().get(PAGE).headers["ETag"])
    Profile.objects.filter(pk=fell.pk).update(name="Fell and Dale Networks")
    again(fell, LATER)
    assert (told()[-1], same_again()) == ("Fell and Dale Networks through Tarn Exchange", 200)
    tags.append(Client().get(PAGE).headers["ETag"])
    ending.withdraw(profile_id=tarn.pk, reason="It was not so.", by=ALICE, now=LATER)
    assert (told(), same_again()) == ([], 200)  # what led on through it is not told either
    assert "Fell" not in Client().get(PAGE).content.decode()


def test_tie_that_a_new_edition_leaves_out_is_gone(found: Cast) -> None:
    tarn = neighbour(found, "tarn", "Tarn Exchange", acted_on_by=(found.profile,))
    kept = PublishedTie.objects.get()
    Profile.objects.filter(pk=tarn.pk).update(base="By the tarn")
    again(tarn, LATER)
    assert PublishedTie.objects.get() == kept  # what stayed was not written
    Dependency.objects.all().delete()
    again(tarn, LATER + timedelta(days=1))
    assert (told(), PublishedTie.objects.count()) == ([], 0)


def test_more_than_are_shown_are_said_to_be(found: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependants, "MOST", 3)
    for listing in published_copies(4):
        PublishedTie.objects.create(listing=listing, other=found.profile.public_id, kind="hosts")
    (step,) = dependants_of(found.profile.public_id, found.profile.pk)
    assert (step.depth, len(step.found), step.there_are_more) == (1, 3, True)
    assert "There are more; these are the first 3 that we came to know." in Client().get(PAGE).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_question_is_one_and_is_answered_by_the_index(found: Cast, many: int, django_assert_num_queries: Any) -> None:
    for number in range(many):
        neighbour(found, f"tarn-{number}", f"Tarn {number}", acted_on_by=(found.profile,))
    with django_assert_num_queries(1):
        dependants_of(found.profile.public_id, found.profile.pk)
    harbour = PublishedProfile.objects.get(pk=found.profile.pk)
    PublishedTie.objects.bulk_create(
        PublishedTie(listing=harbour, other=f"pr-{number:016x}", kind="supplies") for number in range(2_000)
    )
    with CaptureQueriesContext(connection) as asked:
        dependants_of(found.profile.public_id, found.profile.pk)
    read = scans(asked.captured_queries[0]["sql"], of="profiles_publishedtie")
    assert read == [Scan("published_tie_once", rows) for rows in (many, 0, 0)]  # one step after the other
