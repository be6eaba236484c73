"""Published scores fall by themselves, for each of the causes there are, and never rise without a person."""

from __future__ import annotations

import importlib.util
import json
import threading
import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from profiles.desk.news import read_news
from profiles.editions import published
from profiles.editions.assessing import Standing, assess
from profiles.editions.falling import due_by_document, due_by_publisher, look_at_due
from profiles.editions.looking import look_again
from profiles.editions.lowering import next_day
from profiles.editions.publishing import NothingNew
from profiles.editions.tags import tag_of
from profiles.editions.words import CitationWords, ClaimWords, DocumentWords, PublisherWords, ValueWords, Words
from profiles.evidence.curating import Cited, cite, set_aside, state_claim
from profiles.models import Assessment, ClaimKind, Directness, PublishedProfile, Status
from records.models import AuditRow
from records.outbox import announce
from sources.models import Document, Publisher
from tests.cast import ALICE, NOW, Cast, cast, document, public_cast, publish, published_copies, publisher, version

pytestmark = pytest.mark.django_db

_SPEC = importlib.util.spec_from_file_location("recompute", Path(__file__).parents[3] / "docs" / "recompute.py")
assert _SPEC
assert _SPEC.loader
RECOMPUTE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(RECOMPUTE)

LATER = NOW + timedelta(hours=1)


def public() -> Cast:
    found = public_cast()
    look_at_due(now=NOW)
    return found


def falls() -> list[tuple[str, int | None, str]]:
    rows = Assessment.objects.order_by("edition__number", "number")
    return [(f"{row.edition.number}.{row.number}", row.score, row.cause) for row in rows]


def recomputed() -> int:
    """How many figures of the public JSON differ from those computed from it alone."""
    record = json.loads(Client().get("/api/v1/profiles/harbour-exchange/").content)
    return sum(
        theirs != ours if not isinstance(ours, float) else abs(theirs - ours) > 1e-9
        for _, theirs, ours in RECOMPUTE.recomputed(record)
    )


def vanish(one: Document, at: datetime = LATER) -> None:
    Document.objects.filter(pk=one.pk).update(vanished_at=at, last_checked_at=at)
    announce(topic="document.vanished", key=one.public_id, now=at, payload={"version": 1})


def test_first_look_finds_nothing_to_do() -> None:
    public()
    assert falls() == [("1.1", 9800, "Published")]
    # An event does not age, so nothing will ever be due by itself.
    assert PublishedProfile.objects.get().look_again_at is None


def test_vanished_document_lowers_at_once_and_says_so() -> None:
    found = public()
    vanish(found.order)
    assert read_news(now=LATER) > 0
    look_at_due(now=LATER)
    # The order counts as mentioned (.776), the report stands (.748): .9848 fused, capped at .89: no original held.
    assert falls() == [
        ("1.1", 9800, "Published"),
        ("1.2", 8900, "“Order on the northern link” is no longer where it was"),
    ]
    listing = PublishedProfile.objects.get()
    assert (listing.score, listing.band, listing.assessment.number) == (8900, "strong", 2)
    assert recomputed() == 0
    page = published.profile_page("harbour-exchange")
    assert page is not None
    source = page.notes[0].sources[0]
    assert (source.held, source.checked) == (False, "vanished, checked 20 November 2026")
    row = AuditRow.objects.get(verb="assessment.lowered")
    assert (row.actor, row.subject, row.detail["number"]) == ("watch", found.profile.subject, "1.2")


def test_vanished_document_that_is_back_raises_nothing_by_itself() -> None:
    found = public()
    vanish(found.order)
    read_news(now=LATER)
    look_at_due(now=LATER)
    Document.objects.update(vanished_at=None)
    announce(topic="document.back", key=found.order.public_id, now=LATER)
    read_news(now=LATER)
    look_at_due(now=LATER)
    assert [score for _, score, _ in falls()] == [9800, 8900]
    # A person may: the words are the same, the score rises.
    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="The order is back at its address.")
    assert [score for _, score, _ in falls()] == [9800, 8900, 9800]


