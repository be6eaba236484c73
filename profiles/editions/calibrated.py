"""How published statements turned out, for the calibration page."""

from __future__ import annotations

import hashlib

from profiles.evidence.learning.calibration import ENOUGH, Calibration, Shown, calibration
from profiles.models import Verdict, VerdictOutcome

__all__ = ["ENOUGH", "how_it_turned_out", "tag_of"]


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


def tag_of() -> str:
    """What the calibration page depends on. Verdicts are written once, so the newest tells of all."""
    newest = Verdict.objects.order_by("-id").values_list("id", flat=True).first()
    return hashlib.sha256(f"calibration|{newest}".encode()).hexdigest()[:32]
