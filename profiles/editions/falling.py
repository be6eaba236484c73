"""Looks at the numbers of a published profile again and lets them fall where they have to.

Confidence falls by itself; only a person can raise it. Which profiles are due stands in the database: news of a
document or a publisher makes those that cite it due at once, and each look works out the day on which age alone
will lower a score.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from profiles.editions.looking import look_again
from profiles.models import PublishedProfile, PublishedSource

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=1)  # a look that failed
BATCH = 50
TOGETHER = 25  # looked at in one transaction: their queries are shared, and publishing waits for none of them long


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

    Two workers never take the same one. One that cannot be looked at is in the log, waits for an hour, and does not
    stop the others.
    """
    looked = 0
    while looked < limit and (taken := _look_at_some(now, min(TOGETHER, limit - looked))):
        looked += taken
    return looked


def _due(sources: QuerySet[PublishedSource], now: datetime) -> int:
    cites = sources.filter(listing=OuterRef("pk"))
    return PublishedProfile.objects.filter(Exists(cites)).update(look_again_at=now)


@transaction.atomic
def _look_at_some(now: datetime, many: int) -> int:
    # Whoever holds the profile is publishing, and whoever holds its listing makes it due again. We wait for neither:
    # what waits for nobody while it holds several cannot end in a deadlock.
    due = (
        PublishedProfile.objects.select_for_update(skip_locked=True, of=("self", "profile"))
        .filter(look_again_at__lte=now)
        .select_related("profile", "edition", "assessment")
        .order_by("look_again_at", "pk")
    )
    if not (listings := list(due[:many])):
        return 0
    try:
        with transaction.atomic():
            look_again(listings=listings, now=now)
    except SoftTimeLimitExceeded:  # the task is over; the profiles stay due
        raise
    except Exception:  # one of them: which, shows when each is looked at by itself
        for listing in listings:
            _look_at_one(listing, now)
    return len(listings)


def _look_at_one(listing: PublishedProfile, now: datetime) -> None:
    try:
        with transaction.atomic():
            look_again(listings=[listing], now=now)
    except SoftTimeLimitExceeded:
        raise
    except Exception:  # whatever one profile brings about must not stop the others
        log.exception("%s could not be looked at", listing.profile.subject)
        PublishedProfile.objects.filter(pk=listing.pk).update(look_again_at=now + AGAIN_AFTER)