def test_draft_knows_what_vanished() -> None:
    found = public()
    vanish(found.order)
    read_news(now=LATER)
    look_at_due(now=LATER)
    with pytest.raises(NothingNew):
        publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="Once more.")


def test_silent_edit_that_takes_the_quote_away_lowers() -> None:
    found = public()
    version(found.order, "In the matter of Harbour Exchange. Three members were without service.", number=2)
    announce(topic="document.changed", key=found.order.public_id, now=LATER)
    read_news(now=LATER)
    look_at_due(now=LATER)
    assert falls()[-1] == (
        "1.2",
        8900,
        "“Order on the northern link” was changed and no longer says what we quoted",
    )
    assert recomputed() == 0


def test_silent_edit_that_leaves_the_quote_lowers_nothing() -> None:
    found = public()
    version(found.order, found.order.versions.get().text + " The office has moved.", number=2)
    Document.objects.filter(pk=found.order.pk).update(last_checked_at=LATER)
    announce(topic="document.changed", key=found.order.public_id, now=LATER)
    read_news(now=LATER)
    look_at_due(now=LATER)
    assert len(falls()) == 1
    assert [one["found"] for one in Status.objects.get().citations.values()] == ["changed"]


def test_document_that_is_evidence_no_more_leaves_the_score() -> None:
    found = public()
    Document.objects.filter(pk=found.report.pk).update(is_evidence=False, no_evidence_reason="Withdrawn by its paper.")
    Document.objects.filter(pk=found.copy.pk).update(is_evidence=False, no_evidence_reason="Its source withdrew.")
    due_by_document(document=found.report.public_id, now=LATER)
    look_at_due(now=LATER)
    # The order alone is .97: less, but neither .05 less nor another band.
    assert len(falls()) == 1
    Document.objects.filter(pk=found.order.pk).update(is_evidence=False, no_evidence_reason="A forgery.")
    due_by_document(document=found.order.public_id, now=LATER)
    look_at_due(now=LATER)
    assert falls()[-1][1] == 909  # nothing is left that supports it
    assert falls()[-1][2].startswith("“Order on the northern link” no longer counts as evidence; ")
    assert recomputed() == 0


def test_publisher_that_is_graded_down_lowers_whoever_cites_it() -> None:
    found = public()
    Publisher.objects.filter(name__in=["Office for Exchanges", "Quay Courier"]).update(grade="E")
    due_by_publisher(publisher=found.order.publisher.public_id, now=LATER)  # type: ignore[union-attr]
    look_at_due(now=LATER)
    assert set(falls()[-1][2].split("; ")) == {
        "How far Office for Exchanges can be relied on is judged anew",
        "How far Quay Courier can be relied on is judged anew",
    }
    assert recomputed() == 0
    Publisher.objects.update(grade="A")
    due_by_publisher(publisher=found.order.publisher.public_id, now=LATER)  # type: ignore[union-attr]
    look_at_due(now=LATER)
    assert len(falls()) == 2


def _says_otherwise(found: Cast, grade: str, directness: Directness, *, held: bool = True) -> Document:
    by = publisher(f"Register {grade} {directness}", grade, "registry")
    text = "The log of the exchange shows that nine members were without service." if held else None
    other = document("The log of the exchange", text, by, "record", date(2026, 4, 3))
    quote = "nine members were without service" if held else ""
    cite(claim=found.claim, cited=Cited(other, "nine", directness, quote, own_act=True), by=ALICE, now=LATER)
    return other


