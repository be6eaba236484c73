"""An editor settles a published statement: how it turned out, and what that teaches of its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from django.db import transaction

from profiles.editions.assessing import claims_of
from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.losses import Loss
from profiles.editions.outdating import outdate
from profiles.editions.schemas import read_words
from profiles.editions.standing import standings
from profiles.editions.words import ClaimWords, Words
from profiles.evidence.confidence.bands import band_of
from profiles.evidence.confidence.v1.evidence import Claim
from profiles.evidence.curating import weigh_sides
from profiles.evidence.learning.lessons import Lessons, Outcome, lessons
from profiles.evidence.learning.platt import uncalibrated
from profiles.models import (
    Assessment,
    LessonRole,
    Profile,
    PublishedProfile,
    Verdict,
    VerdictLesson,
    VerdictOutcome,
)
from records.audit import record
from records.outbox import announce

JUDGED = "publisher.judged"


class NotSettled(ValueError):
    """The statement cannot be settled like that; nothing was written. The message says why, for the editor."""


class SettledMeanwhile(NotSettled):
    """What the editor looked at is no longer what readers see, or somebody else has settled it."""


@dataclass(frozen=True)
class Settleable:
    """A published statement as readers see it now, with what the method was given of it."""

    words: Words
    claim: ClaimWords
    given: Claim
    account: Mapping[str, Any]
    platt: tuple[float, ...]  # the calibration in the account, or ()
    assessment: Assessment
    verdict: Verdict | None  # the one that stands

    @property
    def number(self) -> str:
        return f"{self.assessment.edition.number}.{self.assessment.number}"

    @property
    def seen(self) -> str:
        """What an editor who looks now has seen: the edition, whose keys name the values, and the verdict."""
        return f"{self.assessment.edition.number}:{self.verdict.pk if self.verdict else 0}"

    def teaches(self, outcome: VerdictOutcome, right_value: str = "") -> Lessons:
        """What a verdict would teach, of known publishers alone. Raises NotSettled where it makes no sense."""
        try:
            found = lessons(self.given, cast(Outcome, outcome.value), right_value or None)
        except ValueError as error:
            raise NotSettled(str(error)) from error
        known = {publisher.id for publisher in self.words.publishers}
        return Lessons(
            tuple(one for one in found.origins if one.publisher in known),
            tuple(one for one in found.copies if one.publisher in known),
        )


def settleable(*, profile_id: int, claim: str, now: datetime) -> Settleable:
    """Return a statement (public id) as it is published now. Raises NotSettled where readers do not see it."""
    listing = (
        PublishedProfile.objects.select_related("assessment__edition", "edition").filter(profile=profile_id).first()
    )
    if listing is None:
        raise NotSettled("This profile is not public. Only what readers can see is settled.")
    result = listing.assessment.result
    words = with_disputes(read_words(listing.edition.manifest, listing.edition.body), disputes_in(result))
    account = result["claims"].get(claim)
    lost = {key: Loss(**loss) for key, loss in result.get("lost", {}).items()}
    known = standings(words, now.astimezone(UTC).date())
    found = [pair for pair in claims_of(words, known, lost) if pair[0].id == claim]
    if not found or account is None:
        raise NotSettled("Readers do not see this statement yet. Publish it first; then it can be settled.")
    made_on = {**result, **(account.get("as_of") or {})}
    platt = tuple(made_on["parameters"]["platt"])
    verdict = Verdict.objects.select_related("assessment").filter(claim=claim, superseded_by=None).first()
    return Settleable(words, *found[0], account, platt, listing.assessment, verdict)


@transaction.atomic
def settle(
    *,
    profile_id: int,
    claim: str,
    outcome: VerdictOutcome,
    reason: str,
    by: str,
    now: datetime,
    right_value: str = "",
    seen: str | None = None,
) -> Verdict:
    """Record how a published statement (public id) turned out, and what that teaches; return the verdict.

    `right_value` is the key of the value that is right instead, where one of those given is. A verdict that there
    is already is superseded; both stay, with the numbers that were shown before the first of them: those after it
    already know how it turned out. Published profiles that cite a publisher which learns something become due in
    the background, so that their scores fall where they have to; none rises without a person. `seen` is what the
    editor looked at (`Settleable.seen`). Raises NotSettled, and SettledMeanwhile where that has moved on.
    """
    if not reason.strip():
        raise NotSettled("Say in a sentence how you know; readers see it beside the statement.")
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    found = settleable(profile_id=profile_id, claim=claim, now=now)
    if seen is not None and seen != found.seen:
        raise SettledMeanwhile(
            "Somebody settled or published this after you opened the page. Look again, then settle it."
        )
    taught = found.teaches(outcome, right_value)
    before = found.verdict
    verdict = Verdict.objects.create(
        profile=profile,
        claim=claim,
        kind=found.claim.kind,
        **_shown_before(found),
        outcome=outcome,
        right_value=right_value,
        reason=reason.strip(),
        by=by,
        at=now,
        supersedes=before,
    )
    rows = [
        VerdictLesson(verdict=verdict, publisher=one.publisher, role=role, is_right=one.is_right)
        for role, some in ((LessonRole.ORIGIN, taught.origins), (LessonRole.COPY, taught.copies))
        for one in some
    ]
    VerdictLesson.objects.bulk_create(rows)
    if stated := profile.claims.filter(public_id=claim).first():
        weigh_sides(stated)  # what contradicted it until now is settled too
    if before and before.profile_id != profile.pk:  # it stands where the statement was before as well
        outdate([before.profile_id])
    record(by=by, verb=f"claim.{outcome.value}", subject=profile.subject, now=now, claim=claim, shown=found.number)
    _learn([*rows, *(before.lessons.all() if before else ())], now)
    return verdict


def _shown_before(found: Settleable) -> dict[str, Any]:
    """The numbers that a verdict is about: those shown before anybody had settled this edition's statement."""
    first = found.verdict
    if first is not None and first.assessment.edition_id == found.assessment.edition_id:
        return {name: getattr(first, name) for name in ("assessment", "score", "band", "belief")}
    score = found.account["ten_thousandths"]
    return {
        "assessment": found.assessment,
        "score": score,
        "band": band_of(score).name,
        "belief": uncalibrated(found.account["before_caps"], found.platt),
    }


def _learn(rows: Iterable[VerdictLesson], now: datetime) -> None:
    """Tell of every publisher that is judged otherwise now. What copies did moves no score.

    Whoever cites one becomes due in the background: a large house may be cited by a million profiles.
    """
    for publisher in sorted({row.publisher for row in rows if row.role == LessonRole.ORIGIN}):
        announce(topic=JUDGED, key=publisher, now=now)
