"""Two profiles side by side, through HTTP, and how a reader gets there without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html

from profiles.editions import ending
from profiles.editions.side_by_side import side_by_side, tag_beside
from profiles.models import Profile
from tests.cast import ALICE, NOW, Cast, public_cast
from tests.profiles.site.neighbours import again, neighbour

pytestmark = pytest.mark.django_db
PAIR = "/profiles/harbour-exchange/beside/tarn/"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def found() -> Cast:
    made = public_cast()
    neighbour(made, "tarn", "Tarn Exchange", acted_on_by=(made.profile,))
    return made


def said(part: Any) -> str:
    return " ".join(part.text_content().split())


def test_page_sets_both_side_by_side(found: Cast) -> None:
    answer = Client().get(PAIR)
    assert answer.status_code == 200
    tree = html.fromstring(answer.content)
    rows = [[said(cell) for cell in row.xpath("./th|./td")] for row in tree.xpath("//table[@class='pair']//tr")]
    assert rows == [
        [f"{name}Invented organisation of the demonstration" for name in ("Harbour Exchange", "Tarn Exchange")],
        ["In short"],
        [
            "An exchange at the old harbour, whose northern link was cut in 2026.",
            "Tarn Exchange joins networks by the tarn, north of the town.",
        ],
        ["Confidence"],
        [
            "High - direct sources 0.90–1.00How we got this for Harbour Exchange",
            "Strong 0.75–0.89How we got this for Tarn Exchange",
        ],
        ["Impact"],
        ["HighTwelve networks have no other way to reach each other.", "Not rated"],
        ["Evidence"],
        ["3 documents, 2 original reports; nothing is disputed", "1 document, 1 original report; nothing is disputed"],
        ["Reliability of sources"],
        ["1 completely reliable, 1 usually reliable, 1 reliability not known", "1 usually reliable"],
        ["Edition"],
        ["Edition 1, 20 November 2026", "Edition 1, 20 November 2026"],
        ["Base"],
        ["Quayside", "We do not say"],
        ["Statements"],
        ["1 High - direct sources", "1 Strong"],
        ["Category (the same)"],
        ["Exchange", "Exchange"],
        ["Region"],
        ["Europe", "Asia-Pacific"],
        ["Signal focus (the same)"],
        ["Exchange", "Exchange"],
    ]
    between = tree.xpath("//section[@aria-labelledby='h-between']//li")
    assert [said(one) for one in between] == [
        "Harbour Exchange supplies Tarn Exchange: Strong 0.75–0.89, as the profile of Tarn Exchange says."
    ]
    common = tree.xpath("//section[@aria-labelledby='h-common']//li")
    assert [said(one) for one in common] == ["How the northern link was lost, Quay Courier"]
    assert tree.xpath("//link[@rel='canonical']/@href")[0].endswith("/profiles/harbour-exchange/beside/tarn/")
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    turned = html.fromstring(Client().get("/profiles/tarn/beside/harbour-exchange/").content)
    assert turned.xpath("//link[@rel='canonical']/@href") == tree.xpath("//link[@rel='canonical']/@href")


def test_nothing_in_common_is_said_so(found: Cast) -> None:
    neighbour(found, "fell", "Fell Networks")
    found.profile.claims.get().citations.filter(document=found.report).delete()
    found.profile.claims.get().citations.filter(original=found.report).delete()
    again(found.profile, LATER)
    words = said(html.fromstring(Client().get("/profiles/harbour-exchange/beside/fell/").content))
    assert "Neither profile names a tie to the other." in words
    assert "No document stands in both." in words


def test_tag_follows_both(found: Cast) -> None:
    tag = Client().get(PAIR).headers["ETag"]
    assert Client().get(PAIR, headers={"if-none-match": tag}).status_code == 304
    Profile.objects.filter(slug="tarn").update(base="By the tarn")
    again(Profile.objects.get(slug="tarn"), LATER)
    assert Client().get(PAIR, headers={"if-none-match": tag}).status_code == 200


def test_only_public_profiles_stand_side_by_side(found: Cast) -> None:
    nothing = Client().get("/nothing/").content
    Profile.objects.create(slug="draft", name="Draft", made_at=NOW, changed_at=NOW, changed_by=ALICE)
    for slug, other in (("harbour-exchange", "draft"), ("draft", "harbour-exchange"), ("nobody", "tarn")):
        answer = Client().get(f"/profiles/{slug}/beside/{other}/")
        assert (answer.status_code, answer.content) == (404, nothing)
    assert tag_beside("harbour-exchange", "draft") is None
    own = Client().get("/profiles/tarn/beside/tarn/")
    assert (own.status_code, own.headers["Location"]) == (302, "/profiles/tarn/")


def test_page_follows_a_rename_and_a_withdrawal_of_either(found: Cast) -> None:
    Profile.objects.filter(slug="tarn").update(slug="tarn-exchange")
    again(Profile.objects.get(slug="tarn-exchange"), LATER)
    assert Client().get(PAIR).headers["Location"] == "/profiles/harbour-exchange/beside/tarn-exchange/"
    turned = Client().get("/profiles/tarn/beside/harbour-exchange/")
    assert turned.headers["Location"] == "/profiles/tarn-exchange/beside/harbour-exchange/"
    ending.withdraw(
        profile_id=Profile.objects.get(slug="tarn-exchange").pk, reason="It was not so.", by=ALICE, now=LATER
    )
    for address in ("harbour-exchange/beside/tarn-exchange", "tarn-exchange/beside/harbour-exchange"):
        answer = Client().get(f"/profiles/{address}/")
        assert (answer.status_code, b"Tarn" in answer.content) == (410, False)


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("tarn", "tarn"),
        ("Tarn Exchange", "tarn"),
        ("  tarn   EXCHANGE ", "tarn"),
        ("Tarn Exch", "tarn"),
        ("northern", None),  # fell and tarn
        ("harbour-exchange", None),
        ("zzz", None),
        ("\x00", None),
        ("", None),
    ],
)
def test_form_leads_to_the_one_that_is_meant(found: Cast, typed: str, leads_to: str | None) -> None:
    neighbour(found, "fell", "Fell Networks")
    answer = Client().get("/profiles/harbour-exchange/beside/", {"other": typed})
    if leads_to:
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/profiles/harbour-exchange/beside/{leads_to}/",
        )
        return
    assert answer.status_code == 200
    links = html.fromstring(answer.content).xpath("//main//li/a/@href")
    offered = ["/profiles/harbour-exchange/beside/fell/", "/profiles/harbour-exchange/beside/tarn/"]
    assert sorted(links) == (offered if typed == "northern" else [])


def test_form_stands_on_the_profile_and_asks_for_nothing_else(found: Cast) -> None:
    (form,) = html.fromstring(Client().get("/profiles/harbour-exchange/").content).xpath("//form[@class='beside-form']")
    assert (form.get("action"), form.get("method")) == ("/profiles/harbour-exchange/beside/", "get")
    assert [one.get("name") for one in form.xpath(".//input")] == ["other"]
    assert Client().get("/profiles/harbour-exchange/beside/?drop=1").status_code == 400
    assert Client().get("/profiles/nobody/beside/?other=tarn").status_code == 404
    typed = Client().get("/profiles/harbour-exchange/beside/", {"other": '"><script>x</script>'})
    assert b"<script>x" not in typed.content


def test_page_costs_a_fixed_number_of_queries(found: Cast, django_assert_num_queries: Any) -> None:
    # Twice a page: listing, status, verdicts, replies, assessment, links, dependants; and once the words of both.
    with django_assert_num_queries(13 + 1):
        side_by_side("harbour-exchange", "tarn")
    with django_assert_num_queries(3):
        tag_beside("harbour-exchange", "tarn")
