"""Glossary, legal notice, privacy and licence as a reader finds them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from profiles.editions.plain_words import RELIABILITY
from profiles.evidence.confidence.bands import BANDS
from profiles.site.glossary import glossary
from tests.cast import ALICE, NOW, cast, publish

NOBODY = {
    "name": "",
    "address": "",
    "email": "",
    "responsible": "",
    "logs_kept": "",
    "licence": "",
    "licence_address": "",
    "is_demonstration": False,
}
SOMEBODY = {
    "name": "Quay Press <b>Ltd</b>",
    "address": "1 Quay\nHarbour",
    "email": "desk@quay.example",
    "responsible": "Alice Quay",
    "logs_kept": "14 days",
    "licence": "CC BY 4.0",
    "licence_address": "https://licences.example/by/4.0/",
    "is_demonstration": False,
}


def said(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    tree = html.fromstring(answer.content).xpath("//main")[0]
    for part in tree.iter("dt", "dd", "td", "th", "p", "li"):
        part.tail = f" {part.tail or ''}"
    return " ".join(tree.text_content().split())


def test_glossary_takes_labels_and_grades_from_the_program() -> None:
    words = {one.word: one.means for one in glossary()}
    assert words["Label"] == (
        "A word for a range of confidence: "
        + ", ".join(f"{band.label} ({band.low / 10_000:.2f} and above)" for band in BANDS[:-1])
        + f" and {BANDS[-1].label} (0.00 and above). Every number has exactly one."
    )
    assert all(grade in words["Reliability"] for grade in RELIABILITY.values())
    assert len(words) == len(glossary())
    page = said("/glossary/")
    assert [word for word, means in words.items() if word not in page or means not in page] == []


@pytest.mark.django_db
def test_every_word_of_the_glossary_has_an_address_and_its_links_lead_somewhere() -> None:
    publish(profile_id=cast().profile.pk, by=ALICE, now=NOW)
    tree = html.fromstring(Client().get("/glossary/").content)
    assert [one.anchor for one in glossary() if not tree.xpath(f"//*[@id='{one.anchor}']")] == []
    links = set(tree.xpath("//main//a/@href | //footer//a/@href"))
    assert {"/glossary/", "/legal/", "/privacy/", "/licence/"} <= links
    assert {link: Client().get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_pages_say_what_the_operator_has_not_said(settings: Any) -> None:
    settings.OPERATOR = NOBODY
    notice = said("/legal/")
    assert "Operator The operator has not said who they are Address Not given E-mail Not given" in notice
    assert "Who answers for the words Not given" in notice
    assert "how long the operator keeps their logs has not been said" in said("/privacy/")
    assert "The operator has named no licence." in said("/licence/")
    settings.OPERATOR = NOBODY | {"is_demonstration": True}
    assert "Operator Nobody: this is the demonstration, on the machine of whoever started it" in said("/legal/")


def test_pages_say_what_the_operator_said(settings: Any) -> None:
    settings.OPERATOR = SOMEBODY
    assert (
        "Operator Quay Press <b>Ltd</b> Address 1 QuayHarbour E-mail desk@quay.example "
        "Who answers for the words Alice Quay"
    ) in said("/legal/")
    assert "the operator keeps their logs for 14 days." in said("/privacy/")
    assert "Quay Press <b>Ltd</b> lets you use the texts, figures and records of this site under CC BY 4.0." in said(
        "/licence/"
    )
    tree = html.fromstring(Client().get("/licence/").content)
    assert "https://licences.example/by/4.0/" in tree.xpath("//main//a/@href")


@pytest.mark.django_db
def test_privacy_page_names_the_cookies_that_are_set_and_no_other() -> None:
    publish(profile_id=cast().profile.pk, by=ALICE, now=NOW)
    rows = html.fromstring(Client().get("/privacy/").content).xpath("//main//dt/code")
    named = {row.text_content() for row in rows}
    assert named == {"csrftoken", "sessionid", "messages"}
    form = Client().get("/profiles/harbour-exchange/report/")
    log_in = Client().get("/account/login/")
    assert (set(form.cookies), set(log_in.cookies)) == ({"csrftoken"}, {"csrftoken"})
    assert form.cookies["csrftoken"]["max-age"] == 364 * 24 * 3600
    words = said("/privacy/")
    assert "send the form in your name. For 364 days." in words
    assert "For 12 hours, or until you log out." in words
    assert "after 5 you wait 15 minutes" in words
