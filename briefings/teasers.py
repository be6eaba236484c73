"""Keeps what profile pages tell of briefings and source notes in step with what is published of them.

Nothing but public words passes: title, teaser, name of the tier, address. Each function runs in its caller's
transaction and holds the profiles' rows, always in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from briefings.models import Briefing, BriefingProfile, SourceNote
from profiles.editions.teasers import TeaserWords, profiles_that_tease, put_teasers
from profiles.models import Profile, Teaser


def public_at(now: datetime) -> QuerySet[Briefing]:
    """The briefings that exist for readers at `now`."""
    return Briefing.objects.filter(published_at__lte=now).filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=now))


def show_briefing(briefing: Briefing, now: datetime) -> None:
    """Bring the pages of the briefing's profiles up to date, those that it has left included."""
    about = BriefingProfile.objects.filter(briefing=briefing).values_list("profile_id", flat=True)
    show_on({*about, *profiles_that_tease(briefing.public_id)}, now)


def show_on(profiles: Iterable[int], now: datetime) -> None:
    """Bring the pages of `profiles` (primary keys) up to date."""
    for profile in Profile.objects.select_for_update(no_key=True).filter(pk__in=set(profiles)).order_by("pk"):
        put_teasers(profile=profile, teasers=_of(profile, now), now=now)


def due(now: datetime) -> list[int]:
    """The profiles (primary keys) whose pages do not yet show a briefing that is public at `now`."""
    shown = set(Teaser.objects.exclude(briefing="").values_list("profile_id", "briefing"))
    rows = BriefingProfile.objects.filter(briefing__in=public_at(now)).values_list("profile_id", "briefing__public_id")
    return sorted({profile for profile, briefing in rows if (profile, briefing) not in shown})


def _of(profile: Profile, now: datetime) -> list[TeaserWords]:
    found = public_at(now).filter(about__profile=profile).select_related("tier").order_by("-published_at", "id")
    teasers = [
        TeaserWords(one.public_id, one.title, one.teaser, one.tier.name, f"/briefings/{one.slug}/") for one in found
    ]
    lowest = SourceNote.objects.filter(profile=profile).select_related("tier").order_by("tier__rank").first()
    if lowest:
        teasers.append(
            TeaserWords(
                "",
                "Notes for members",
                "What our editors add to the sources of this profile.",
                lowest.tier.name,
                "/briefings/notes/{profile}/",
            )
        )
    return teasers
