"""A hold on a profile: nobody publishes it, at the desk or by schedule, until it is lifted or its time is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from profiles.models import Hold, Profile
from records.audit import record


class NotHeld(ValueError):
    """It cannot be put on hold like that; the message says why, for the editor."""


@transaction.atomic
def hold(*, profile_id: int, reason: str, by: str, now: datetime, until: datetime | None = None) -> Hold:
    """Put a profile on hold, until a moment or until somebody lifts it; a hold that is open is replaced."""
    if not reason.strip():
        raise NotHeld("Say in a sentence why; whoever wants to publish it reads that.")
    if until is not None and until <= now:
        raise NotHeld("That moment has passed.")
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    lift(profile_id=profile_id, by=by, now=now)
    made = Hold.objects.create(profile=profile, reason=reason.strip(), until=until, by=by, at=now)
    record(by=by, verb="profile.held", subject=profile.subject, now=now, until=until.isoformat() if until else "")
    return made


@transaction.atomic
def lift(*, profile_id: int, by: str, now: datetime) -> bool:
    """Lift the hold that is open; whether there was one."""
    found = Hold.objects.select_for_update().filter(profile=profile_id, lifted_at=None).first()
    if found is None:
        return False
    found.lifted_by, found.lifted_at = by, now
    found.save(update_fields=["lifted_by", "lifted_at"])
    record(by=by, verb="profile.hold_lifted", subject=found.profile.subject, now=now)
    return True


def held(profile_id: int, now: datetime) -> Hold | None:
    """The hold under which a profile is now, if it is under one."""
    open_now = Q(until=None) | Q(until__gt=now)
    return Hold.objects.filter(open_now, profile=profile_id, lifted_at=None).first()
