"""What a statement would score as its form stands now, saved or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from profiles.editions.assessing import assess
from profiles.editions.ledgers import account_of
from profiles.editions.notes import Notes, confidence
from profiles.editions.page import Confidence, LedgerView
from profiles.editions.parameter_sets import chosen
from profiles.editions.snapshot import words_of
from profiles.editions.standing import found_in, losses, standings
from profiles.models import Claim, PublishedProfile


@dataclass(frozen=True)
class Live:
    """`account` is None where the statement publishes no value yet; `public` is what readers see now, if anything."""

    account: LedgerView | None
    public: Confidence | None


def live(*, claim: Claim, now: datetime) -> Live:
    """Return how sure one may be of a statement as it is stored in this transaction. Reads only."""
    words = words_of(claim.profile, only=claim.pk)
    today = now.astimezone(UTC).date()
    _, result = assess(words, standings(words, today), today, chosen(now), losses(words, found_in(words), today))
    notes = Notes(words, result, {})
    account = result["claims"].get(claim.public_id)
    listing = PublishedProfile.objects.filter(profile=claim.profile_id).select_related("assessment").first()
    shown = listing.assessment.result["claims"].get(claim.public_id) if listing else None
    return Live(
        account=account_of(notes.by_id(claim.public_id), account) if account else None,
        public=confidence(shown["ten_thousandths"], shown["reason"]) if shown else None,
    )
