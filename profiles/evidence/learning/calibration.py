"""How often statements in each band turned out to hold.

Rules: under 30 outcomes nothing is called measured (product page, calibration); intervals are Wilson's, of 95 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from profiles.evidence.confidence.bands import BANDS, WHOLE, Band, band_of

ENOUGH = 30
"""Fewer settled statements than this are "not yet measured"."""
_TWO_SIDED_95 = 1.959963984540054


@dataclass(frozen=True)
class Shown:
    """A settled statement: the score shown at that time, in ten-thousandths, and whether it held."""

    score: int
    held: bool


@dataclass(frozen=True)
class Share:
    """How many of how many held, and between which shares the true one lies with 95 % confidence (0 to 1)."""

    settled: int
    held: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.held / self.settled

    @property
    def is_measured(self) -> bool:
        return self.settled >= ENOUGH


@dataclass(frozen=True)
class BandRow:
    """One band with what was settled in it; `share` is None where nothing was."""

    band: Band
    share: Share | None

    @property
    def is_measured(self) -> bool:
        return self.share is not None and self.share.is_measured


@dataclass(frozen=True)
class Calibration:
    """The bands, surest first, and the whole. The Brier scores are None under 30 settled statements.

    `brier` is the mean squared distance of what we said from what held, 0 at best; `constant` is the same for
    somebody who says of every statement how often statements hold on the whole.
    """

    bands: tuple[BandRow, ...]
    whole: Share | None
    brier: float | None
    constant: float | None

    @property
    def is_measured(self) -> bool:
        return self.whole is not None and self.whole.is_measured


def calibration(shown: Sequence[Shown]) -> Calibration:
    """Return how the settled statements fell out. The order does not matter."""
    whole = _share([one.held for one in shown])
    by_band = {band.name: [one.held for one in shown if band_of(one.score).name == band.name] for band in BANDS}
    brier = constant = None
    if whole is not None and whole.is_measured:
        brier = fsum((one.score / WHOLE - one.held) ** 2 for one in shown) / len(shown)
        constant = whole.share * (1 - whole.share)
    return Calibration(tuple(BandRow(band, _share(by_band[band.name])) for band in BANDS), whole, brier, constant)


def wilson(held: int, settled: int) -> tuple[float, float]:
    """The bounds of Wilson's interval of 95 % for `held` of `settled` (at least one), each in [0, 1]."""
    z, n, share = _TWO_SIDED_95, settled, held / settled
    middle = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    low = 0.0 if held == 0 else (middle - spread) / whole
    high = 1.0 if held == settled else (middle + spread) / whole
    return max(0.0, low), min(1.0, high)


def _share(held: Sequence[bool]) -> Share | None:
    return Share(len(held), sum(held), *wilson(sum(held), len(held))) if held else None