def test_contradiction_by_an_original_of_a_reliable_publisher_lowers_before_anybody_publishes() -> None:
    found = public()
    _says_otherwise(found, "A", Directness.PRIMARY)
    look_at_due(now=LATER)
    assert falls()[-1][2] == "“The log of the exchange” (Register A primary) says otherwise"
    assert falls()[-1][1] == 7634
    assert recomputed() == 0
    page = published.profile_page("harbour-exchange")
    assert page is not None
    note = page.notes[0]
    assert note.disputed
    assert [(one.stance, one.says) for one in note.sources if one.stance == "disputes"] == [("disputes", "nine")]
    record = json.loads(Client().get("/api/v1/profiles/harbour-exchange/").content)
    assert [one["stance"] for one in record["claims"][0]["citations"]].count("disputes") == 1
    # Later looks keep it, and add it once.
    due_by_document(document=found.order.public_id, now=LATER)
    look_at_due(now=LATER)
    assert len(falls()) == 2


@pytest.mark.parametrize(
    ("grade", "directness", "held"),
    [
        ("F", Directness.PRIMARY, True),
        ("C", Directness.PRIMARY, True),
        ("A", Directness.SECONDARY, True),
        ("A", Directness.TERTIARY, True),
        ("A", Directness.PRIMARY, False),
    ],
)
def test_nobody_demotes_a_statement_by_posting_nonsense(grade: str, directness: Directness, held: bool) -> None:
    found = public()
    _says_otherwise(found, grade, directness, held=held)
    look_at_due(now=LATER)
    assert falls() == [("1.1", 9800, "Published")]


def test_rewording_of_the_published_value_is_no_contradiction() -> None:
    found = public()
    found.claim.values.filter(text="twelve").update(text="12")
    log = document("The log", "The log names 12 members.", publisher("Register", "A", "registry"), "record")
    cite(claim=found.claim, cited=Cited(log, "12", Directness.PRIMARY, "12 members", own_act=True), by=ALICE, now=LATER)
    look_at_due(now=LATER)
    assert falls() == [("1.1", 9800, "Published")]


def test_contradiction_that_was_set_aside_or_speaks_for_itself_lowers_nothing() -> None:
    found = public()
    other = _says_otherwise(found, "A", Directness.PRIMARY)
    set_aside(citation=other_citation(found, other), reason="It counts another day.", by=ALICE, now=LATER)
    look_at_due(now=LATER)
    assert len(falls()) == 1


def other_citation(found: Cast, other: Document) -> Any:
    return found.claim.citations.get(document=other)


def _ageing(found: Cast, kind: ClaimKind = ClaimKind.OPERATIONAL) -> None:
    claim = state_claim(
        profile=found.profile,
        key="ports",
        statement="Harbour Exchange has forty ports.",
        predicate="ports",
        value="forty",
        kind=kind,
        is_key=True,
        by=ALICE,
        now=NOW,
    )
    text = "The exchange counts forty ports."
    counted = document("Ports", text, publisher("Port Gazette", "B"), day=NOW.date())
    cite(
        claim=claim,
        cited=Cited(counted, "forty", Directness.SECONDARY, "forty ports", own_reporting=True),
        by=ALICE,
        now=NOW,
    )


def test_age_lowers_on_the_day_that_was_worked_out_and_at_most_weekly() -> None:
    found = cast()
    _ageing(found)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    look_at_due(now=NOW)
    due = PublishedProfile.objects.get().look_again_at
    assert due is not None
    assert due.date() > NOW.date()
    assert look_at_due(now=due - timedelta(seconds=1)) == 0
    look_at_due(now=due)
    assert falls()[1:] == [("1.2", falls()[1][1], "Its evidence has grown older")]
    assert recomputed() == 0
    seen = [due]
    for _ in range(40):
        at = PublishedProfile.objects.get().look_again_at
        if at is None:
            break
        before = Assessment.objects.count()
        look_at_due(now=at)
        if Assessment.objects.count() > before:
            seen.append(at)
    gaps = [later - earlier for earlier, later in pairwise(seen)]
    assert len(seen) > 3
    assert min(gaps) >= timedelta(days=7)
    scores = [score for _, score, _ in falls()]
    assert scores == sorted(scores, reverse=True)  # type: ignore[type-var]
    assert recomputed() == 0
    # The first statement does not age: it keeps the account it had on the day of publication.
    record = json.loads(Client().get("/api/v1/profiles/harbour-exchange/").content)
    kept = {claim["key"]: claim["as_of"] and claim["as_of"]["today"] for claim in record["claims"]}
    assert kept == {"outage": NOW.date().isoformat(), "ports": None}
    # It ends out of date, and says so, though the last step is less than a fall.
    assert {claim["key"]: (claim["ten_thousandths"], claim["stale"]) for claim in record["claims"]} == {
        "outage": (9800, False),
        "ports": (1000, True),
    }
    assert falls()[-1][2] == "Its evidence is out of date"
    assert PublishedProfile.objects.get().look_again_at is None


