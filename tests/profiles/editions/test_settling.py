"""A statement is settled: what is kept, what its sources are taught, and what falls by that."""

from __future__ import annotations

import importlib.util
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from profiles.desk.news import read_news
from profiles.editions import published
from profiles.editions.drafting import draft_of
from profiles.editions.falling import look_at_due
from profiles.editions.settling import NotSettled, SettledMeanwhile, settle, settleable
from profiles.editions.standing import records_of, standings_of
from profiles.editions.tags import tag_of
from profiles.evidence.curating import Cited, cite, state_claim
from profiles.evidence.learning.track import Counts
from profiles.models import (
    Assessment,
    ClaimKind,
    Directness,
    LessonRole,
    Profile,
    PublishedProfile,
    Verdict,
    VerdictLesson,
    VerdictOutcome,
)
from records.models import AuditRow
from sources.models import Publisher
from tests.cast import ALICE, BOB, NOW, Cast, cast, document, public_cast, publish, publisher

pytestmark = pytest.mark.django_db

_SPEC = importlib.util.spec_from_file_location("recompute", Path(__file__).parents[3] / "docs" / "recompute.py")
assert _SPEC
assert _SPEC.loader
RECOMPUTE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(RECOMPUTE)

LATER = NOW + timedelta(hours=1)
TODAY = NOW.date()


def public() -> Cast:
    found = public_cast()
    look_at_due(now=NOW)
    return found


def verdict(found: Cast, outcome: VerdictOutcome, reason: str = "The exchange's own log shows it.", **more: Any) -> Any:
    given = {"profile_id": found.profile.pk, "claim": found.claim.public_id, "by": BOB, "now": LATER}
    return settle(**{**given, "outcome": outcome, "reason": reason, **more})


def id_of(name: str) -> str:
    return Publisher.objects.get(name=name).public_id


def lessons() -> set[tuple[str, str, bool]]:
    names = dict(Publisher.objects.values_list("public_id", "name"))
    rows = VerdictLesson.objects.filter(verdict__superseded_by=None)
    return {(names[row.publisher], row.role, row.is_right) for row in rows}


def recomputed() -> int:
    """How many figures of the public JSON differ from those computed from it alone."""
    record = json.loads(Client().get("/api/v1/profiles/harbour-exchange/").content)
    return sum(
        theirs != ours if not isinstance(ours, float) else abs(theirs - ours) > 1e-9
        for _, theirs, ours in RECOMPUTE.recomputed(record)
    )


def test_verdict_keeps_what_readers_saw_and_what_it_teaches() -> None:
    found = public()
    made = verdict(found, VerdictOutcome.UPHELD)
    assert (made.claim, made.kind, made.score, made.band) == (found.claim.public_id, "event", 9800, "high")
    assert (made.assessment.edition.number, made.assessment.number, made.by, made.at) == (1, 1, BOB, LATER)
    # Before the limit of .98: order .97 and report .8184 fused.
    assert made.belief == pytest.approx(0.99785, abs=1e-5)
    assert lessons() == {
        ("Office for Exchanges", "origin", True),
        ("Quay Courier", "origin", True),
        ("Morning Net", "copy", True),
    }
    row = AuditRow.objects.get(verb="claim.upheld")
    assert (row.actor, row.subject) == (BOB, found.profile.subject)
    assert row.detail == {"claim": found.claim.public_id, "shown": "1.1"}


def test_upheld_raises_nothing_by_itself() -> None:
    found = public()
    for hour in range(3):
        verdict(found, VerdictOutcome.UPHELD, now=LATER + timedelta(hours=hour))
    look_at_due(now=LATER + timedelta(days=1))
    assert list(Assessment.objects.values_list("score", flat=True)) == [9800]


def _second_profile_s_worth(found: Cast, many: int) -> list[str]:
    """More statements on the same profile that the Courier alone carries."""
    keys = []
    for number in range(many):
        claim = state_claim(
            profile=found.profile,
            key=f"fact-{number}",
            statement=f"Fact {number} of the exchange.",
            predicate=f"fact {number}",
            value="yes",
            kind=ClaimKind.EVENT if number else ClaimKind.METRIC,
            by=ALICE,
            now=NOW,
        )
        text = f"We saw the paper on fact {number}."
        paper = document(f"On fact {number}", text, Publisher.objects.get(name="Quay Courier"), day=TODAY)
        cited = Cited(paper, "yes", Directness.SECONDARY, f"paper on fact {number}", own_reporting=True)
        cite(claim=claim, cited=cited, by=ALICE, now=NOW)
        keys.append(claim.public_id)
    return keys


