"""How a score came about: one line for each thing that moved it, in the order of the computation.

The steps add up to the score. `without` is the score of the same claim with that one thing left out.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .caps import ALWAYS
from .evidence import Claim
from .fusion import belief, calibrated, strength
from .ledger_words import CALIBRATED, HELD, START, age_words, cap_words, origin_words, rival_words
from .method import Assessed, score
from .origins import Origin
from .parameters import Parameters
from .raising import WouldRaise, would_raise

LineKind = Literal["start", "origin", "dispute", "age", "calibration", "cap"]


@dataclass(frozen=True, slots=True)
class Used:
    """One document's figures: all that is needed to compute its weight again."""

    citation: str
    origin: str
    publisher: str
    grade: str
    right: float
    wrong: float
    directness: str
    attached: bool
    kappa: float
    age_days: int
    r: float
    weight: float

    def as_json(self) -> dict[str, str | int | float | bool]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Line:
    """One step. `running` is the score after it; `without` is None where there is nothing to leave out.

    `key` is the origin's or the other value's key, or the cap's name. `counts` is false for a dispute that
    does not outweigh an original. `limit` is a cap's ceiling. `r` and `weight` are the best document's.
    """

    kind: LineKind
    key: str
    words: str
    citations: tuple[str, ...]
    step: float
    running: float
    without: float | None
    r: float | None = None
    weight: float | None = None
    limit: float | None = None
    counts: bool = True
    presumed: bool = False
    used: tuple[Used, ...] = ()

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {
            "kind": self.kind,
            "key": self.key,
            "words": self.words,
            "citations": list(self.citations),
            "step": self.step,
            "running": self.running,
        }
        for name in ("without", "r", "weight", "limit"):
            if getattr(self, name) is not None:
                found[name] = getattr(self, name)
        if self.kind == "origin":
            found["presumed"] = self.presumed
        if self.kind == "dispute":
            found["counts"] = self.counts
        if self.used:
            found["used"] = [each.as_json() for each in self.used]
        return found


@dataclass(frozen=True, slots=True)
class Ledger:
    """The whole account of one score. `set_aside` names what an editor left out, with the reasons."""

    lines: tuple[Line, ...]
    would_raise: tuple[WouldRaise, ...]
    set_aside: tuple[tuple[str, str], ...]
    assessed: Assessed
    parameters: Parameters

    def as_json(self) -> dict[str, object]:
        """Plain dicts, lists, text and numbers, from which anybody can recompute the score."""
        assessed = self.assessed
        return {
            "claim": assessed.claim.id,
            "kind": assessed.claim.kind,
            "value": assessed.claim.published,
            "today": assessed.today.isoformat(),
            "score": assessed.score,
            "ten_thousandths": assessed.ten_thousandths,
            "before_caps": assessed.before_caps,
            "stale": assessed.stale,
            "internal": assessed.internal,
            "disputed": assessed.disputed,
            "original_reports": assessed.named_origins,
            "presumed_reports": assessed.presumed_origins,
            "lines": [line.as_json() for line in self.lines],
            "would_raise": [each.as_json() for each in self.would_raise],
            "set_aside": [{"citation": each, "reason": reason} for each, reason in self.set_aside],
            "parameters": self.parameters.as_json(),
        }


def ledger(claim: Claim, parameters: Parameters, today: datetime.date) -> Ledger:
    """The account of a claim's score on a day. Costs a scoring for each line and each proposal."""
    assessed = score(claim, parameters, today)
    lines = [_start(parameters)]
    lines += _origin_lines(assessed, parameters, lines[-1].running)
    lines += _age_lines(assessed, parameters, lines[-1].running)
    lines += _dispute_lines(assessed, parameters, lines[-1].running)
    lines += _calibration_lines(assessed, parameters, lines[-1].running)
    lines += _cap_lines(assessed, parameters, lines[-1].running)
    if assessed.stale:
        below = score(claim, parameters, today, without_floor=True).score
        step = assessed.score - lines[-1].running
        lines.append(Line("age", "held", HELD, (), step, assessed.score, below, limit=parameters.stale))
    return Ledger(
        lines=tuple(lines),
        would_raise=would_raise(assessed, parameters),
        set_aside=tuple((each.id, each.set_aside) for each in claim.citations if each.set_aside is not None),
        assessed=assessed,
        parameters=parameters,
    )


