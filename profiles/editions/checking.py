"""Keeps the status of a published profile: its sources are looked at again and again, and what was found is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from profiles.editions.standing import checks
from profiles.editions.words import Words
from profiles.models import PublishedSource, Status
from sources.found import Found
from sources.models import Document
from sources.watching.entering import NotWatched, watch_document


def check(*, status: Status, words: Words, found: Mapping[str, Found]) -> None:
    """Write into `status` what was found of the documents that `words` cite (profiles.editions.standing.found_in).

    Readers see days, so a second check on the same day with the same outcome changes nothing: the page keeps its
    tag. The caller holds the profile's lock; a profile of which nothing was ever checked needs no row.
    """
    seen = checks(words, found)
    if seen == status.citations:
        return
    days = [date.fromisoformat(one["on"]) for one in seen.values()]
    status.citations = seen
    status.last_checked_on = max(days, default=None)
    status.version += 1
    status.save()


def watch_cited(*, profile: str, by: str, now: datetime) -> int:
    """Have the held documents that a public profile (public id) cites checked from now on; return how many are new.

    A document without an address, or with one that may not be fetched, is left as it is: readers see no check.
    """
    cited = PublishedSource.objects.filter(listing__profile__public_id=profile).values("document")
    held = Document.objects.filter(public_id__in=cited, versions__isnull=False, watches=None).exclude(address="")
    watched = 0
    for document in held.select_related("source").distinct():
        try:
            watched += watch_document(document=document, by=by, now=now) is not None
        except NotWatched:
            continue
    return watched
