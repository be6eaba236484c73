"""Which figures the method has, since when and why. Set 0 is what it was released with and has no row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from profiles.editions.assessing import AS_RELEASED, Chosen
from profiles.evidence.learning.figures import parameters_of
from profiles.models import ParameterSet

NEEDED = 200
"""So many verdicts must stand before the calibration is fitted (the method page)."""
RELEASED_BECAUSE = "As the method was released. No calibration: too few statements had been settled."


@dataclass(frozen=True)
class SetRow:
    """One set in the public history. `since` is None for the released one."""

    number: int
    method: str
    since: datetime | None
    reason: str
    verdicts: int
    platt: tuple[float, float] | None


def chosen(now: datetime) -> Chosen:
    """The figures that apply at `now`: the newest set that has begun, else those of the release. One query."""
    row = ParameterSet.objects.filter(since__lte=now).order_by("-number").first()
    return Chosen(row.number, parameters_of(row.figures)) if row else AS_RELEASED


def history(now: datetime) -> tuple[SetRow, ...]:
    """Every set that has begun, newest first; the last one is the release."""
    rows = ParameterSet.objects.filter(since__lte=now).order_by("-number")
    found = []
    for row in rows:
        one = Chosen(row.number, parameters_of(row.figures))
        found.append(SetRow(row.number, one.method, row.since, row.reason, row.verdicts, one.parameters.platt))
    return (*found, SetRow(0, AS_RELEASED.method, None, RELEASED_BECAUSE, 0, AS_RELEASED.parameters.platt))
