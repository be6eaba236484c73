"""What stands at an address where no public profile stands: where it moved, or that it is gone, and why.

Of what is not public nothing is told, neither its name nor that there is anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from profiles.editions.finding import public
from profiles.editions.indexing import mark_of
from profiles.editions.schemas import read_words
from profiles.editions.states import Answer, Door, Gone, Moved, Onward, answer
from profiles.models import Address, Edition, Ending, Profile

HOPS = 10  # from one merger to the next


def whereabouts(slug: str, door: Door = Door.PAGE) -> Moved | Gone | None:
    """Where the profile that once stood at `slug` is; None where none ever did, or it stands there still."""
    address = Address.objects.filter(slug=slug).select_related("profile").first()
    if address is None:
        return None
    return _of(address.profile, asked=slug, door=door)


def whereabouts_of(profile: str, door: Door = Door.PAGE) -> Moved | Gone | None:
    """The same for a profile by its public id."""
    found = Profile.objects.filter(public_id=profile).first()
    return _of(found, asked="", door=door) if found else None


@dataclass(frozen=True)
class EndedListing:
    """Stands in for the row of a public profile where one ended whose old editions are still read: merged or split."""

    slug: str
    name: str
    profile_id: int
    edition: Edition
    ended: Gone
    card: Mapping[str, Any]

    @property
    def edition_id(self) -> int:
        return self.edition.pk


def ended(slug: str) -> EndedListing | None:
    """The profile whose old editions are read at `slug` although it is not public any more."""
    address = Address.objects.filter(slug=slug).select_related("profile__current_edition").first()
    if address is None or answer(address.profile.state, Door.OLD) != Answer.SHOWN:
        return None
    profile = address.profile
    edition = profile.current_edition
    newest = profile.endings.order_by("-id").first()
    if edition is None or newest is None or slug != edition.manifest["words"]["slug"]:
        return None
    words = read_words(edition.manifest, edition.body)
    return EndedListing(slug, words.name, profile.pk, edition, _gone(newest), {"mark": mark_of(words)})


def _of(profile: Profile, *, asked: str, door: Door) -> Moved | Gone | None:
    found = answer(profile.state, door)
    if found == Answer.SHOWN:
        slug = _slug(profile)
        return Moved(slug) if slug and slug != asked else None
    if found == Answer.ABSENT:
        return None
    ending = profile.endings.order_by("-id").first()
    if ending is None:  # the state says that it ended; when and why is not known
        return None
    if found == Answer.MOVED and (goal := _goal(ending)):
        return Moved(goal)
    return _gone(ending)


def _slug(profile: Profile) -> str:
    """Where the profile is read: as a public one, or the old editions of one that ended."""
    listed = public().filter(profile=profile).values_list("slug", flat=True).first()
    if listed or profile.current_edition is None:
        return listed or ""
    return str(profile.current_edition.manifest["words"]["slug"])


def _goal(ending: Ending) -> str:
    """Where a merger ends that may lead to another one; "" where that is not public."""
    for _ in range(HOPS):
        into = ending.successors.first()
        if into is None:
            return ""
        slug = public().filter(profile=into).values_list("slug", flat=True).first()
        if slug:
            return str(slug)
        following = into.endings.order_by("-id").first() if into.state == "merged" else None
        if following is None:
            return ""
        ending = following
    return ""


def _gone(ending: Ending) -> Gone:
    return Gone(ending.kind, ending.at.astimezone(UTC).date(), ending.reason, tuple(_onward(ending.successors.all())))


def _onward(successors: Iterable[Profile]) -> Iterable[Onward]:
    rows = public().filter(profile__in=list(successors)).order_by("name_folded", "profile")
    return (Onward(slug, name) for slug, name in rows.values_list("slug", "name"))
