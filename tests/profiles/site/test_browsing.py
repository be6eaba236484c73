"""Ways in through the real door: pages of terms, their feeds, what changed on the home page, suggestions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from profiles.models import Facet, FacetTerm, Profile, PublishedProfile
from tests.cast import ALICE, NOW, Cast, cast, file_under, publish
from tests.profiles.editions.many import Listed, listed

pytestmark = pytest.mark.django_db
EUROPE = "/browse/region/europe/"


@pytest.fixture
def found() -> Cast:
    made = cast()
    file_under(made.profile, Facet.TOPIC, "outages", "Outages", "It had one.")
    publish(profile_id=made.profile.pk, by=ALICE, now=NOW)
    return made


def words_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


def test_page_of_a_term_tells_what_is_filed_there(found: Cast) -> None:
    FacetTerm.objects.filter(slug="europe").update(introduction="As <b>the registry</b> draws it.")
    page = words_of(EUROPE)
    for wanted in (
        "Region Europe",
        "As <b>the registry</b> draws it.",
        "One profile is filed here",
        "Harbour Exchange",
    ):
        assert wanted in page, wanted
    assert "Topic Outages 1 profile" in words_of("/browse/")
    links = html.fromstring(Client().get("/browse/").content).xpath("//main//nav//a/@href")
    assert EUROPE in links
    assert {Client().get(link).status_code for link in links} == {200}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/browse/region/asia/", 404),
        ("/browse/nothing/europe/", 404),
        ("/browse/region/europe/feed.atom", 200),
        ("/browse/region/europe/feed.json", 200),
        ("/browse/region/asia/feed.atom", 404),
        ("/browse/region/Europe%00/", 404),
    ],
)
def test_term_has_a_page_where_something_is_filed(found: Cast, address: str, status: int) -> None:
    assert Client().get(address).status_code == status


def test_term_of_what_is_not_public_any_more_is_as_absent_as_any(found: Cast) -> None:
    assert Client().get("/browse/topic/outages/").status_code == 200
    PublishedProfile.objects.all().delete()
    for address in ("/browse/topic/outages/", "/browse/topic/outages/feed.atom", "/browse/topic/outages/feed.json"):
        assert Client().get(address).status_code == 404
    assert "Outages" not in words_of("/browse/")


def test_profile_leads_to_others_that_are_filed_alike(found: Cast) -> None:
    file_under(found.profile, Facet.CONTENT_TYPE, "profile", "Profile", "It describes an organisation.")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note="Filed anew.")
    tree = html.fromstring(Client().get("/profiles/harbour-exchange/").content)
    values = tree.xpath("//dl[@class='filed']//dd[@class='value']")
    assert {each.text_content(): next(iter(each.xpath("a/@href")), None) for each in values} == {
        "Exchange": "/browse/signal-focus/exchange/",
        "Europe": EUROPE,
        "Outages": "/browse/topic/outages/",
        "High": "/browse/impact/high/",
        "Profile": None,  # there is no page of all profiles of a content type
    }
    assert Client().get("/browse/impact/high/").status_code == 200


def test_feed_of_a_term_has_the_newest_change_of_each(found: Cast) -> None:
    Profile.objects.update(summary="It peers twelve networks.")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note="The summary is new.")
    feed = Client().get("/browse/region/europe/feed.json").json()
    assert (feed["title"], feed["home_page_url"]) == (
        "Plumbline: Europe",
        "http://localhost:8000/browse/region/europe/",
    )
    assert [(one["title"], one["content_text"].split(". ")[0]) for one in feed["items"]] == [
        ("Harbour Exchange: edition 2", "The summary is new")
    ]


def test_home_tells_what_changed(found: Cast) -> None:
    Profile.objects.update(summary="It peers twelve networks.")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note="The summary is new.")
    page = words_of("/")
    assert page.index("Edition 2. The summary is new.") < page.index("Harbour Exchange New. ")
    assert "The one profile" in page


@pytest.mark.parametrize(
    ("asked", "status", "names"),
    [
        ("har", 200, ["Harbour Exchange", "Old Harbour"]),
        ("habrour", 200, ["Harbour Exchange", "Old Harbour"]),
        ("", 200, []),
        ("x" * 201, 400, None),
        ("\x00", 200, []),
        ("<script>", 200, []),
    ],
)
def test_suggestions_are_given_to_whoever_types(asked: str, status: int, names: list[str] | None) -> None:
    listed([Listed("harbour-exchange", ("Harbour Exchange",)), Listed("old-harbour", ("Old Harbour",))])
    answer = Client().get("/suggest/", {"q": asked})
    assert answer.status_code == status
    if names is not None:
        assert [one["name"] for one in answer.json()["suggestions"]] == names


@pytest.mark.parametrize("question", ["?nothing=1", "?q=a&q=b"])
def test_suggestions_answer_no_other_question(question: str) -> None:
    assert Client().get(f"/suggest/{question}").status_code == 400


def test_ways_in_cost_a_fixed_number_of_queries(found: Cast) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len([one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SET", "RESET"))])

    addresses: dict[str, Any] = {"/": 3, "/browse/": 2, EUROPE: 7, f"{EUROPE}feed.atom": 5, "/suggest/?q=har": 2}
    assert {address: cost(address) for address in addresses} == addresses


def test_sitemap_leads_to_every_topic(found: Cast) -> None:
    pages = Client().get("/sitemap/pages.xml").content.decode()
    addresses = re.findall(r"<loc>http://localhost:8000(.*?)</loc>", pages)
    assert {"/browse/", EUROPE, "/browse/topic/outages/", "/contradictions/"} <= set(addresses)
    assert {Client().get(address).status_code for address in addresses} == {200}
