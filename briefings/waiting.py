"""What waits at the desk for an editor, as far as members are concerned: applications, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefings.members import Visitor
from briefings.models import Application, ApplicationState
from profiles.desk.waiting import may_see

SHOWN = 12


@dataclass(frozen=True)
class WaitingApplication:
    pk: int
    organisation: str
    role: str
    since: datetime


@dataclass(frozen=True)
class WaitingAtTheGate:
    """None: whoever looks may not see it."""

    applications: tuple[WaitingApplication, ...] | None
    in_all: int


def waiting(user: Visitor) -> WaitingAtTheGate:
    """Return the applications that wait, as far as `user` may see them."""
    if not may_see(user, "application", "briefings"):
        return WaitingAtTheGate(None, 0)
    rows = Application.objects.filter(state=ApplicationState.WAITING)
    shown = tuple(
        WaitingApplication(row.pk, row.organisation, row.role, row.made_at)
        for row in rows.order_by("made_at", "id")[:SHOWN]
    )
    return WaitingAtTheGate(shown, rows.count())
