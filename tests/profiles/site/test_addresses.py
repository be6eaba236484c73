"""Where pages stand, for search engines: the sitemap and canonical addresses. Through HTTP, whole values."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from lxml import html

from profiles.editions import places
from profiles.models import PublishedProfile
from profiles.site.sitemaps import OWN
from tests.cast import NOW, public_cast, published_copies

SITE = "http://localhost:8000"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def found(db: None, settings: Any) -> Any:
    settings.SITE_ADDRESS = SITE
    return public_cast()


def told(address: str) -> list[tuple[str, str]]:
    """Address and last change of each entry."""
    root = ElementTree.fromstring(Client().get(address).content)
    return [(one.findtext(f"{SPACE}loc", ""), one.findtext(f"{SPACE}lastmod", "")) for one in root]


def test_sitemap_is_an_index_of_files_with_true_dates() -> None:
    assert told("/sitemap.xml") == [
        (f"{SITE}/sitemap/pages.xml", ""),
        (f"{SITE}/sitemap/1.xml", "2026-11-20T09:00:00+00:00"),
    ]
    assert told("/sitemap/1.xml") == [(f"{SITE}/profiles/harbour-exchange/", "2026-11-20T09:00:00+00:00")]
    assert told("/sitemap/pages.xml")[: len(OWN)] == [(f"{SITE}/{path}", "") for path in OWN]
    assert [Client().get(f"/sitemap/{number}.xml").status_code for number in (0, 2, 10**20)] == [404] * 3


def test_every_page_of_the_sitemap_is_there_and_names_itself() -> None:
    for address, _ in [*told("/sitemap/pages.xml"), *told("/sitemap/1.xml")]:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        assert html.fromstring(answer.content).xpath("//link[@rel='canonical']/@href") == [address]


def test_files_hold_every_profile_once_in_the_order_of_their_slugs(django_assert_num_queries: Any) -> None:
    published_copies(6)
    for number, listing in enumerate(PublishedProfile.objects.order_by("slug")):
        listing.changed_at = NOW + timedelta(hours=number)
        listing.save()
    slugs = list(PublishedProfile.objects.order_by("slug").values_list("slug", flat=True))
    with django_assert_num_queries(1 + 3):
        files = places.spans(3)
    assert files == tuple(places.Span(number, NOW + timedelta(hours=last)) for number, last in ((1, 2), (2, 5), (3, 6)))
    with django_assert_num_queries(3 * 2):
        read = [[place.slug for place in places.places_in(one.number, 3)] for one in files]
    assert read == [slugs[:3], slugs[3:6], slugs[6:]]
    assert list(places.places_in(4, 3)) == list(places.places_in(0, 3)) == []


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", f"{SITE}/"),
        ("/?from=somewhere", f"{SITE}/"),
        ("/profiles/harbour-exchange/", f"{SITE}/profiles/harbour-exchange/"),
        ("/profiles/harbour-exchange/editions/1/", f"{SITE}/profiles/harbour-exchange/"),
        ("/profiles/harbour-exchange/as-of/2026-11-20/", f"{SITE}/profiles/harbour-exchange/"),
        ("/profiles/harbour-exchange/confidence/", f"{SITE}/profiles/harbour-exchange/confidence/"),
        ("/profiles/harbour-exchange/editions/", f"{SITE}/profiles/harbour-exchange/editions/"),
        (
            "/corrections/?before=20261120T000000.000000-correction-1",
            f"{SITE}/corrections/?before=20261120T000000.000000-correction-1",
        ),
        ("/sources/?after=a", f"{SITE}/sources/?after=a"),
        ("/join/?next=/profiles/harbour-exchange/", f"{SITE}/join/"),
    ],
)
def test_page_has_one_canonical_address(address: str, canonical: str) -> None:
    tree = html.fromstring(Client().get(address).content)
    assert tree.xpath("//link[@rel='canonical']/@href") == [canonical]


@pytest.mark.parametrize("address", ["/nothing/", "/profiles/nobody/", "/profiles/?drop=1", "/account/login/"])
def test_page_that_is_none_or_differs_by_person_has_none(address: str) -> None:
    assert html.fromstring(Client().get(address).content).xpath("//link[@rel='canonical']") == []