def test_refuted_lowers_what_rests_on_the_same_publisher_and_says_why() -> None:
    found = cast()
    keys = _second_profile_s_worth(found, 5)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    look_at_due(now=NOW)
    before = Assessment.objects.get().result["claims"]
    assert before[keys[1]]["ten_thousandths"] == 8184  # .88 * .93
    for key in keys[2:]:
        verdict(found, VerdictOutcome.REFUTED, claim=key)
    read_news(now=LATER)
    assert PublishedProfile.objects.get().look_again_at == LATER
    look_at_due(now=LATER)
    fall = Assessment.objects.get(number=2)
    assert fall.cause == "How far Quay Courier can be relied on is judged anew"
    # (8 * .88 + 0) / (8 + 3) = .64 of the grade's .88; .93 of that comes through.
    assert fall.result["claims"][keys[1]]["ten_thousandths"] == 5952
    # The one metric: three wrong events weigh on it as well, since there is no verdict on metrics.
    assert fall.result["claims"][keys[0]]["ten_thousandths"] == 5952
    assert fall.result["publishers"][id_of("Quay Courier")] == {
        "grade": "B",
        "owner": "",
        "right": 0.0,
        "wrong": 3.0,
        "kinds": {"event": {"right": 0.0, "wrong": 3.0, "verdicts": [0, 3]}},
    }
    assert recomputed() == 0
    # Looked at again a quarter later, since verdicts fade; nothing happens, and nobody is told it was judged anew.
    due = PublishedProfile.objects.get().look_again_at
    look_at_due(now=LATER)
    due = PublishedProfile.objects.get().look_again_at
    assert due is not None
    assert (due.date() - LATER.date()).days <= 90
    look_at_due(now=due)
    assert Assessment.objects.count() == 2
    assert recomputed() == 0


def test_each_kind_has_its_own_record_and_the_rest_in_common() -> None:
    found = cast()
    keys = _second_profile_s_worth(found, 3)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    verdict(found, VerdictOutcome.REFUTED, claim=keys[0])  # the metric
    verdict(found, VerdictOutcome.UPHELD, claim=keys[1])
    courier = id_of("Quay Courier")
    assert records_of([courier], TODAY) == {
        courier: {"event": Counts(1.0, 0.0, 1, 0), "metric": Counts(0.0, 1.0, 0, 1)}
    }
    standing = standings_of([courier], TODAY)[courier]
    assert (standing.right, standing.wrong) == (1.0, 1.0)
    claims = draft_of(found.profile, now=LATER).result["claims"]
    # Others first: one right event lifts the grade's .88 to .8933 for metrics, the wrong metric takes it to .794.
    metric, event = (8 * (8.04 / 9) / 9) * 0.93, (8 * (7.04 / 9) + 1) / 9 * 0.93
    assert claims[keys[0]]["score"] == pytest.approx(metric)
    assert claims[keys[2]]["score"] == pytest.approx(event)


def test_later_verdict_supersedes_and_both_stay_visible() -> None:
    found = public()
    first = verdict(found, VerdictOutcome.REFUTED, reason="The register says otherwise.")
    second = verdict(found, VerdictOutcome.UPHELD, reason="The register was misread.", now=LATER + timedelta(days=1))
    assert second.supersedes == first
    assert {row.is_right for row in VerdictLesson.objects.filter(verdict=first, role="origin")} == {False}
    assert ("Quay Courier", "origin", False) not in lessons()
    page = published.profile_page("harbour-exchange")
    assert page is not None
    shown = [(one.outcome, one.reason, one.is_superseded, one.edition) for one in page.notes[0].verdicts]
    assert shown == [
        ("upheld", "The register was misread.", False, "1.1"),
        ("refuted", "The register says otherwise.", True, "1.1"),
    ]
    third = verdict(found, VerdictOutcome.LAPSED, now=LATER + timedelta(days=2))
    assert (third.supersedes, lessons()) == (second, set())


def _rival(found: Cast, directness: Directness = Directness.PRIMARY) -> None:
    log = document("The log", "Nine members had no service.", publisher("Port Register", "A", "registry"), day=TODAY)
    cited = Cited(log, "nine", directness, "Nine members", own_act=directness == Directness.PRIMARY, own_reporting=True)
    cite(claim=found.claim, cited=cited, by=ALICE, now=NOW)


