"""Moves what a merged profile's working file holds into the profile in which it goes on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from profiles.models import Alias, AliasClass, Dependency, KeyPoint, Profile, Signal, SignalState
from profiles.naming import fold
from records.audit import record

LONGEST_KEY = 60


def take_over(*, profile: Profile, into: Profile, by: str, now: datetime) -> None:
    """Move statements with their evidence, names, waiting signals and ties. The caller holds both profiles.

    A statement whose key is taken gets another. Public ids stay, so verdicts and replies follow. What the merged
    profile said in prose stays in its editions; ties between the two are gone.
    """
    moved = _move_claims(profile, into)
    _move_names(profile, into)
    _move_signals(profile, into)
    _turn_ties(profile, into)
    Profile.objects.filter(pk__in=(profile.pk, into.pk)).update(
        revision=F("revision") + 1, changed_at=now, changed_by=by
    )
    record(by=by, verb="profile.took_over", subject=into.subject, now=now, profile=profile.public_id, statements=moved)


def _move_claims(profile: Profile, into: Profile) -> int:
    taken = set(into.claims.values_list("key", flat=True))
    last = into.claims.order_by("-position").values_list("position", flat=True).first() or 0
    KeyPoint.objects.filter(profile=profile).delete()  # each points to a statement of its own profile
    claims = list(profile.claims.order_by("position", "id"))
    ties = {tie.pk: tie for tie in Dependency.objects.filter(profile=profile)}
    for place, claim in enumerate(claims, last + 1):
        claim.key = free_key(claim.key, taken)
        taken.add(claim.key)
        claim.profile, claim.position = into, place
        # What carries the other profile is for an editor to say.
        claim.is_key = False
        claim.save(update_fields=["key", "profile", "position", "is_key"])
    # The tie and its statement change hands in one transaction: the database looks at its end.
    for tie in ties.values():
        if tie.other_id == into.pk:
            tie.delete()
        else:
            tie.profile = into
            tie.save(update_fields=["profile"])
    return len(claims)


def free_key(key: str, taken: set[str]) -> str:
    """The key, or the first of `key-2`, `key-3`, ... that is not taken."""
    number, free = 2, key
    while free in taken:
        end = f"-{number}"
        free = key[: LONGEST_KEY - len(end)].rstrip("-") + end
        number += 1
    return free


def _move_names(profile: Profile, into: Profile) -> None:
    """Documents that speak of the merged profile are about the other one from now on."""
    Alias.objects.get_or_create(
        profile=into, text=profile.name, kind=AliasClass.FORMER, defaults={"folded": fold(profile.name)}
    )
    there = set(into.aliases.values_list("text", "kind"))
    for alias in profile.aliases.all():
        if (alias.text, alias.kind) in there:
            alias.delete()
        else:
            alias.profile = into
            alias.save(update_fields=["profile"])


def _move_signals(profile: Profile, into: Profile) -> None:
    known = into.signals.values("document")
    waiting = Signal.objects.filter(profile=profile, state=SignalState.WAITING)
    waiting.filter(document__in=known).delete()
    waiting.exclude(document__in=known).update(profile=into)


def _turn_ties(profile: Profile, into: Profile) -> None:
    """Working files that name the merged profile name the other one; one with itself is no tie."""
    Dependency.objects.filter(other=profile, profile=into).delete()
    for key in Dependency.objects.filter(other=profile).values_list("profile", flat=True).distinct():
        Profile.objects.filter(pk=key).update(revision=F("revision") + 1)
    Dependency.objects.filter(other=profile).update(other=into)
    # A profile that names both still does, once.
    seen: set[tuple[int, str, bool, int]] = set()
    for tie in Dependency.objects.filter(other=into).order_by("pk"):
        same = (tie.profile_id, tie.kind, tie.points_here, tie.claim_id)
        if same in seen:
            tie.delete()
        seen.add(same)
