"""The calibration is fitted when a person asks and enough verdicts stand; scores fall by it and never rise."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from math import exp

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from profiles.desk.news import read_news
from profiles.editions.assessing import AS_RELEASED
from profiles.editions.calibrated import how_it_turned_out
from profiles.editions.drafting import draft_of
from profiles.editions.falling import look_at_due
from profiles.editions.parameter_sets import NEEDED, chosen, history
from profiles.editions.refitting import fitting, refit
from profiles.evidence.confidence.bands import band_of
from profiles.evidence.learning.platt import CannotFit, log_odds
from profiles.models import Assessment, ParameterSet, PublishedProfile, Verdict
from records.identifiers import claim_id
from records.models import AuditRow
from tests.cast import ALICE, BOB, NOW, Cast, public_cast, publish
from tests.profiles.editions.test_settling import recomputed

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def public() -> Cast:
    found = public_cast()
    look_at_due(now=NOW)
    return found


def verdicts(many: int, *, too_sure: bool = True) -> None:
    """Verdicts on as many statements; where we were too sure, less often right than we said."""
    draw = random.Random(3)
    assessment = Assessment.objects.get(number=1, edition__number=1)
    rows = []
    for number in range(many):
        belief = 0.3 + 0.69 * number / many
        true = 1 / (1 + exp(-(0.4 * log_odds(belief) - 0.6))) if too_sure else belief
        held = draw.random() < true
        score = int(min(belief, 0.98) * 10_000)
        rows.append(
            Verdict(
                profile_id=assessment.edition.profile_id,
                claim=claim_id(),
                kind="event",
                assessment=assessment,
                score=score,
                band=band_of(score).name,
                belief=belief,
                outcome="upheld" if held else "refuted",
                reason="r",
                by=BOB,
                at=NOW,
            )
        )
    Verdict.objects.bulk_create(rows)


def test_under_two_hundred_there_is_no_fit() -> None:
    public()
    verdicts(NEEDED - 1)
    assert fitting(now=LATER).verdicts == 199
    with pytest.raises(CannotFit, match="199 verdicts stand; a fit takes 200"):
        refit(reason="Because.", by=BOB, now=LATER)
    assert not ParameterSet.objects.exists()
    assert chosen(LATER) == AS_RELEASED


def test_refit_lowers_what_is_published_and_raises_nothing() -> None:
    found = public()
    verdicts(300)
    made = refit(reason="Three hundred verdicts stand.", by=BOB, now=LATER)
    assert (made.number, made.since, made.verdicts, made.by) == (1, LATER, 300, BOB)
    a, b = made.figures["platt"]
    assert a > 0
    assert chosen(LATER).method == "ORIGIN-1.1"
    assert chosen(NOW) == AS_RELEASED  # what was before stays as it was
    read_news(now=LATER)
    assert PublishedProfile.objects.get().look_again_at == LATER
    look_at_due(now=LATER)
    fall = Assessment.objects.get(number=2)
    assert fall.cause == "The figures of the method were fitted anew (ORIGIN-1.1)"
    assert (fall.method, fall.result["method"]) == ("ORIGIN-1.1", "ORIGIN-1.1")
    assert fall.result["parameters"]["platt"] == [a, b]
    assert fall.score is not None
    assert fall.score < 9800
    assert recomputed() == 0
    row = AuditRow.objects.get(verb="parameters.refitted")
    assert (row.subject, row.detail) == ("parameter-set:1", {"verdicts": 300, "a": a, "b": b})
    # The draft is scored with the same figures: nothing there to raise it.
    assert draft_of(found.profile, now=LATER).score == fall.score


def test_figures_that_would_raise_wait_for_a_new_edition() -> None:
    found = public()
    verdicts(300)
    refit(reason="Too sure.", by=BOB, now=LATER)
    read_news(now=LATER)
    look_at_due(now=LATER)
    low = PublishedProfile.objects.get().score
    figures = {**ParameterSet.objects.get().figures, "platt": [1.0, 0.0]}
    at = LATER + timedelta(days=8)
    ParameterSet.objects.create(number=2, figures=figures, since=at, reason="r", verdicts=300, by=BOB, at=at)
    PublishedProfile.objects.update(look_again_at=at)
    look_at_due(now=at)
    assert PublishedProfile.objects.get().score == low
    assert recomputed() == 0
    publish(profile_id=found.profile.pk, by=ALICE, now=at, note="The figures were fitted anew.")
    assert PublishedProfile.objects.get().score == 9800
    assert recomputed() == 0


def test_set_that_begins_later_does_not_apply_yet() -> None:
    public()
    figures = {**AS_RELEASED.parameters.as_json(), "platt": [0.5, 0.0]}
    ParameterSet.objects.create(
        number=1, figures=figures, since=LATER + timedelta(days=9), reason="r", verdicts=0, by=BOB, at=LATER
    )
    assert chosen(LATER) == AS_RELEASED
    assert [row.number for row in history(LATER)] == [0]
    assert [(row.number, row.platt) for row in history(LATER + timedelta(days=9))] == [(1, (0.5, 0.0)), (0, None)]


def test_same_verdicts_twice_are_no_new_set() -> None:
    public()
    verdicts(300)
    refit(reason="First.", by=BOB, now=LATER)
    with pytest.raises(CannotFit, match="apply already"):
        refit(reason="Again.", by=BOB, now=LATER + timedelta(days=1))
    with pytest.raises(CannotFit, match="Say in a sentence"):
        refit(reason=" ", by=BOB, now=LATER)


def test_command_tells_and_writes_only_with_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    public()
    with pytest.raises(CommandError, match="0 verdicts stand"):
        call_command("refit")
    verdicts(300)
    call_command("refit")
    assert "300 verdicts" in capsys.readouterr().out
    assert not ParameterSet.objects.exists()
    call_command("refit", "--reason", "Enough verdicts stand.")
    assert ParameterSet.objects.get().by == "operator"
    text = Client().get("/methodology/").content.decode()
    assert "Enough verdicts stand." in text
    assert "ORIGIN-1.1" in text


def test_calibration_counts_what_stands() -> None:
    public()
    verdicts(40, too_sure=False)
    Verdict.objects.create(
        **{
            field.attname: getattr(Verdict.objects.earliest("id"), field.attname)
            for field in Verdict._meta.concrete_fields
            if field.attname not in ("id", "claim", "outcome")
        },
        claim="cl-lapsed",
        outcome="lapsed",
    )
    found, lapsed = how_it_turned_out()
    assert lapsed == 1
    assert found.whole is not None
    assert found.whole.settled == 40
    assert found.is_measured
    record = json.loads(Client().get("/api/v1/profiles/harbour-exchange/").content)
    assert record["claims"][0]["verdicts"] == []
