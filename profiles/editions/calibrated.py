"""How published statements turned out, for the calibration page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from profiles.evidence.learning.calibration import ENOUGH, Calibration, Shown, calibration
from profiles.models import Outcome, PublishedProfile, Verdict, VerdictOutcome

__all__ = ["ENOUGH", "Watched", "how_it_turned_out", "what_came_of_watching"]


@dataclass(frozen=True)
class Watched:
    """What came of the things that published profiles told readers to watch."""

    happened: int
    did_not: int
    unknown: int

    @property
    def in_all(self) -> int:
        return self.happened + self.did_not + self.unknown


def how_it_turned_out() -> tuple[Calibration, int]:
    """Return the calibration over all verdicts that stand, and how many statements lapsed. One query.

    A statement counts with the score that readers saw when it was settled. It held where it was upheld; one that
    was corrected did not, since the value that we published was not the right one.
    """
    rows = list(Verdict.objects.filter(superseded_by=None).values_list("score", "outcome"))
    shown = [
        Shown(score, outcome == VerdictOutcome.UPHELD) for score, outcome in rows if outcome != VerdictOutcome.LAPSED
    ]
    return calibration(shown), len(rows) - len(shown)


def what_came_of_watching() -> Watched:
    """Return the outcomes of outlook items, as the newest editions of public profiles give them. One query."""
    counts = {
        name: Sum(Cast(KT(f"card__outcomes__{outcome.value}"), IntegerField()))
        for name, outcome in (
            ("happened", Outcome.HAPPENED),
            ("did_not", Outcome.DID_NOT),
            ("unknown", Outcome.UNKNOWN),
        )
    }
    found = PublishedProfile.objects.aggregate(**counts)
    return Watched(**{name: many or 0 for name, many in found.items()})