def test_corrected_to_the_value_that_a_rival_gave() -> None:
    found = cast()
    _rival(found, Directness.SECONDARY)  # a direct one would have to be settled before
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    given = settleable(profile_id=found.profile.pk, claim=found.claim.public_id, now=LATER)
    nine = next(value.key for value in given.claim.values if value.text == "nine")
    verdict(found, VerdictOutcome.CORRECTED, right_value=nine)
    assert {one for one in lessons() if one[1] == "origin"} == {
        ("Office for Exchanges", "origin", False),
        ("Quay Courier", "origin", False),
        ("Port Register", "origin", True),
    }
    page = published.profile_page("harbour-exchange")
    assert page is not None
    assert [one.instead for one in page.notes[0].verdicts] == ["nine"]


def test_rival_that_came_after_the_edition_can_be_right_too() -> None:
    found = public()
    _rival(found)
    PublishedProfile.objects.update(look_again_at=LATER)
    look_at_due(now=LATER)
    given = settleable(profile_id=found.profile.pk, claim=found.claim.public_id, now=LATER)
    assert given.number == "1.2"
    nine = next(value.key for value in given.claim.values if value.text == "nine")
    verdict(found, VerdictOutcome.REFUTED, right_value=nine)
    assert ("Port Register", "origin", True) in lessons()
    record = json.loads(Client().get("/api/v1/profiles/harbour-exchange/").content)
    assert [one["instead"] for one in record["claims"][0]["verdicts"]] == ["nine"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "how you know"),
        ({"claim": "cl-nothing"}, "do not see this statement"),
        ({"right_value": "v1"}, "upheld"),
        ({"right_value": "v77"}, "somebody must give it"),
    ],
)
def test_what_cannot_be_settled_leaves_nothing(change: dict[str, Any], words: str) -> None:
    found = public()
    with pytest.raises(NotSettled, match=words):
        verdict(found, VerdictOutcome.CORRECTED, **change)
    assert not Verdict.objects.exists()


def test_draft_cannot_be_settled() -> None:
    found = cast()
    with pytest.raises(NotSettled, match="not public"):
        verdict(found, VerdictOutcome.UPHELD)


def test_page_and_record_with_a_verdict_have_a_new_tag() -> None:
    found = public()
    before = tag_of("harbour-exchange")
    verdict(found, VerdictOutcome.UPHELD)
    assert tag_of("harbour-exchange") != before
    text = Client().get("/profiles/harbour-exchange/confidence/").content.decode()
    assert "Upheld: it is as we said" in text
    assert "The exchange&#x27;s own log shows it." in text


def test_copies_have_a_record_of_their_own() -> None:
    found = public()
    verdict(found, VerdictOutcome.UPHELD)
    copier = id_of("Morning Net")
    assert records_of([copier], TODAY) == {}
    assert records_of([copier], TODAY, LessonRole.COPY) == {copier: {"event": Counts(1.0, 0.0, 1, 0)}}


def _publish_anew(found: Cast) -> None:
    Profile.objects.filter(pk=found.profile.pk).update(base="New Quay")
    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="It moved.")


def test_what_an_editor_did_not_see_is_not_settled() -> None:
    found = public()
    claim = {"profile_id": found.profile.pk, "claim": found.claim.public_id}
    seen = settleable(**claim, now=LATER).seen
    verdict(found, VerdictOutcome.REFUTED, seen=seen)
    for old in (seen, "", "nonsense"):  # the second click, a colleague's page, a forged one
        with pytest.raises(SettledMeanwhile):
            verdict(found, VerdictOutcome.UPHELD, seen=old)
    seen = settleable(**claim, now=LATER).seen
    _publish_anew(found)
    with pytest.raises(SettledMeanwhile):
        verdict(found, VerdictOutcome.UPHELD, seen=seen)
    assert Verdict.objects.count() == 1
    verdict(found, VerdictOutcome.UPHELD, seen=settleable(**claim, now=LATER).seen)


def test_later_verdict_is_about_what_was_shown_before_the_first() -> None:
    found = cast()
    key = _second_profile_s_worth(found, 2)[1]
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    verdict(found, VerdictOutcome.REFUTED, claim=key)
    read_news(now=LATER)
    look_at_due(now=LATER)
    assert Assessment.objects.get(number=2).result["claims"][key]["ten_thousandths"] < 8184
    verdict(found, VerdictOutcome.UPHELD, claim=key)
    rows = Verdict.objects.order_by("id").values_list("score", "band", "assessment__number")
    assert list(rows) == [(8184, "strong", 1)] * 2
    # A new edition says it anew, with the numbers that it shows.
    _publish_anew(found)
    verdict(found, VerdictOutcome.REFUTED, claim=key)
    assert Verdict.objects.latest("id").assessment.edition.number == 2
