"""Looks at the numbers of a published profile again and lets them fall where they have to.

Confidence falls by itself; only a person can raise it. Which profiles are due stands in the database: news of a
document or a publisher makes those that cite it due at once, and each look works out the day on which age alone
will lower a score.
"""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from profiles.editions.checking import check
from profiles.editions.contradicting import contradictions
from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.indexing import index
from profiles.editions.losses import Loss
from profiles.editions.lowering import lower, next_day
from profiles.editions.parameter_sets import chosen
from profiles.editions.schemas import read_words
from profiles.editions.standing import found_in, losses, standings
from profiles.models import Assessment, Profile, PublishedProfile, PublishedSource
from records.audit import record
from records.outbox import announce

log = logging.getLogger(__name__)

BY = "watch"
APART = timedelta(days=7)  # age alone lowers a profile at most weekly
FADING = timedelta(days=90)  # verdicts fade: who rests on some is looked at this often, whatever else happens
AGAIN_AFTER = timedelta(hours=1)  # a look that failed
BATCH = 50


def due_by_document(*, document: str, now: datetime) -> int:
    """Make every published profile that cites the document (public id) due; return how many."""
    return _due(PublishedSource.objects.filter(document=document), now)


def due_by_publisher(*, publisher: str, now: datetime) -> int:
    """Make every published profile that cites the publisher (public id) due; return how many."""
    return _due(PublishedSource.objects.filter(publisher=publisher), now)


def due_all(*, now: datetime) -> int:
    """Make every published profile due, for figures of the method that are new to all; return how many."""
    return PublishedProfile.objects.update(look_again_at=now)


def look_at_due(*, now: datetime, limit: int = BATCH) -> int:
    """Look at up to `limit` due profiles, the longest due first; return how many were looked at.

    Each has a transaction of its own. Two workers never take the same one. One that cannot be looked at is in the
    log, waits for an hour, and does not stop those behind it.
    """
    looked = 0
    while looked < limit and _look_at_one(now):
        looked += 1
    return looked


def _due(sources: QuerySet[PublishedSource], now: datetime) -> int:
    cites = sources.filter(listing=OuterRef("pk"))
    return PublishedProfile.objects.filter(Exists(cites)).update(look_again_at=now)


@transaction.atomic
def _look_at_one(now: datetime) -> bool:
    # The profile first, as publishing does; whoever holds it is publishing, and makes it due again.
    profile = (
        Profile.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(published__look_again_at__lte=now)
        .order_by("published__look_again_at", "pk")
        .first()
    )
    if profile is None:
        return False
    try:
        with transaction.atomic():
            look_again(profile=profile, now=now)
    except SoftTimeLimitExceeded:  # the task is over; the profile stays due
        raise
    except Exception:  # whatever one profile brings about must not stop the others
        log.exception("%s could not be looked at", profile.subject)
        PublishedProfile.objects.filter(profile=profile).update(look_again_at=now + AGAIN_AFTER)
    return True


def look_again(*, profile: Profile, now: datetime) -> Assessment | None:
    """Bring a published profile's status up to date, and its score down where it has to fall; return the fall.

    The caller holds the profile's lock.
    """
    today = now.astimezone(UTC).date()
    # News that comes while we look waits for us, and makes it due again: what we work out must not overwrite that.
    listings = PublishedProfile.objects.select_for_update(of=("self",)).select_related("edition", "assessment")
    listing = listings.get(profile=profile)
    before = listing.assessment
    words = read_words(listing.edition.manifest, listing.edition.body)
    told = with_disputes(words, disputes_in(before.result))
    new = contradictions(profile=profile, words=told)
    with_new = with_disputes(told, new)
    found = found_in(with_new)
    check(profile=profile, words=told, found=found)
    known = {key: Loss(**loss) for key, loss in before.result.get("lost", {}).items()}
    lost, known_now, figures = losses(with_new, found, today, known), standings(with_new, today), chosen(now)
    fall = lower(words, before.result, known_now, today, lost, new, figures)
    if fall and fall.by_age_alone and (wait := _too_soon(before, now)):
        _next(listing, wait)
        return None
    if fall is None:
        day = next_day(words, before.result, known_now, today, lost, figures)
        if any(standing.kinds for standing in known_now.values()):
            day = min(day or date.max, today + FADING)
        _next(listing, _morning(day, after=today))
        return None
    fallen = Assessment.objects.create(
        edition=listing.edition,
        number=before.number + 1,
        assessed_at=now,
        method=fall.result["method"],
        cause=fall.cause,
        score=fall.score,
        result=fall.result,
    )
    index(profile=profile, edition=listing.edition, assessment=fallen, words=words)
    number = f"{listing.edition.number}.{fallen.number}"
    record(by=BY, verb="assessment.lowered", subject=profile.subject, now=now, number=number, cause=fall.cause)
    announce(topic="assessment.lowered", key=profile.public_id, now=now, payload={"number": number})
    return fallen


def _too_soon(before: Assessment, now: datetime) -> datetime | None:
    """Until when age alone may not lower the score again; None where it may. Publishing itself does not count."""
    until = before.assessed_at + APART
    return until if before.number > 1 and now < until else None


def _morning(day: date | None, *, after: date) -> datetime | None:
    """The first moment of `day`, and never one that has passed: that would be due for ever."""
    return datetime.combine(max(day, after + timedelta(days=1)), time(), tzinfo=UTC) if day else None


def _next(listing: PublishedProfile, at: datetime | None) -> None:
    listing.look_again_at = at
    listing.save(update_fields=["look_again_at"])
