"""Which profile and which edition an address means, and whether it may be read. Every public answer begins here.

By slug, number, day or permanent address: an old edition obeys today's rights, and they are decided in `public` and
`readable` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from profiles.editions.plain_words import day as in_words
from profiles.models import Assessment, Edition, Ending, PublishedProfile

SEARCHED = ("text", "names", "lead", "search", "filed")  # of a public profile: seldom read, and large but for the last
_ENDED = {"withdrawn": "withdrawn", "merged": "merged into another profile", "split": "split into several profiles"}


class NothingThen(LookupError):
    """The profile is public, and nothing can be shown for that day. The message is for readers."""


@dataclass(frozen=True)
class Found:
    """An edition that may be read, with the assessment that is shown with it."""

    listing: Any  # PublishedProfile, or what stands in for one that ended (profiles.editions.whereabouts)
    edition: Edition
    assessment: Assessment
    until: datetime | None = None  # the first moment after the day that was asked for; None: as it is now
    is_ended: bool = False  # the profile is not public any more; it goes on in others
    day_is_over: bool = True

    @property
    def is_newest(self) -> bool:
        return self.edition.pk == self.listing.edition_id and not self.is_ended


def public() -> QuerySet[PublishedProfile]:
    """The profiles that may be read now, without what only search looks in."""
    return PublishedProfile.objects.defer(*SEARCHED)


def searched_of(path: str) -> list[str]:
    """The names of what only search looks in, for a query that reaches public profiles by `path`."""
    return [f"{path}__{name}" for name in SEARCHED]


def readable(profile_id: int) -> QuerySet[Edition]:
    """The editions of a public profile (primary key) that may be read now."""
    return Edition.objects.filter(profile=profile_id)


def assessed(edition: Edition, until: datetime | None = None) -> QuerySet[Assessment]:
    """The assessments of an edition that were made before `until`, the last one first."""
    rows = edition.assessments.order_by("-number")
    return rows if until is None else rows.filter(assessed_at__lt=until)


def newest(listing: Any) -> Found | None:
    """The newest edition of a public profile, fetched with its listing, and its last assessment."""
    return _with_assessment(listing, listing.edition)


def numbered(listing: Any, number: int) -> Found | None:
    """Edition `number` with its last assessment; None where there is none."""
    if number == listing.edition.number:
        return newest(listing)
    edition = readable(listing.profile_id).filter(number=number).first()
    return _with_assessment(listing, edition) if edition else None


def standing_on(listing: Any, day: date, now: datetime) -> Found:
    """What readers saw at the end of `day` in UTC: the newest edition by then, with the last assessment by then.

    Today is allowed and gives what stands there now. Raises NothingThen for a day that has not come, for one before
    the first edition, and for one on which the profile had come to an end.
    """
    until = end_of(day, now)
    if until is None:
        raise NothingThen(f"{in_words(day)} has not come yet.")
    editions = readable(listing.profile_id).filter(published_at__lt=until).order_by("-number")
    edition = editions.first()
    found = _with_assessment(listing, edition, until) if edition else None
    if found is None:
        first = readable(listing.profile_id).order_by("number").values_list("published_at", flat=True).first()
        since = f" The first edition is of {in_words(first.astimezone(UTC).date())}." if first else ""
        raise NothingThen(f"We had published nothing on {listing.name} by the end of {in_words(day)}.{since}")
    ending = Ending.objects.filter(profile=listing.profile_id, at__lt=until).order_by("-id").first()
    if ending and ending.at > found.edition.published_at:
        what = f"{listing.name} was {_ENDED[ending.kind]} on {in_words(ending.at.astimezone(UTC).date())}"
        raise NothingThen(f"{what}, and was not public at the end of {in_words(day)}. {ending.reason}")
    return replace(found, day_is_over=until <= now)


def end_of(day: date, now: datetime) -> datetime | None:
    """The first moment after a day in UTC; None for a day that has not come at `now`."""
    if day > now.astimezone(UTC).date():
        return None
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=1)


def slugs_of(others: Iterable[str]) -> dict[str, str]:
    """Public id to slug of those of the profiles `others` that may be read now."""
    ids = list(others)
    if not ids:
        return {}
    rows = public().filter(profile__public_id__in=ids)
    return dict(rows.values_list("profile__public_id", "slug"))


def _with_assessment(listing: Any, edition: Edition, until: datetime | None = None) -> Found | None:
    assessment = assessed(edition, until).first()
    return (
        Found(listing, edition, assessment, until, is_ended=not isinstance(listing, PublishedProfile))
        if assessment
        else None
    )
