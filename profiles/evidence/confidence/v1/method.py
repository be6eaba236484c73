"""The method from end to end: one claim in, one assessed score out."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from .bands import cut
from .caps import ONLY_PARTY, Cap, caps, holds_primary
from .evidence import Citation, Claim
from .fusion import belief, calibrated, strength
from .origins import Origin, origins, supporters
from .parameters import Parameters


@dataclass(frozen=True, slots=True)
class Rival:
    """Another value of the claim. `counted` is false where it only repeats against an original we hold."""

    key: str
    text: str
    origins: tuple[Origin, ...]
    stated_by: tuple[str, ...]
    counted: bool
    fresh_strength: float
    strength: float


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the method says of one claim on one day.

    score            0 to 1, unrounded; `ten_thousandths` is what is stored and published (cut)
    before_caps      after fusion, disputes and calibration, before any cap
    caps             the caps that lowered the score, in order
    holds            every cap that holds, whether or not it lowered the score
    ageless          the score if nothing had aged
    stale            age alone would have taken the score below .10; it was held there
    internal         below .10 without a rival: not enough to publish (with a rival it is refuted)
    origins          the original reports behind the published value, heaviest first
    rivals           the other values, strongest first; only the counted ones lower the score
    """

    claim: Claim
    today: datetime.date
    score: float
    before_caps: float
    caps: tuple[Cap, ...]
    holds: tuple[Cap, ...]
    ageless: float
    stale: bool
    origins: tuple[Origin, ...]
    rivals: tuple[Rival, ...]

    @property
    def ten_thousandths(self) -> int:
        return cut(self.score)

    @property
    def disputed(self) -> bool:
        return any(rival.counted for rival in self.rivals)

    @property
    def internal(self) -> bool:
        return self.ten_thousandths < 1000 and not self.disputed

    @property
    def supporters(self) -> tuple[Citation, ...]:
        return tuple(citation for origin in self.origins for citation in origin.citations)

    @property
    def named_origins(self) -> int:
        """Original reports that are named or that we have before us."""
        return sum(not origin.presumed for origin in self.origins)

    @property
    def presumed_origins(self) -> int:
        """1 where documents repeat a report that none of them names, else 0."""
        return sum(origin.presumed for origin in self.origins)

    @property
    def only_party(self) -> bool:
        """Nobody but the party itself says so, whether or not that lowered the score."""
        return any(cap.name == ONLY_PARTY for cap in self.holds)


def score(
    claim: Claim,
    parameters: Parameters,
    today: datetime.date,
    *,
    without_cap: str | None = None,
    without_floor: bool = False,
) -> Assessed:
    """Scores a claim's published value on a day. The rules are those of ORIGIN, version 1.

    `without_cap` leaves one cap out and `without_floor` lets age take the score below .10: both answer the
    ledger's question what the score would be without that thing.
    """
    half_life = parameters.half_lives[claim.kind]
    found = origins(supporters(claim, claim.published, parameters), half_life, today, parameters)
    rivals = _rivals(claim, found, half_life, today, parameters)
    counted = [rival for rival in rivals if rival.counted]
    before_caps = calibrated(
        belief(
            strength((origin.weight for origin in found), parameters),
            [rival.strength for rival in counted],
            parameters,
        ),
        parameters,
    )
    holds = [cap for cap in caps(found, parameters) if cap.name != without_cap]
    value, applied = capped(before_caps, holds)
    ageless, _ = capped(
        calibrated(
            belief(
                strength((origin.fresh_weight for origin in found), parameters),
                [rival.fresh_strength for rival in counted],
                parameters,
            ),
            parameters,
        ),
        holds,
    )
    stale = round(value, 12) < parameters.stale <= round(ageless, 12) and not without_floor
    return Assessed(
        claim=claim,
        today=today,
        score=parameters.stale if stale else value,
        before_caps=before_caps,
        caps=applied,
        holds=tuple(holds),
        ageless=ageless,
        stale=stale,
        origins=found,
        rivals=rivals,
    )


def capped(value: float, holds: Sequence[Cap]) -> tuple[float, tuple[Cap, ...]]:
    """A score under its ceilings, and those of them that lowered it, in order."""
    applied = []
    for cap in holds:
        if round(value, 12) > cap.limit:
            applied.append(cap)
        value = min(value, cap.limit)
    return value, tuple(applied)


def _rivals(
    claim: Claim,
    found: Sequence[Origin],
    half_life: int | None,
    today: datetime.date,
    parameters: Parameters,
) -> tuple[Rival, ...]:
    """The other values somebody states that are not compatible with the published one, strongest first.

    Re-tellings do not contradict an original: a rival without anybody's own account is not counted against
    a value whose original document we hold.
    """
    covers = {value.key: value.covers for value in claim.values}
    stated = {each.value for each in claim.citations if each.set_aside is None}
    ours = claim.published
    original_held = holds_primary(found)
    rivals = []
    for value in claim.values:
        if value.key == ours or value.key not in stated:
            continue
        if value.key in covers[ours] or ours in value.covers:
            continue
        theirs = origins(supporters(claim, value.key, parameters), half_life, today, parameters)
        first_hand = any(each.citation.first_hand and each.states for origin in theirs for each in origin.weighed)
        rivals.append(
            Rival(
                key=value.key,
                text=value.text,
                origins=theirs,
                stated_by=tuple(
                    sorted(each.id for each in claim.citations if each.value == value.key and each.set_aside is None)
                ),
                counted=first_hand or not original_held,
                fresh_strength=strength((origin.fresh_weight for origin in theirs), parameters),
                strength=strength((origin.weight for origin in theirs), parameters),
            )
        )
    return tuple(sorted(rivals, key=lambda rival: (-rival.strength, rival.key)))
