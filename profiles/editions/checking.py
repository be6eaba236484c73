"""Keeps the status of a published profile: when its sources were last looked at, and what was found."""

from __future__ import annotations

from datetime import date

from profiles.editions.standing import checks
from profiles.editions.words import Words
from profiles.models import Profile, Status


def check(*, profile: Profile, words: Words) -> bool:
    """Write what was found of the documents that `words` cite; return whether readers see a difference.

    Readers see days, so a second check on the same day with the same outcome changes nothing: the page keeps its
    tag. The caller holds the profile's lock.
    """
    status, _ = Status.objects.get_or_create(profile=profile)
    found = checks(words)
    if found == status.citations:
        return False
    days = [date.fromisoformat(one["on"]) for one in found.values()]
    status.citations = found
    status.last_checked_on = max(days, default=None)
    status.version += 1
    status.save(update_fields=["citations", "last_checked_on", "version"])
    return True
