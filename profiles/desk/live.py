"""What a statement would score as its form stands now, saved or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models.fields.json import KeyTransform

from profiles.editions.assessing import assess
from profiles.editions.ledgers import account_of
from profiles.editions.lowest import low_since, state_of_account
from profiles.editions.notes import Notes, confidence
from profiles.editions.page import Confidence, LedgerView
from profiles.editions.parameter_sets import chosen
from profiles.editions.snapshot import Stated, words_of_one
from profiles.editions.standing import found_in, losses, standings
from profiles.models import Claim, PublishedProfile


@dataclass(frozen=True)
class Live:
    """`account` is None where the statement publishes no value yet; `public` is what readers see now, if anything."""

    account: LedgerView | None
    public: Confidence | None


def live(*, stated: Stated, now: datetime) -> Live:
    """Return how sure one may be of a statement with these rows. Reads only; the rows need not be stored."""
    words = words_of_one(stated)
    claim = stated.claim
    today = now.astimezone(UTC).date()
    _, result = assess(words, standings(words, today), today, chosen(now), losses(words, found_in(words), today))
    shown = _shown(claim)
    account = result["claims"].get(claim.public_id)
    if account:
        account["low_since"] = low_since(shown, account["ten_thousandths"], result["today"])
    return Live(
        account=account_of(Notes(words, result, {}).by_id(claim.public_id), account) if account else None,
        public=confidence(shown["ten_thousandths"], shown["reason"], state_of_account(shown)) if shown else None,
    )


def _shown(claim: Claim) -> dict[str, Any] | None:
    """The statement's part of what readers see; a result holds the accounts of every statement of its profile."""
    part = KeyTransform(claim.public_id, KeyTransform("claims", "assessment__result"))
    return PublishedProfile.objects.filter(profile=claim.profile_id).values_list(part, flat=True).first()