def _start(parameters: Parameters) -> Line:
    return Line("start", "start", START, (), parameters.baseline, parameters.baseline, None)


def _origin_lines(assessed: Assessed, parameters: Parameters, running: float) -> list[Line]:
    """Best first as if nothing had aged and nobody disputed; both come after, on lines of their own."""
    lines = []
    best_first = sorted(assessed.origins, key=lambda origin: (-origin.fresh_weight, -origin.weight, origin.key))
    weights: list[float] = []
    for origin in best_first:
        weights.append(origin.fresh_weight)
        after = belief(strength(weights, parameters), (), parameters)
        ids = tuple(citation.id for citation in origin.citations)
        best = max(origin.weighed, key=lambda each: (each.fresh_weight, each.weight))
        lines.append(
            Line(
                "origin",
                origin.key,
                origin_words(origin),
                ids,
                after - running,
                after,
                _without(assessed, parameters, ids),
                r=best.fresh,
                weight=origin.fresh_weight,
                presumed=origin.presumed,
                used=_used([origin]),
            )
        )
        running = after
    return lines


def _age_lines(assessed: Assessed, parameters: Parameters, running: float) -> list[Line]:
    everything = [*assessed.origins, *(origin for rival in assessed.rivals for origin in rival.origins)]
    if not any(each.age_days for origin in everything for each in origin.weighed):
        return []
    after = belief(strength((origin.weight for origin in assessed.origins), parameters), (), parameters)
    older = tuple(each.citation.id for origin in assessed.origins for each in origin.weighed if each.age_days)
    words = age_words(assessed.origins)
    return [Line("age", "age", words, older, after - running, after, assessed.ageless)]


def _dispute_lines(assessed: Assessed, parameters: Parameters, running: float) -> list[Line]:
    own = strength((origin.weight for origin in assessed.origins), parameters)
    against: list[float] = []
    lines = []
    for rival in assessed.rivals:
        after = running
        if rival.counted:
            against.append(rival.strength)
            after = belief(own, against, parameters)
        lines.append(
            Line(
                "dispute",
                rival.key,
                rival_words(rival),
                rival.stated_by,
                after - running,
                after,
                _without(assessed, parameters, rival.stated_by),
                weight=rival.strength,
                counts=rival.counted,
                used=_used(rival.origins),
            )
        )
        running = after
    return lines


def _calibration_lines(assessed: Assessed, parameters: Parameters, running: float) -> list[Line]:
    if parameters.platt is None:
        return []
    after = calibrated(running, parameters)
    plain = score(assessed.claim, replace(parameters, platt=None), assessed.today).score
    return [Line("calibration", "calibration", CALIBRATED, (), after - running, after, plain)]


def _cap_lines(assessed: Assessed, parameters: Parameters, running: float) -> list[Line]:
    lines = []
    for cap in assessed.caps:
        without = score(assessed.claim, parameters, assessed.today, without_cap=cap.name).score
        lines.append(
            Line(
                "cap",
                cap.name,
                cap_words(cap),
                () if cap.name == ALWAYS else tuple(each.id for each in assessed.supporters),
                cap.limit - running,
                cap.limit,
                without,
                limit=cap.limit,
            )
        )
        running = cap.limit
    return lines


def _without(assessed: Assessed, parameters: Parameters, gone: Collection[str]) -> float:
    left = tuple(each for each in assessed.claim.citations if each.id not in gone)
    return score(replace(assessed.claim, citations=left), parameters, assessed.today).score


def _used(origins: Sequence[Origin]) -> tuple[Used, ...]:
    return tuple(
        Used(
            citation=each.citation.id,
            origin=origin.key,
            publisher=each.speaker.name,
            grade=each.speaker.grade,
            right=each.speaker.right,
            wrong=each.speaker.wrong,
            directness=each.citation.directness,
            attached=each.citation.attached,
            kappa=each.kappa,
            age_days=each.age_days,
            r=each.r,
            weight=each.weight,
        )
        for origin in origins
        for each in origin.weighed
    )
