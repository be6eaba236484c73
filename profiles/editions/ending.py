"""A public profile comes to an end: withdrawn, merged into another, or split into several. Its editions stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from profiles.editions.joining_up import take_over
from profiles.editions.scheduling import take_back
from profiles.models import Ending, EndingKind, Profile, ProfileState, PublishedProfile
from records.audit import record
from records.outbox import announce


class NotEnded(ValueError):
    """The profile cannot come to that end; nothing was written. The message says why, for the editor."""


@transaction.atomic
def withdraw(*, profile_id: int, reason: str, by: str, now: datetime) -> Ending:
    """Take a profile back. Every address of it, old editions included, answers that it is gone, when and why.

    What was published stays in the database, and publishing again brings the profile back. Raises NotEnded.
    """
    (profile,) = _locked(profile_id)
    return _end(profile, EndingKind.WITHDRAWN, reason, (), by, now)


@transaction.atomic
def merge(*, profile_id: int, into_id: int, reason: str, by: str, now: datetime) -> Ending:
    """Let a profile go on in another: its address leads there, its old editions stay readable at their own.

    Its statements with their evidence, its names, waiting signals and ties move into the other's working file, where
    an editor looks at them before they are published. Both are locked, in the order of their keys. Raises NotEnded.
    """
    if profile_id == into_id:
        raise NotEnded("A profile cannot be merged into itself.")
    found = {one.pk: one for one in _locked(profile_id, into_id)}
    profile, into = found[profile_id], found[into_id]
    if into.state != ProfileState.PUBLISHED:
        raise NotEnded(f"“{into}” is not public. Publish it first, so that readers find it.")
    take_over(profile=profile, into=into, by=by, now=now)
    return _end(profile, EndingKind.MERGED, reason, (into,), by, now)


@transaction.atomic
def split(*, profile_id: int, into_ids: Sequence[int], reason: str, by: str, now: datetime) -> Ending:
    """Let a profile go on in several that are public: its address names them, its old editions stay readable.

    What of its statements belongs where, an editor has decided by writing those. Raises NotEnded.
    """
    parts = sorted(set(into_ids) - {profile_id})
    if len(parts) < 2:
        raise NotEnded("Name at least two other profiles in which it goes on.")
    found = {one.pk: one for one in _locked(profile_id, *parts)}
    hidden = [found[key].name for key in parts if found[key].state != ProfileState.PUBLISHED]
    if hidden:
        raise NotEnded(f"“{hidden[0]}” is not public. Publish it first, so that readers find it.")
    return _end(found[profile_id], EndingKind.SPLIT, reason, [found[key] for key in parts], by, now)


def _locked(*keys: int) -> list[Profile]:
    """The profiles, held until the transaction ends; always in one order, so that two editors never wait in a ring."""
    return list(Profile.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _end(
    profile: Profile, kind: EndingKind, reason: str, successors: Sequence[Profile], by: str, now: datetime
) -> Ending:
    if profile.state != ProfileState.PUBLISHED:
        raise NotEnded("Only what is public can come to an end. This profile is not.")
    if not reason.strip():
        raise NotEnded("Say why in a sentence; readers see it at the profile's address.")
    ending = Ending.objects.create(profile=profile, kind=kind, reason=reason.strip(), at=now, by=by)
    ending.successors.set(successors)
    # What was scheduled before must not bring it back by itself.
    take_back(profile_id=profile.pk, why="The profile came to an end.", by=by, now=now)
    PublishedProfile.objects.filter(profile=profile).delete()
    profile.state = ProfileState(kind.value)
    profile.save(update_fields=["state"])
    into = [one.public_id for one in successors]
    record(by=by, verb=f"profile.{kind.value}", subject=profile.subject, now=now, into=into)
    announce(topic=f"profile.{kind.value}", key=profile.public_id, now=now, payload={"into": into})
    return ending