def test_page_with_a_fall_has_a_new_tag_and_its_check_too() -> None:
    found = public()
    tags = [tag_of("harbour-exchange")]
    Document.objects.filter(pk=found.copy.pk).update(last_checked_at=LATER)
    due_by_document(document=found.copy.public_id, now=LATER)
    look_at_due(now=LATER)
    tags.append(tag_of("harbour-exchange"))
    due_by_document(document=found.copy.public_id, now=LATER)
    look_at_due(now=LATER + timedelta(hours=1))
    assert tag_of("harbour-exchange") == tags[-1]  # the same day, the same finding: the same bytes
    vanish(found.order)
    read_news(now=LATER)
    look_at_due(now=LATER)
    tags.append(tag_of("harbour-exchange"))
    assert len(set(tags)) == 3


def test_profiles_that_cite_something_else_are_left_alone(django_assert_num_queries: Any) -> None:
    public()
    assert due_by_document(document="do-nothing", now=LATER) == 0
    with django_assert_num_queries(3):  # savepoint, the due row, release
        assert look_at_due(now=LATER) == 0


def test_a_look_at_many_asks_the_database_as_often_as_a_look_at_one(django_assert_num_queries: Any) -> None:
    public()
    published_copies(11)
    for many in (1, 12):
        PublishedProfile.objects.update(look_again_at=None)
        keys = list(PublishedProfile.objects.order_by("pk").values_list("pk", flat=True)[:many])
        PublishedProfile.objects.filter(pk__in=keys).update(look_again_at=LATER)
        with django_assert_num_queries(14):
            assert look_at_due(now=LATER, limit=many) == many
    assert falls() == [("1.1", 9800, "Published")] * 12


def test_one_that_cannot_be_looked_at_does_not_hold_up_those_looked_at_with_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = public()
    broken, *others = published_copies(3)
    wrong = Assessment.objects.create(
        edition=broken.edition, number=2, assessed_at=LATER, method="other", cause="Broken", score=9000, result={}
    )
    PublishedProfile.objects.filter(pk=broken.pk).update(assessment=wrong)
    vanish(found.order)
    read_news(now=LATER)
    look_at_due(now=LATER)
    assert caplog.text.count("could not be looked at") == 1
    waits = dict(PublishedProfile.objects.values_list("pk", "look_again_at"))
    assert waits[broken.pk] == LATER + timedelta(hours=1)
    fallen = Assessment.objects.filter(number=2).exclude(pk=wrong.pk).values_list("edition__profile", flat=True)
    assert set(fallen) == {found.profile.pk, *(other.pk for other in others)}


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_fall() -> None:
    found = public()
    vanish(found.order)
    read_news(now=LATER)
    barrier = threading.Barrier(2)

    def run() -> None:
        barrier.wait()
        look_at_due(now=LATER)
        connection.close()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [score for _, score, _ in falls()] == [9800, 8900]


