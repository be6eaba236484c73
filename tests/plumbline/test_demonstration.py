"""The demonstration: built whole through the desk's own doors, honest about real organisations, safe to run again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from briefings.models import Application, Briefing, BriefingProfile, SourceNote
from plumbline.demonstration import logins
from plumbline.demonstration.build import build_once
from plumbline.demonstration.gate_story import APPLICANT, TEXTS
from plumbline.demonstration.organisations import REAL, TABLED
from plumbline.demonstration.organisations.clarifai import CLARIFAI_PAPERS
from plumbline.demonstration.papers import PAPERS
from plumbline.demonstration.press import paper_address, room_of
from plumbline.demonstration.publishers import HOUSES, INVENTED_HOUSES
from plumbline.demonstration.shapes import Organisation
from plumbline.demonstration.skerry import FOLDER, PLACES, days_from, skerry
from plumbline.demonstration.tarn import tarn
from plumbline.demonstration.taxonomy import TERMS
from plumbline.pressroom.houses import HOUSES as HOUSES_OF_THE_PRESS
from profiles.desk.triage import Use, accept, suggested
from profiles.editions.drafting import draft_of
from profiles.editions.sentences import SHORTEST_SENTENCE
from profiles.models import (
    Citation,
    Claim,
    Edition,
    Facet,
    FacetTerm,
    FacetValue,
    Image,
    OutlookItem,
    Profile,
    PublishedProfile,
    Signal,
    Teaser,
)
from records.models import User
from sources.models import Document, OriginEdge, Watch
from tests.worlds import made_once

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
INVENTED, STATION = "skerry-exchange", "tarn-landing"
EVERY = (*REAL, skerry(days_from(NOW.date())), tarn(days_from(NOW.date())))
LONGEST = {"now": 31, "quarter": 92, "year": 366}


@pytest.fixture(scope="module")
def built_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demonstration")
    with (
        override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media", ALLOW_LOOPBACK=True),
        made_once(django_db_blocker, lambda: build_once(folder=folder, now=NOW)) as built,
    ):
        assert built
        yield folder


@pytest.fixture
def built(built_once: Path, db: None) -> Path:
    return built_once


def by_name(slug: str, key: str) -> dict:
    """What the newest assessment says of a statement."""
    claim = Claim.objects.get(profile__slug=slug, key=key)
    return PublishedProfile.objects.get(slug=slug).assessment.result["claims"][claim.public_id]


# --- What is written down -----------------------------------------------------------------------------


def test_the_table_has_every_organisation_once() -> None:
    assert {one.slug for one in TABLED} == {
        *("cloudflare", "hurricane-electric", "cogent", "lumen", "arelion", "ntt"),
        *("equinix", "digital-realty", "ams-ix", "de-cix", "linx", "ix-br"),
        *("ripe-ncc", "arin", "apnic", "lacnic", "afrinic"),
        *("icann", "verisign", "netnod"),
    }
    assert len(TABLED) == 20


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.slug)
def test_an_organisation_is_filed_under_every_facet_with_terms_that_exist(one: Organisation) -> None:
    assert set(one.filed) == {facet.value for facet in Facet} == set(TERMS)
    for facet, filed in one.filed.items():
        for term, reason in (filed,) if isinstance(filed[0], str) else filed:
            assert term in dict(TERMS[facet])
            assert reason.endswith((".", "]"))


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.slug)
def test_an_organisation_has_statements_points_and_marks_that_fit(one: Organisation) -> None:
    keys = {statement.key for statement in one.statements}
    texts = [one.inclusion, one.does, one.happened, *(body for _, body in one.others)]
    texts += [reason for _, reason in reasons(one)]
    assert 2 <= len(one.statements) <= 4
    assert len(one.points) == 2
    assert {mark for text in texts for mark in re.findall(r"\[\^([^\]]*)\]", text)} <= keys
    assert {key for _, key in one.points} | {tie.key for tie in one.ties} <= keys


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.slug)
def test_a_thing_to_watch_falls_due_inside_its_column(one: Organisation) -> None:
    assert one.watch
    assert all(0 < item.days <= LONGEST[item.horizon] for item in one.watch)


def test_no_sentence_stands_in_two_places() -> None:
    counts = Counter(sentence for one in EVERY for text in texts_of(one) for sentence in set(sentences(text)))
    assert [sentence for sentence, count in counts.items() if count > 1] == []


def test_real_organisations_are_cited_without_quotes_or_rivals_that_count() -> None:
    cites = [cite for one in REAL for statement in one.statements for cite in statement.cites]
    assert [cite for cite in cites if cite.quote] == []
    assert [
        cite for one in TABLED for s in one.statements for cite in s.cites if cite.value and not cite.set_aside
    ] == []


def test_addresses_are_of_the_web_and_encrypted() -> None:
    papers = [paper.address for paper in PAPERS.values()]
    assert [address for address in papers if not address.startswith("https://")] == []
    assert len(set(papers)) == len(papers)
    assert {paper.address for paper in CLARIFAI_PAPERS.values()} == {""}  # they came to us without one


def test_every_publisher_has_a_reason_for_its_grade() -> None:
    assert [house.name for house in (*HOUSES, *INVENTED_HOUSES) if not house.why] == []


def test_invented_publishers_live_where_nobody_real_can() -> None:
    assert [house.name for house in INVENTED_HOUSES if not all(d.endswith(".example") for d in house.domains)] == []


def test_no_password_lies_in_the_repository(built: Path) -> None:
    passwords = (built / logins.FILE).read_text().split()[1::2]
    source = "".join(path.read_text() for path in (ROOT / "plumbline").rglob("*.py"))
    assert [password for password in passwords if password in source or len(password) < 12] == []
    assert len(passwords) == 4


# --- What is built ------------------------------------------------------------------------------------


def test_everything_passes_preflight_and_is_published(built: Path) -> None:
    assert {p.slug: draft_of(p, now=NOW).problems for p in Profile.objects.all()} == {one.slug: () for one in EVERY}
    assert set(PublishedProfile.objects.values_list("slug", flat=True)) == {one.slug for one in EVERY}
    assert dict(Edition.objects.values_list("profile__slug", "number").order_by("number")) == {
        one.slug: 2 if one.slug == INVENTED else 1 for one in EVERY
    }


def test_the_bands_are_those_of_what_was_never_fetched(built: Path) -> None:
    bands = dict(PublishedProfile.objects.values_list("slug", "band"))
    assert bands == {
        **{one.slug: "medium" for one in TABLED},
        "clarifai": "weak-medium",
        INVENTED: "strong",
        STATION: "medium",
    }


def test_no_statement_about_a_real_organisation_is_weak_or_disputed(built: Path) -> None:
    listed = PublishedProfile.objects.filter(slug__in=[one.slug for one in TABLED]).select_related("assessment")
    scores = [claim for row in listed for claim in row.assessment.result["claims"].values()]
    assert len(scores) == sum(len(one.statements) for one in TABLED)
    assert {claim["disputed"] for claim in scores} == {False}
    assert all(5500 <= claim["ten_thousandths"] <= 7400 for claim in scores)


def test_a_real_organisation_is_marked_unchecked_and_nothing_of_it_is_attached(built: Path) -> None:
    assert {row.slug: row.card["mark"] for row in PublishedProfile.objects.all()} == {
        **{one.slug: "unchecked" for one in REAL},
        INVENTED: "invented",
        STATION: "invented",
    }
    real = Citation.objects.filter(claim__profile__is_invented=False)
    assert (real.filter(attached=True).count(), real.exclude(quote="").count()) == (0, 0)


def test_four_articles_on_clarifai_are_one_report(built: Path) -> None:
    found = by_name("clarifai", "photos-deleted")
    assert found["documents_line"] == "4 documents, 1 original report"
    assert found["ten_thousandths"] == 5400
    joined = OriginEdge.objects.filter(state="joined", document__story__title__startswith="Clarifai")
    assert set(joined.values_list("original__publisher__name", flat=True)) == {"TechCrunch"}


def test_two_dates_of_the_ripe_ncc_are_settled_in_the_open(built: Path) -> None:
    citations = Citation.objects.filter(claim__key="pool-empty").order_by("position")
    assert [(c.value.text, bool(c.set_aside_reason)) for c in citations if c.value] == [
        ("25 November 2019", False),
        ("14 September 2012", True),
    ]


def test_the_invented_exchange_shows_held_strong_and_disputed_statements(built: Path) -> None:
    found = {key: by_name(INVENTED, key) for key in ("members-cut", "second-route", "one-duct", "restored")}
    assert {key: (one["ten_thousandths"] // 100, one["disputed"]) for key, one in found.items()} == {
        "members-cut": (97, False),
        "second-route": (97, False),
        "one-duct": (81, False),
        "restored": (55, True),
    }
    first, second = Edition.objects.filter(profile__slug=INVENTED).order_by("number")
    assert (first.kind, second.kind) == ("first", "correction")
    assert first.published_at < second.published_at <= NOW
    assert "fourteen" in second.note


def test_the_invented_station_has_every_kind_of_statement(built: Path) -> None:
    found = {key: by_name(STATION, key) for key in ("cables", "batteries", "fuel")}
    assert {key: (one["ten_thousandths"], one["disputed"]) for key, one in found.items()} == {
        "cables": (9700, False),
        "batteries": (4000, False),
        "fuel": (196, True),
    }
    assert Edition.objects.get(profile__slug=STATION).approved_by != ""


def test_the_press_is_watched_at_the_pace_of_a_demonstration(built: Path) -> None:
    assert set(Watch.objects.values_list("kind", "interval_seconds")) == {("feed", 10)}
    assert Watch.objects.count() == len(HOUSES_OF_THE_PRESS)


def test_every_file_of_the_invented_exchange_is_held_and_quoted_from(built: Path) -> None:
    held = Document.objects.filter(versions__isnull=False)
    port = room_of(built).port
    assert set(held.values_list("address", flat=True)) == {paper_address(name, port) for name in PLACES}
    assert {path.name for path in FOLDER.iterdir()} == set(PLACES)
    assert set(held.values_list("kind", flat=True)) == {"article", "release", "filing"}
    assert not Citation.objects.filter(claim__profile__slug=INVENTED, quote="").exists()


def test_one_more_copy_waits_at_the_desk_and_does_not_move_the_score(built: Path) -> None:
    waiting = Signal.objects.get(state="waiting")
    claim = Claim.objects.get(profile__slug=INVENTED, key="one-duct")
    before = draft_of(claim.profile, now=NOW).score
    cited = suggested(waiting.document)
    accept(signal=waiting, uses=[Use(claim, type(cited)(**{**vars(cited), "value": "one"}))], by="user:us-a", now=NOW)
    assert draft_of(claim.profile, now=NOW).score == before
    assert cited.original is not None


def test_pictures_are_drawn_stored_and_marked(built: Path) -> None:
    images = list(Image.objects.order_by("profile__slug"))
    assert [image.profile.slug for image in images] == ["clarifai", INVENTED]
    assert all(image.is_generated and (built / "media" / image.file).exists() for image in images)


def test_outlook_items_fall_due_in_the_future(built: Path) -> None:
    assert not OutlookItem.objects.filter(due_on__lte=NOW.date()).exists()
    assert not OutlookItem.objects.filter(due_on__gt=NOW.date() + timedelta(days=366)).exists()


def test_every_term_of_the_lists_is_there(built: Path) -> None:
    rows = set(FacetTerm.objects.values_list("facet", "slug", "label"))
    assert rows == {(facet, slug, label) for facet, terms in TERMS.items() for slug, label in terms}
    assert not FacetValue.objects.filter(reason="").exists()


def test_members_read_what_their_tier_opens(built: Path) -> None:
    readable: dict[str, list[str]] = {}
    for email in (logins.CIRCLE, logins.ALLIANCE, APPLICANT):
        client = Client()
        client.force_login(User.objects.get(email=email))
        readable[email] = [
            text.slug for text in TEXTS if b"h-gate" not in client.get(f"/briefings/{text.slug}/").content
        ]
    assert readable == {
        logins.CIRCLE: [text.slug for text in TEXTS if text.tier == "circle"],
        logins.ALLIANCE: [text.slug for text in TEXTS],
        APPLICANT: [],
    }
    assert set(readable[logins.CIRCLE]) < set(readable[logins.ALLIANCE])


def test_gate_speaks_of_the_invented_exchange_alone(built: Path) -> None:
    about = {row.profile.slug for row in BriefingProfile.objects.select_related("profile")}
    noted = set(SourceNote.objects.values_list("profile__slug", flat=True))
    assert (about, noted, Briefing.objects.count()) == ({INVENTED}, {INVENTED}, len(TEXTS))
    words = " ".join(f"{text.title} {text.teaser} {text.body}" for text in TEXTS)
    assert [one.name for one in REAL if one.name in words] == []
    assert Teaser.objects.filter(profile__slug=INVENTED).count() == len(TEXTS) + 1
    assert Application.objects.get().state == "waiting"


@pytest.mark.parametrize("slug", [one.slug for one in EVERY])
def test_a_page_of_the_demonstration_can_be_read(built: Path, client: Client, slug: str) -> None:
    for address in (f"/profiles/{slug}/", f"/profiles/{slug}/confidence/", "/briefings/"):
        assert client.get(address).status_code == 200


# --- Sentences ----------------------------------------------------------------------------------------


def reasons(one: Organisation) -> list[tuple[str, str]]:
    return [pair for filed in one.filed.values() for pair in ((filed,) if isinstance(filed[0], str) else filed)]


def texts_of(one: Organisation) -> list[str]:
    texts = [one.summary, one.inclusion, one.does, one.happened, one.matters]
    texts += [text for pair in one.others for text in pair]
    texts += [statement.text for statement in one.statements]
    texts += [reason for _, reason in reasons(one)]
    texts += [text for text, _ in one.points]
    texts += [text for item in one.watch for text in (item.text, item.trigger)]
    return texts + [text for picture in one.pictures for text in (picture.caption, picture.alt)]


def sentences(text: str) -> Iterator[str]:
    plain = re.sub(r"\[\^[^\]]*\]", "", text)
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", plain):
        said = " ".join(sentence.strip(" -*•").casefold().split())
        if len(said.split()) >= SHORTEST_SENTENCE:
            yield said


def test_days_of_the_invented_story_follow_each_other() -> None:
    days = days_from(date(2026, 11, 20))
    order = [getattr(days, name) for name in days.__dataclass_fields__]
    assert order == sorted(order)
    assert "{" not in "".join(days.fill(path.read_text()) for path in FOLDER.iterdir())
