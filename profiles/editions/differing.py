"""Reads two editions of a profile and says what changed between them. For pages and programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from profiles.editions.comparing import compare
from profiles.editions.difference import Difference
from profiles.editions.finding import Found, assessed, numbered, public, readable
from profiles.editions.indexing import mark_of
from profiles.editions.notes import confidence
from profiles.editions.page import Confidence
from profiles.editions.schemas import read_words
from profiles.editions.whereabouts import ended
from profiles.models import Assessment

MOST_NOTES = 30  # of the editions from one to the other, the newest


@dataclass(frozen=True)
class Shown:
    """An edition, and the assessment of it that is compared."""

    number: int
    published_at: datetime
    digest: str
    assessment: str  # "6.3"
    assessed_at: datetime


@dataclass(frozen=True)
class Told:
    """What was said of an edition when it was published."""

    number: int
    published_at: datetime
    kind: str
    note: str


@dataclass(frozen=True)
class Fallen:
    """What the scores of the later edition have come to since."""

    assessment: str
    assessed_at: datetime
    confidence: Confidence


@dataclass(frozen=True)
class DifferencePage:
    """`before` is shown with its last assessment, `after` with its first: what readers saw last, and then saw."""

    slug: str
    name: str
    mark: str
    newest: int
    before: Shown
    after: Shown
    since: Fallen | None
    notes: tuple[Told, ...]  # newest first
    difference: Difference


def difference(slug: str, before: int, after: int) -> DifferencePage | None:
    """What changed from edition `before` to the later `after`; None where one of them may not be read."""
    if before >= after:
        return None
    listing = public().filter(slug=slug).select_related("edition").first() or ended(slug)
    if listing is None:
        return None
    old, new = numbered(listing, before), numbered(listing, after)
    first = assessed(new.edition).last() if new else None
    if old is None or new is None or first is None:
        return None
    words_before, words_after = (read_words(one.edition.manifest, one.edition.body) for one in (old, new))
    told = readable(listing.profile_id).filter(number__gt=before, number__lte=after).order_by("-number")
    return DifferencePage(
        slug=listing.slug,
        name=listing.name,
        mark=mark_of(words_after),
        newest=listing.edition.number,
        before=_shown(old, old.assessment),
        after=_shown(new, first),
        since=_fallen(new) if new.assessment != first else None,
        notes=tuple(Told(*row) for row in told.values_list("number", "published_at", "kind", "note")[:MOST_NOTES]),
        difference=compare(words_before, words_after, old.assessment.result, first.result),
    )


def _shown(found: Found, assessment: Assessment) -> Shown:
    edition = found.edition
    number = f"{edition.number}.{assessment.number}"
    return Shown(edition.number, edition.published_at, edition.digest, number, assessment.assessed_at)


def _fallen(found: Found) -> Fallen:
    last = found.assessment
    number = f"{found.edition.number}.{last.number}"
    return Fallen(number, last.assessed_at, confidence(last.score, last.cause))
