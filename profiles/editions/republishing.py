"""Publishes the words of an older edition anew: undo, as a new edition with today's numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from profiles.editions.drafting import draft_of_words
from profiles.editions.plain_words import day
from profiles.editions.publishing import NeedsSecondPerson, NotPublished, issue
from profiles.editions.schemas import read_words
from profiles.models import Edition, EditionKind, Profile


@transaction.atomic
def republish(*, profile_id: int, number: int, note: str, by: str, now: datetime) -> Edition:
    """Publish the words of edition `number` as the next edition; return it. The working file stays as it is.

    They are scored and checked as on every publication. Raises NotPublished: for an edition that is not there, from
    which words were erased, or which would lift something into the highest band (that is published from the working
    file, where a second person can look at it); and whatever publishing raises.
    """
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    old = profile.editions.filter(number=number).first()
    if old is None:
        raise NotPublished(f"There is no edition {number}.")
    if None in old.body.values():
        raise NotPublished("Words were removed from this edition for good. Write a new one from the working file.")
    # The address is today's: an old one leads there.
    words = replace(read_words(old.manifest, old.body), slug=profile.slug)
    draft = draft_of_words(profile, words, now=now, again=True)
    if draft.lifted:
        raise NeedsSecondPerson(draft.lifted)
    on = day(old.published_at.date())
    told = f"The words of edition {number} of {on} again. {note.strip()}".strip()
    return issue(profile=profile, draft=draft, by=by, now=now, note=told, kind=EditionKind.CORRECTION)
