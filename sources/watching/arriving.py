"""What a fetch brought, before anything is written: whether it is as at the last visit, and how else it is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sources.fetching.outcomes import Fetched, Outcome, Unchanged
from sources.models.watch import LISTS
from sources.publishers import known_publishers
from sources.watching.bodies import Answer, Reading
from sources.watching.choices import choice_of
from sources.watching.claiming import Claimed
from sources.watching.reading_kinds import read_list, read_one


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visit came to. `stored` is False where the lease was lost meanwhile: then nothing was written. Without an
    `outcome` it was broken off, since it was not our turn, and begins anew."""

    address: str
    stored: bool
    outcome: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a claimed visit brought. `digest` is that of the body, "" without one; `answer` what the body was read as,
    where `reading_of` says that it has to be read."""

    claimed: Claimed
    outcome: Outcome
    digest: str
    answer: Answer | None = None

    @property
    def body(self) -> bytes:
        return self.outcome.body if isinstance(self.outcome, Fetched) else b""

    @property
    def is_unchanged(self) -> bool:
        """Whether it says: as at the last visit."""
        return isinstance(self.outcome, Unchanged) or bool(self.digest and self.digest == self.claimed.body_digest)


def arrived(claimed: Claimed, outcome: Outcome) -> Arrived:
    """What came, with the digest of its body."""
    digest = hashlib.sha256(outcome.body).hexdigest() if isinstance(outcome, Fetched) else ""
    return Arrived(claimed, outcome, digest)


def reading_of(came: Arrived, *, now: datetime) -> Reading | None:
    """How the body that came is to be read, before it is settled; None where there is none, or that of the last
    visit."""
    if not isinstance(came.outcome, Fetched) or came.is_unchanged:
        return None
    claimed, address = came.claimed, came.outcome.address
    choice = choice_of(claimed.choice, is_list=claimed.kind in LISTS)
    if choice.is_list:
        return Reading(read_list, {"choice": choice, "address": address, "now": now})
    media_type = came.outcome.headers.content_type
    given = {"latest": now.date(), "address": address, "media_type": media_type, "known": known_publishers()}
    return Reading(read_one, {"choice": choice, **given})
