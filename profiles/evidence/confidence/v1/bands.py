"""The bands, and the one way to write a score: label, grade, range and number come from here together.

The bands are part of the released method: what a published figure means must not change under it.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Band:
    """One band. `low` and `high` are the lowest and highest score in it, in ten-thousandths."""

    name: str
    low: int
    high: int
    grade: str
    label: str
    sentence: str

    @property
    def range(self) -> str:
        """The band's limits as a page shows them, such as "0.55-0.74"."""
        return f"{shown(self.low)}-{shown(self.high)}"


BANDS: tuple[Band, ...] = (
    Band("high", 9000, 10_000, "A", "High - direct sources", "We hold the original document."),
    Band("strong", 7500, 8999, "A/B", "Strong", "Reported first-hand by somebody whose report we read."),
    Band(
        "medium",
        5500,
        7499,
        "B/C",
        "Medium",
        "We know it only through others, or only the party itself says so.",
    ),
    Band(
        "weak-medium",
        3500,
        5499,
        "C/D",
        "Weak-medium",
        "It is repeated without a source we can follow, or it is disputed, or it is getting old.",
    ),
    Band("weak", 1000, 3499, "D", "Weak signal", "One weak hint, or something that is out of date."),
    Band("internal", 0, 999, "D", "Internal monitoring", "This is not enough to publish."),
)

_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Reading:
    """A score as readers meet it. All parts come from the same integer and cannot disagree."""

    score: int
    number: str
    label: str
    grade: str
    range: str
    sentence: str
    band: Band


def cut(score: float) -> int:
    """A score in [0, 1] as ten-thousandths, cut and never rounded up.

    Float noise is taken off at the twelfth place first, so that 0.9699999999999999 is 0.97; then the decimal
    made from the shortest repr is cut. Raises ValueError outside [0, 1] and for what is no number.
    """
    clean = round(score, 12)
    if not 0 <= clean <= 1:
        raise ValueError(f"A score lies between 0 and 1, this is {score!r}.")
    return int(Decimal(repr(clean)).quantize(_FOUR_PLACES, rounding=ROUND_DOWN) * WHOLE)


def shown(score: int) -> str:
    """Ten-thousandths as two decimals, cut: 8184 is "0.81"."""
    _check(score)
    return f"{score // WHOLE}.{score % WHOLE // 100:02d}"


def band_of(score: int) -> Band:
    """The one band that holds a score in ten-thousandths. Raises ValueError outside 0 to 10,000."""
    _check(score)
    return next(band for band in BANDS if score >= band.low)


def read(score: int | None) -> Reading | None:
    """Label, grade, range, sentence and number of a score; None ("not assessed") for None, which is not 0."""
    if score is None:
        return None
    band = band_of(score)
    return Reading(score, shown(score), band.label, band.grade, band.range, band.sentence, band)


def _check(score: int) -> None:
    if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= WHOLE:
        raise ValueError(f"A stored score is a whole number from 0 to {WHOLE}, this is {score!r}.")
