"""Every figure of the method in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

METHOD = "ORIGIN"
VERSION = 1
DAYS_A_YEAR = 365


def _priors() -> Mapping[str, float]:
    return MappingProxyType({"A": 0.97, "B": 0.88, "C": 0.72, "D": 0.55, "E": 0.35, "F": 0.50})


def _fidelity() -> Mapping[tuple[str, bool], float]:
    return MappingProxyType(
        {
            ("primary", True): 1.00,
            ("primary", False): 0.80,
            ("secondary", True): 0.93,
            ("secondary", False): 0.85,
            ("tertiary", True): 0.80,
            ("tertiary", False): 0.65,
        }
    )


def _half_lives() -> Mapping[str, int | None]:
    return MappingProxyType(
        {
            "event": None,
            "identity": 10 * DAYS_A_YEAR,
            "status": 2 * DAYS_A_YEAR,
            "metric": DAYS_A_YEAR,
            "operational": 90,
        }
    )


@dataclass(frozen=True)
class Parameters:
    """The settings of version 1. The fusion was measured; fidelity, limits and half-lives were set.

    prior_weight    K0: how many verdicts the prior of a grade is worth
    priors          grade to prior reliability, each in (0, 1)
    fidelity        (directness, attached) to the share of an origin's reliability that comes through
    half_lives      kind of claim to days (a year is 365 days), None where a claim does not age
    alternatives    N: how many other values could have been said
    discount        RHO: what each further origin counts for, in (0, 1)
    compatible      kappa of a value that is compatible, but not the same
    floor, ceiling  the range one citation's reliability is kept in
    stale           age alone takes no score below this
    platt           (a, b) of the calibration, a > 0; None until enough verdicts exist
    """

    prior_weight: float = 8.0
    priors: Mapping[str, float] = field(default_factory=_priors)
    fidelity: Mapping[tuple[str, bool], float] = field(default_factory=_fidelity)
    half_lives: Mapping[str, int | None] = field(default_factory=_half_lives)
    alternatives: int = 10
    discount: float = 0.7
    compatible: float = 0.8
    floor: float = 0.02
    ceiling: float = 0.98
    stale: float = 0.10
    limit_always: float = 0.98
    limit_no_direct_source: float = 0.89
    limit_no_own_account: float = 0.74
    limit_unknown_reliability: float = 0.74
    limit_only_party: float = 0.74
    limit_original_not_seen: float = 0.54
    platt: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.platt is not None and not self.platt[0] > 0:
            raise ValueError(f"The slope of the calibration must be above 0, it is {self.platt[0]}.")

    @property
    def baseline(self) -> float:
        """What a claim scores without any source: 1 / (1 + N)."""
        return 1 / (1 + self.alternatives)

    def as_json(self) -> dict[str, object]:
        """All figures as plain values, so that a score can be recomputed by anybody."""
        return {
            "method": METHOD,
            "version": VERSION,
            "prior_weight": self.prior_weight,
            "priors": dict(self.priors),
            "fidelity": {
                f"{directness} {'attached' if attached else 'mentioned'}": share
                for (directness, attached), share in self.fidelity.items()
            },
            "half_lives": {kind: days for kind, days in self.half_lives.items() if days is not None},
            "alternatives": self.alternatives,
            "discount": self.discount,
            "compatible": self.compatible,
            "floor": self.floor,
            "ceiling": self.ceiling,
            "stale": self.stale,
            "limits": {
                "always": self.limit_always,
                "no direct source": self.limit_no_direct_source,
                "no own account": self.limit_no_own_account,
                "unknown reliability": self.limit_unknown_reliability,
                "only the party": self.limit_only_party,
                "original not seen": self.limit_original_not_seen,
            },
            "platt": [] if self.platt is None else list(self.platt),
        }


RELEASED = Parameters()
