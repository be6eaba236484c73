"""What a profile says of itself to other sites: card, linked data, oEmbed. Through HTTP, whole values."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from lxml import html
from PIL import Image

from profiles.editions import ending
from profiles.models import Alias, Profile
from profiles.site.figures.card import Card, card
from tests.cast import ALICE, NOW, cast, public_cast, publish

HOSTILE = '</script><script>alert(1)</script> & <!-- \u2028 ]]> "quoted"'
SITE = "http://localhost:8000"


@pytest.fixture
def found(db: None, settings: Any) -> Any:
    settings.SITE_ADDRESS = SITE
    return public_cast()


def head(address: str) -> Any:
    return html.fromstring(Client().get(address).content)


def linked(address: str) -> Any:
    (block,) = head(address).xpath("//script[@type='application/ld+json']")
    return json.loads(block.text)


def test_linked_data_of_a_profile(found: Any) -> None:
    profile = Profile.objects.get()
    permanent = f"{SITE}/id/{profile.public_id}"
    house = {"@type": "Organization", "name": "Plumbline", "url": f"{SITE}/"}
    (image,) = head("/profiles/harbour-exchange/").xpath("//meta[@property='og:image']/@content")

    def work(title: str, publisher: str, day: str) -> dict[str, Any]:
        return {
            "@type": "CreativeWork",
            "name": title,
            "publisher": {"@type": "Organization", "name": publisher},
            "datePublished": day,
        }

    assert linked("/profiles/harbour-exchange/") == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Organization",
                "@id": f"{permanent}/#subject",
                "name": "Harbour Exchange",
                "description": "An exchange at the old harbour, whose northern link was cut in 2026.",
                "location": {"@type": "Place", "name": "Quayside"},
            },
            {
                "@type": "Article",
                "@id": f"{permanent}/1/",
                "url": f"{SITE}/profiles/harbour-exchange/",
                "mainEntityOfPage": f"{SITE}/profiles/harbour-exchange/",
                "headline": "Harbour Exchange",
                "description": "An exchange at the old harbour, whose northern link was cut in 2026.",
                "inLanguage": "en-GB",
                "version": "1",
                "datePublished": "2026-11-20T09:00:00+00:00",
                "dateModified": "2026-11-20T09:00:00+00:00",
                "author": {"@type": "Person", "name": "Alice Quay"},
                "editor": {"@type": "Person", "name": "Bob Pier"},
                "publisher": house,
                "image": image,
                "isAccessibleForFree": True,
                "about": {"@id": f"{permanent}/#subject"},
                "citation": [
                    work("Order on the northern link", "Office for Exchanges", "2026-04-02"),
                    work("How the northern link was lost", "Quay Courier", "2026-03-20"),
                    work("Members without service", "Morning Net", "2026-03-21"),
                ],
            },
        ],
    }


def test_hostile_name_stays_text_everywhere(found: Any) -> None:
    Profile.objects.update(name=HOSTILE, summary=HOSTILE)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note="It changed.")
    raw = Client().get("/profiles/harbour-exchange/").content.decode()
    block = raw.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set(block) & set("<>&\u2028\u2029")
    subject, article = json.loads(block)["@graph"]
    assert (subject["name"], article["description"]) == (HOSTILE, HOSTILE)
    tree = html.fromstring(raw)
    assert len(tree.xpath("//script[not(@src)]")) == 1
    assert tree.xpath("//meta[@property='og:title']/@content") == [HOSTILE]
    told = Client().get("/oembed", {"url": f"{SITE}/profiles/harbour-exchange/"}).json()
    assert told["title"] == HOSTILE
    lines = html.fromstring(told["html"])
    assert [one.tag for one in lines.iter()] == ["blockquote", "p", "a", "p", "p"]
    assert lines.xpath("string(.//a)") == HOSTILE
    (picture,) = tree.xpath("//meta[@property='og:image']/@content")
    assert Client().get(picture).status_code == 200


def test_head_names_card_and_embedding(found: Any) -> None:
    tree = head("/profiles/harbour-exchange/")
    said = {one.get("property"): one.get("content") for one in tree.xpath("//meta[@property]")}
    picture = said.pop("og:image")
    assert said == {
        "og:site_name": "Plumbline",
        "og:type": "article",
        "og:locale": "en_GB",
        "og:title": "Harbour Exchange",
        "og:description": "An exchange at the old harbour, whose northern link was cut in 2026.",
        "og:url": f"{SITE}/profiles/harbour-exchange/",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Harbour Exchange. Confidence: High - direct sources 0.90-1.00. Edition 1, 20 November 2026. "
        "Plumbline.",
        "article:published_time": "2026-11-20T09:00:00+00:00",
        "article:modified_time": "2026-11-20T09:00:00+00:00",
    }
    answer = Client().get(picture)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    drawn = Image.open(BytesIO(answer.content))
    assert (drawn.format, drawn.size) == ("PNG", (1200, 630))
    (embedded,) = tree.xpath("//link[@type='application/json+oembed']/@href")
    assert Client().get(embedded).json() == {
        "version": "1.0",
        "type": "rich",
        "title": "Harbour Exchange",
        "author_name": "Alice Quay",
        "provider_name": "Plumbline",
        "provider_url": f"{SITE}/",
        "html": f'<blockquote class="plumbline-profile"><p><a href="{SITE}/profiles/harbour-exchange/">Harbour Exchange'
        "</a></p><p>An exchange at the old harbour, whose northern link was cut in 2026.</p><p>Confidence: High - "
        "direct sources 0.90-1.00. Edition 1, 20 November 2026, Plumbline.</p></blockquote>",
        "width": 600,
        "height": 220,
        "thumbnail_url": picture,
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


def test_card_has_one_address_for_what_it_shows_and_a_new_one_for_anything_else(found: Any) -> None:
    plain = "/profiles/harbour-exchange/editions/1/card.png"
    now = Client().get(plain)
    assert now.status_code == 302
    assert [Client().get(plain.replace(".png", "/0123456789ab.png")).headers["Location"], now.headers["Location"]] == [
        now.headers["Location"]
    ] * 2
    picture = now.headers["Location"]
    first = Client().get(picture)
    again = Client().get(picture, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Profile.objects.update(name="Harbour Exchange East")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note="It changed.")
    assert Client().get(picture).content == first.content  # the first edition stays what it was
    second = Client().get("/profiles/harbour-exchange/editions/2/card.png", follow=True)
    assert second.status_code == 200
    assert second.content != first.content
    for absent in (plain.replace("/1/", "/3/"), picture.replace("/1/", "/3/")):
        assert Client().get(absent).status_code == 404


def test_card_obeys_todays_rights(found: Any) -> None:
    picture = Client().get("/profiles/harbour-exchange/editions/1/card.png").headers["Location"]
    tag = Client().get(picture).headers["ETag"]
    ending.withdraw(profile_id=found.profile.pk, reason="It was not so.", by=ALICE, now=NOW + timedelta(days=1))
    gone = Client().get(picture, headers={"if-none-match": tag})
    page = Client().get("/profiles/harbour-exchange/editions/1/")
    assert (gone.status_code, page.status_code) == (410, 410)
    told = Client().get("/oembed", {"url": f"{SITE}/profiles/harbour-exchange/"})
    assert (told.status_code, b"Harbour" in told.content) == (410, False)


def test_card_of_a_draft_is_as_absent_as_nothing(db: None, settings: Any) -> None:
    settings.SITE_ADDRESS = SITE
    cast()
    nothing = Client().get("/nothing/")
    for address in (
        "/profiles/harbour-exchange/editions/1/card.png",
        f"/oembed?url={SITE}/profiles/harbour-exchange/",
    ):
        answer = Client().get(address)
        assert (answer.status_code, answer.content) == (404, nothing.content)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"url": f"{SITE}/profiles/harbour-exchange/editions/1/", "format": "json"}, 200),
        ({"url": f"{SITE}/profiles/harbour-exchange/", "format": "xml"}, 501),
        ({"url": f"{SITE}/profiles/harbour-exchange/", "callback": "x"}, 400),
        ({"url": f"{SITE}/profiles/harbour-exchange/", "maxwidth": "-1"}, 400),
        ({"url": f"{SITE}/profiles/harbour-exchange/", "maxwidth": "0"}, 400),
        ({"url": f"{SITE}/profiles/nobody/"}, 404),
        ({"url": f"{SITE}/profiles/harbour-exchange/editions/2/"}, 404),
        ({"url": "https://elsewhere.example/profiles/harbour-exchange/"}, 404),
        ({"url": f"{SITE}@elsewhere.example/profiles/harbour-exchange/"}, 404),
        ({"url": f"{SITE}/profiles/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[half"}, 404),
        ({}, 404),
    ],
)
@pytest.mark.usefixtures("found")
def test_oembed_answers_for_own_profiles_alone(asked: dict[str, str], status: int) -> None:
    assert Client().get("/oembed", asked).status_code == status


@pytest.mark.usefixtures("found")
def test_oembed_keeps_to_the_size_that_is_asked_for() -> None:
    told = Client().get("/oembed", {"url": f"{SITE}/profiles/harbour-exchange/", "maxwidth": "400", "maxheight": "100"})
    small = told.json()
    assert (small["width"], small["height"], "thumbnail_url" in small) == (400, 100, False)


def test_renamed_profile_is_embedded_under_its_new_address(found: Any) -> None:
    Profile.objects.update(slug="harbour-exchange-east")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note="It changed.")
    told = Client().get("/oembed", {"url": f"{SITE}/profiles/harbour-exchange/"}).json()
    assert f'href="{SITE}/profiles/harbour-exchange-east/"' in told["html"]
    moved = Client().get("/profiles/harbour-exchange/editions/2/card.png")
    assert (moved.status_code, moved.headers["Location"]) == (
        301,
        "/profiles/harbour-exchange-east/editions/2/card.png",
    )


def test_other_names_stand_in_the_linked_data(found: Any) -> None:
    Alias.objects.create(profile=found.profile, text="HX", folded="hx", kind="short")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=1), note="It changed.")
    assert linked("/profiles/harbour-exchange/")["@graph"][0]["alternateName"] == ["HX"]


PLAIN = Card("Harbour Exchange", (), "A summary.", 8800, "", "Edition 1, 20 November 2026", "", "plumbline.example")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # Letters that Pillow's font does not have lose their accents, or give way to another name.
        (replace(PLAIN, name="Łódź Œuvre – Straße"), replace(PLAIN, name="Lodz OEuvre - Strasse"), False),
        (replace(PLAIN, name="中文", others=("中", "HX")), replace(PLAIN, name="日本", others=("HX",)), True),
        (replace(PLAIN, name="中文"), replace(PLAIN, name="Привет"), True),
        (replace(PLAIN, summary="краткое"), replace(PLAIN, summary=""), True),
        (replace(PLAIN, name="A\u202eB\u0000C"), replace(PLAIN, name="ABC"), True),
        (replace(PLAIN, name="W" * 200), replace(PLAIN, name="W" * 199), True),  # both end in an ellipsis
        (replace(PLAIN, score=None), replace(PLAIN, score=0), False),
        (replace(PLAIN, score=8800), replace(PLAIN, score=8000), False),
        (replace(PLAIN, state="Refuted"), PLAIN, False),
        (replace(PLAIN, sign="Invented organisation of the demonstration"), PLAIN, False),
        (replace(PLAIN, edition="Edition 2, 20 November 2026"), PLAIN, False),
    ],
)
def test_card_shows(one: Card, other: Card, same: bool) -> None:
    assert (card(one) == card(other)) is same
    assert one.digest != other.digest


@pytest.mark.parametrize("text", ["", " ", "W" * 5000, "one " * 2000, "\u0301", "a\u0301" * 50, "\U0001f600"])
def test_card_holds_any_words(text: str) -> None:
    drawn = Image.open(BytesIO(card(replace(PLAIN, name=text, summary=text, others=(text,), site=text))))
    assert drawn.size == (1200, 630)
