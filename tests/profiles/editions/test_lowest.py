"""What is said of statements that hardly anything supports any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from profiles.desk.news import read_news
from profiles.editions import published
from profiles.editions.falling import look_at_due
from profiles.editions.lowest import low_since, state_of, state_of_account
from profiles.evidence.curating import Cited, cite, set_aside
from profiles.models import Citation, Directness
from records.outbox import announce
from sources.models import Document
from tests.cast import ALICE, NOW, Cast, cast, document, public_cast, publish, publisher

LATER = NOW + timedelta(hours=1)
TOMORROW = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "score", "since"),
    [
        (None, 909, ""),  # never published: it was never supported
        ({"ten_thousandths": 5400}, 5399, ""),
        ({"ten_thousandths": 1000}, 999, "2026-11-20"),
        ({"ten_thousandths": 909, "low_since": "2026-01-02"}, 500, "2026-01-02"),
        ({"ten_thousandths": 909}, 500, ""),
        ({"ten_thousandths": 909, "low_since": "2026-01-02"}, 1000, ""),
        ({"score": 5400}, 909, "2026-11-20"),  # of a profile
        ({"score": None}, 909, ""),
        ({"score": 5400}, None, ""),
    ],
)
def test_since_when_it_is_low(before: dict[str, Any] | None, score: int | None, since: str) -> None:
    assert low_since(before, score, "2026-11-20") == since


@pytest.mark.parametrize(
    ("score", "since", "disputed", "said"),
    [
        (None, "", False, ""),
        (1000, "", True, ""),
        (999, "2026-01-02", True, "Refuted"),
        (999, "2026-01-02", False, "No longer supported since 2 January 2026"),
        (909, "", False, "Not supported"),
    ],
)
def test_states(score: int | None, since: str, disputed: bool, said: str) -> None:
    assert state_of(score, since, is_disputed=disputed) == said


def test_out_of_date_is_a_state() -> None:
    assert state_of_account({"stale": True, "ten_thousandths": 1000, "disputed": False}) == "Out of date"


def _retract(*ones: Document) -> None:
    for one in ones:
        Document.objects.filter(pk=one.pk).update(is_evidence=False, no_evidence_reason="A forgery.")
        announce(topic="document.judged", key=one.public_id, now=LATER)
    read_news(now=LATER)
    look_at_due(now=LATER)


def _public() -> Cast:
    found = public_cast()
    look_at_due(now=NOW)
    return found


@pytest.mark.django_db
def test_statement_that_lost_everything_says_since_when_on_every_page() -> None:
    found = _public()
    _retract(found.order, found.report, found.copy)
    client = Client()
    said = "No longer supported since 20 November 2026"
    for page in ("", "confidence/"):
        assert said in client.get(f"/profiles/harbour-exchange/{page}").content.decode()
    assert said in client.get("/profiles/").content.decode()
    record = client.get("/api/v1/profiles/harbour-exchange/").json()
    (claim,) = record["claims"]
    assert (claim["shown"], claim["refuted"], claim["low_since"]) == ("0.09", False, "2026-11-20")
    assert record["assessment"]["low_since"] == "2026-11-20"
    page = published.profile_page("harbour-exchange")
    assert page is not None
    assert (page.evidence.documents, page.evidence.direct_held) == (0, 0)


@pytest.mark.django_db
def test_day_is_gone_once_it_is_supported_again() -> None:
    found = _public()
    _retract(found.order, found.report, found.copy)
    for citation in Citation.objects.filter(claim=found.claim):
        set_aside(citation=citation, reason="A forgery.", by=ALICE, now=TOMORROW)
    memo = document("A memo", "Twelve, says the memo.", publisher("Rumour", "E"))
    cite(claim=found.claim, cited=Cited(memo, "twelve", Directness.TERTIARY, "Twelve"), by=ALICE, now=TOMORROW)
    publish(profile_id=found.profile.pk, by=ALICE, now=TOMORROW, note="A memo is all there is.")
    (claim,) = Client().get("/api/v1/profiles/harbour-exchange/").json()["claims"]
    assert (claim["shown"] >= "0.10", claim["low_since"]) == (True, None)


@pytest.mark.django_db
def test_refuted_statement_shows_both_sides_and_says_so() -> None:
    found = _public()
    _retract(found.order, found.report)
    log = document("The log", "Nine members were without service.", publisher("Register", "A", "registry"), "record")
    cited = Cited(log, "nine", Directness.PRIMARY, "Nine members", own_act=True)
    cite(claim=found.claim, cited=cited, by=ALICE, now=LATER)
    look_at_due(now=LATER)
    text = " ".join(Client().get("/profiles/harbour-exchange/confidence/").content.decode().split())
    assert '<span class="state">Refuted</span>' in text
    assert "Refuted: better evidence says otherwise" in text
    assert "Register: nine" in text
    (claim,) = Client().get("/api/v1/profiles/harbour-exchange/").json()["claims"]
    assert (claim["refuted"], claim["low_since"]) == (True, "2026-11-20")


@pytest.mark.django_db
def test_settled_contradiction_is_shown_with_both_sides() -> None:
    found = _public()
    gazette = document("Nine were cut off", "We counted nine members.", publisher("Second Gazette", "B"))
    cited = Cited(gazette, "nine", Directness.SECONDARY, "nine members", own_reporting=True)
    other = cite(claim=found.claim, cited=cited, by=ALICE, now=LATER)
    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="Both sides.")

    def said() -> str:
        return " ".join(Client().get("/profiles/harbour-exchange/confidence/").content.decode().split())

    assert "This is disputed" in said()
    set_aside(citation=other, reason="It counted another day.", by=ALICE, now=LATER)
    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="Settled.")
    text = said()
    assert "This was disputed, and is settled" in text
    assert "Second Gazette: nine · <span" in text
    assert "Set aside, does not count: It counted another day." in text
    assert "This is disputed" not in text


@pytest.mark.django_db
def test_everybody_who_repeats_is_named_also_where_nobody_holds_the_original() -> None:
    found = cast()
    found.claim.citations.exclude(document=found.copy).delete()
    second = document("And again", "Twelve of them, says the Courier.", publisher("Evening Net"))
    cited = Cited(second, "twelve", Directness.TERTIARY, "Twelve of them", original=found.report)
    cite(claim=found.claim, cited=cited, by=ALICE, now=NOW)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    page = published.confidence_page("harbour-exchange")
    assert page is not None
    (ledger,) = page.ledgers
    assert [set(line.repeats) for line in ledger.lines if line.kind == "origin"] == [{"Morning Net", "Evening Net"}]
    assert [one.words for one in ledger.would_raise] == [
        "If we held an original document that says so, such as a court's or a regulator's",
        "If we read the report of Quay Courier and kept it",
    ]
