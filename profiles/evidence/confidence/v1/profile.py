"""The score of a profile from the scores of its claims."""

from collections.abc import Sequence
from dataclasses import dataclass

from .bands import BANDS, band_of


@dataclass(frozen=True, slots=True)
class Part:
    """One claim of a profile: is it a key claim, its score in ten-thousandths, is it disputed."""

    key: bool
    score: int
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class ProfileAssessed:
    """A profile's score and what stands beside it.

    `score` is in ten-thousandths, None where there is no claim ("not assessed", which is not 0). `weakest` is
    the lowest score among the claims that count. `counts` holds (name of band, how many claims) for every
    band, highest first, over all claims. `held` says that the mean was in the top band and a key claim was not.
    """

    score: int | None
    weakest: int | None
    counts: tuple[tuple[str, int], ...]
    disputed: int
    held: bool


def profile_score(parts: Sequence[Part]) -> ProfileAssessed:
    """The mean of the key claims (of all where none is key), cut to a ten-thousandth.

    It is in the top band only if every claim that counts is; otherwise it is held just below. Raises
    ValueError for a score outside 0 to 10,000.
    """
    counts = {band.name: 0 for band in BANDS}
    for part in parts:
        counts[band_of(part.score).name] += 1
    scores = [part.score for part in parts if part.key] or [part.score for part in parts]
    disputed = sum(part.disputed for part in parts)
    if not scores:
        return ProfileAssessed(None, None, tuple(counts.items()), 0, held=False)
    mean = sum(scores) // len(scores)
    top = BANDS[0].low
    held = mean >= top > min(scores)
    return ProfileAssessed(
        score=top - 1 if held else mean,
        weakest=min(scores),
        counts=tuple(counts.items()),
        disputed=disputed,
        held=held,
    )
