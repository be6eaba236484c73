"""What waits for an editor, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from profiles.desk.matters import Matter, contradictions, stale
from profiles.models import ErrorReport, OutlookItem, Profile, ProfileState, ReportState, Signal, SignalState
from records.models import DeadLetter
from sources.reading.events import NONE as NO_EVENT
from sources.watching.health import DeadSource, count_dead_sources, dead_sources

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
class WaitingReport:
    pk: int
    profile: str
    statement: str
    since: datetime


@dataclass(frozen=True)
class DueItem:
    """Something that readers were told to watch, and whose day has come without an outcome."""

    profile_pk: int
    profile: str
    text: str
    due_on: date


@dataclass(frozen=True)
class Waiting:
    """None: whoever looks may not see it."""

    signals: tuple[WaitingSignal, ...] | None
    signals_in_all: int
    profiles: tuple[WaitingProfile, ...] | None
    reports: tuple[WaitingReport, ...] | None
    reports_in_all: int
    due_items: tuple[DueItem, ...] | None
    due_items_in_all: int
    stale: tuple[Matter, ...] | None
    stale_in_all: int
    contradictions: tuple[Matter, ...] | None
    contradictions_in_all: int
    dead_sources: tuple[DeadSource, ...] | None
    dead_sources_in_all: int
    dead_letters: int


def may_see(user: AbstractBaseUser | AnonymousUser, model: str, app: str = "profiles") -> bool:
    """Whether `user` may look at rows of a model, as Django's admin has it: whoever may change may look."""
    return any(user.has_perm(f"{app}.{verb}_{model}") for verb in ("view", "change"))  # type: ignore[union-attr]


def waiting(user: AbstractBaseUser | AnonymousUser, today: date) -> Waiting:
    """Return the desk's front page for `user`: whatever waits that this person may look at, oldest first.

    `today` (UTC) says which things to watch are due for an outcome.
    """
    signals_in_all, signals = _signals() if may_see(user, "signal") else (0, None)
    reports_in_all, reports = _reports() if may_see(user, "errorreport") else (0, None)
    due_in_all, due = _due_items(today) if may_see(user, "outlookitem") else (0, None)
    stale_in_all, stale_ones = stale(SHOWN) if may_see(user, "claim") else (0, None)
    contradicted_in_all, contradicted = contradictions(SHOWN) if may_see(user, "claim") else (0, None)
    dead_in_all, dead = _dead() if may_see(user, "source", "sources") else (0, None)
    return Waiting(
        stale=stale_ones,
        stale_in_all=stale_in_all,
        contradictions=contradicted,
        contradictions_in_all=contradicted_in_all,
        due_items=due,
        due_items_in_all=due_in_all,
        reports=reports,
        reports_in_all=reports_in_all,
        signals=signals,
        signals_in_all=signals_in_all,
        profiles=_profiles() if may_see(user, "profile") else None,
        dead_sources=dead,
        dead_sources_in_all=dead_in_all,
        dead_letters=DeadLetter.objects.filter(settled_at=None).count()
        if may_see(user, "deadletter", "records")
        else 0,
    )


def _dead() -> tuple[int, tuple[DeadSource, ...]]:
    shown = dead_sources(most=SHOWN)
    return count_dead_sources() if len(shown) == SHOWN else len(shown), shown


def _signals() -> tuple[int, tuple[WaitingSignal, ...]]:
    open_signals = Signal.objects.filter(state=SignalState.WAITING)
    rows = open_signals.select_related("profile", "document__publisher").order_by("made_at", "id")[:SHOWN]
    shown = tuple(
        WaitingSignal(
            signal.pk,
            signal.profile.name,
            signal.document.title,
            signal.document.publisher.name if signal.document.publisher else "Publisher not known",
            "" if signal.event_type == NO_EVENT else signal.event_type,
            signal.made_at,
        )
        for signal in rows
    )
    return open_signals.count(), shown


def _reports() -> tuple[int, tuple[WaitingReport, ...]]:
    waiting = ErrorReport.objects.filter(state=ReportState.WAITING)
    rows = waiting.select_related("profile").order_by("made_at", "id")[:SHOWN]
    shown = tuple(
        WaitingReport(row.pk, row.profile.name, row.statement or "The page as a whole", row.made_at) for row in rows
    )
    return waiting.count(), shown


def _due_items(today: date) -> tuple[int, tuple[DueItem, ...]]:
    due = OutlookItem.objects.filter(outcome="", due_on__lt=today, profile__published__isnull=False)
    rows = due.select_related("profile").order_by("due_on", "id")[:SHOWN]
    return due.count(), tuple(DueItem(row.profile_id, row.profile.name, row.text, row.due_on) for row in rows)


def _profiles() -> tuple[WaitingProfile, ...]:
    changed = (
        Profile.objects.filter(state=ProfileState.DRAFT)
        | Profile.objects.filter(changed_at__gt=F("current_edition__published_at"))
    ).order_by("changed_at", "id")[:SHOWN]
    return tuple(
        WaitingProfile(profile.pk, profile.name, profile.changed_at, profile.state == ProfileState.DRAFT)
        for profile in changed
    )
