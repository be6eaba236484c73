"""What waits for an editor, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from profiles.models import Profile, ProfileState, Signal, SignalState
from records.models import DeadLetter

SHOWN = 12


@dataclass(frozen=True)
class WaitingSignal:
    pk: int
    profile: str
    title: str
    publisher: str
    event: str
    since: datetime


@dataclass(frozen=True)
class WaitingProfile:
    pk: int
    name: str
    changed_at: datetime
    is_new: bool  # never published


@dataclass(frozen=True)
class Waiting:
    signals: tuple[WaitingSignal, ...]
    signals_in_all: int
    profiles: tuple[WaitingProfile, ...]
    dead_letters: int


def waiting() -> Waiting:
    """Return the desk's front page: signals, profiles changed since their edition, work that failed."""
    open_signals = Signal.objects.filter(state=SignalState.WAITING)
    rows = open_signals.select_related("profile", "document__publisher").order_by("made_at", "id")[:SHOWN]
    changed = (
        Profile.objects.filter(state=ProfileState.DRAFT)
        | Profile.objects.filter(changed_at__gt=F("current_edition__published_at"))
    ).order_by("changed_at", "id")[:SHOWN]
    return Waiting(
        signals=tuple(
            WaitingSignal(
                signal.pk,
                signal.profile.name,
                signal.document.title,
                signal.document.publisher.name if signal.document.publisher else "Publisher not known",
                signal.event_type,
                signal.made_at,
            )
            for signal in rows
        ),
        signals_in_all=open_signals.count(),
        profiles=tuple(
            WaitingProfile(profile.pk, profile.name, profile.changed_at, profile.state == ProfileState.DRAFT)
            for profile in changed
        ),
        dead_letters=DeadLetter.objects.filter(settled_at=None).count(),
    )
