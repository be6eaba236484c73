"""Tarn Landing as its editors left it, a few minutes before the press room tells more."""

from __future__ import annotations

from datetime import datetime

from plumbline.demonstration.rows import fill_page, open_file, state_from_papers, tie_up
from plumbline.demonstration.skerry import Days
from plumbline.demonstration.tarn import FILES, tarn
from plumbline.pressroom.room import Room
from profiles.editions.approving import approve
from profiles.editions.publishing import publish
from profiles.models import Profile


def publish_tarn(days: Days, room: Room, *, by: str, colleague: str, now: datetime) -> None:
    """Bring its papers in, accept them, and publish the first edition: two people, since one statement is of band A."""
    organisation = tarn(days)
    profile = open_file(organisation, by=by, now=now, is_invented=True)
    state_from_papers(profile, organisation, FILES, room, by=by, now=now)
    fill_page(profile, organisation, by=by, now=now, today=now)
    tie_up(profile, organisation, by=by, now=now)
    seen = Profile.objects.get(pk=profile.pk).revision
    approve(profile_id=profile.pk, revision=seen, by=colleague, now=now)
    publish(profile_id=profile.pk, by=by, now=now)
