"""What stands beside a published statement and is no part of its edition: verdicts, and the subject's word. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class VerdictView:
    """How a statement turned out. `is_superseded`: a later verdict says otherwise; both are shown."""

    outcome: str  # upheld, corrected, refuted, lapsed
    words: str  # "Upheld: it is as we said"
    instead: str  # the value that is right, or ""
    reason: str
    on: date
    shown: str  # the score that was shown then, "0.81"
    label: str  # and its label, "Strong"
    edition: str  # of which assessment, "7.2"
    is_superseded: bool


@dataclass(frozen=True)
class ReplyView:
    """What the organisation itself says on a statement. It moves no score."""

    text: str
    name: str
    role: str
    said_on: date


@dataclass(frozen=True)
class Beside:
    """What stands beside one statement: verdicts newest first, replies oldest first."""

    verdicts: tuple[VerdictView, ...] = ()
    replies: tuple[ReplyView, ...] = ()


NOTHING = Beside()