def _wait_for_a_lock(many: int) -> None:
    """Until so many connections wait for a lock, or two seconds."""
    until = time.monotonic() + 2
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= many:
                return
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_news_that_comes_during_a_look_is_not_lost() -> None:
    found = public()
    look_at_due(now=NOW)
    Status.objects.create(profile=found.profile)
    Document.objects.filter(pk=found.copy.pk).update(last_checked_at=LATER)  # so that the look writes the status
    due_by_document(document=found.copy.public_id, now=LATER)
    after = LATER + timedelta(minutes=1)

    def run(act: Callable[[], object]) -> threading.Thread:
        def whole() -> None:
            act()
            connection.close()

        thread = threading.Thread(target=whole)
        thread.start()
        return thread

    with transaction.atomic():  # holds the look up between its reading and its writing
        list(Status.objects.select_for_update())
        look = run(lambda: look_at_due(now=LATER, limit=1))
        _wait_for_a_lock(1)
        news = run(lambda: due_by_document(document=found.order.public_id, now=after))
        news.join(0.5)  # it came in between, or it waits for the look
    look.join()
    news.join()
    assert PublishedProfile.objects.get().look_again_at == after


def test_profile_that_cannot_be_looked_at_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    found = public()
    listing = PublishedProfile.objects.get()
    broken = Assessment.objects.create(
        edition=listing.edition, number=2, assessed_at=LATER, method="other", cause="Broken", score=9000, result={}
    )
    PublishedProfile.objects.update(assessment=broken)
    due_by_document(document=found.order.public_id, now=LATER)
    assert look_at_due(now=LATER) == 1
    assert PublishedProfile.objects.get().look_again_at == LATER + timedelta(hours=1)
    assert f"{found.profile.subject} could not be looked at" in caplog.text


def test_look_at_a_profile_without_news_changes_nothing() -> None:
    public()
    assert look_again(listings=list(PublishedProfile.objects.all()), now=LATER) == []
    assert falls() == [("1.1", 9800, "Published")]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["event", "identity", "status", "metric", "operational"]),
            st.sampled_from("ABCF"),
            st.integers(0, 900),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_first_day_of_a_profile_is_the_first_of_its_statements(drawn: list[tuple[str, str, int, bool]]) -> None:
    """What is not searched for is searched for here, one statement at a time."""
    today = NOW.date()
    words, standing = _words_of_statements(drawn, today)
    _, result = assess(words, standing, today)
    alone = [next_day(replace(words, claims=(claim,)), result, standing, today, {}) for claim in words.claims]
    assert next_day(words, result, standing, today, {}) == min((day for day in alone if day), default=None)


def _words_of_statements(drawn: list[tuple[str, str, int, bool]], today: date) -> tuple[Words, dict[str, Standing]]:
    """A profile of statements, each with a report of its own and, if disputed, another that says otherwise."""
    claims, documents, publishers, standing = [], [], [], {}
    for number, (kind, grade, age, disputed) in enumerate(drawn):
        citations = []
        for side, value in enumerate(["v1", "v2"] if disputed else ["v1"]):
            key = f"{number}-{side}"
            publishers.append(PublisherWords(f"pb-{key}", f"House {key}", "newsroom"))
            standing[f"pb-{key}"] = Standing(f"House {key}", grade)
            day = (today - timedelta(days=age + side)).isoformat()
            documents.append(DocumentWords(f"do-{key}", "Report", "", "article", f"pb-{key}", day, day, True, True))
            citations.append(
                CitationWords(
                    f"ci-{key}", f"do-{key}", 1, value, "secondary", True, True, False, False, "", "q", 0, 1, False, ""
                )
            )
        values = (ValueWords("v1", "one", ()), ValueWords("v2", "two", ()))
        claims.append(
            ClaimWords(f"cl-{number}", f"k{number}", "s", "p", kind, True, "v1", values, tuple(citations), "", "")
        )
    empty = {field.name: "" if field.type == "Text" or field.type == "str" else () for field in fields(Words)}
    return (
        Words(
            **{
                **empty,
                "is_invented": False,
                "claims": tuple(claims),
                "documents": tuple(documents),
                "publishers": tuple(publishers),
            }
        ),
        standing,
    )
