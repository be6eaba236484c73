"""When age alone will lower a published score, and what counts as a fall.

Confidence falls by itself and rises by hand: a watch publishes the lower of the published and the recomputed.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from math import floor, log2
from typing import Literal

from .bands import band_of, cut
from .evidence import Claim
from .fusion import belief, calibrated, strength
from .method import Assessed, capped, score
from .parameters import Parameters

LOSS = 500
"""A loss of .05, in ten-thousandths, is a fall within a band."""
_A_DAY = datetime.timedelta(days=1)
_HALF_LIVES = 45
"""After so many half-lives nothing changes at the twelfth place any more."""


@dataclass(frozen=True, slots=True)
class Fall:
    """The first day on which age alone makes a fall, the score on it (ten-thousandths), and why."""

    day: datetime.date
    score: int
    why: Literal["band", "loss"]


def lowered(published: int, recomputed: int) -> int:
    """What the watch may show: never more than was published. Both in ten-thousandths."""
    return min(published, recomputed)


def is_fall(published: int, recomputed: int) -> bool:
    """Whether a recomputed score is low enough to be published: another band, or .05 lost."""
    return recomputed < _limit(published)


def _limit(published: int) -> int:
    return max(band_of(published).low, published - LOSS + 1)


def next_fall(claim: Claim, parameters: Parameters, today: datetime.date, published: int | None = None) -> Fall | None:
    """The first day from today on which age alone lowers the band of `published` or takes .05 off it.

    `published` is in ten-thousandths and is today's score where it is None. None where age never does it.
    An undisputed claim with one original report is solved in closed form; everything else by halving spans of
    days whose lowest possible score is known, which finds the very first day too.
    """
    now = score(claim, parameters, today)
    from_score = now.ten_thousandths if published is None else published
    limit = _limit(from_score)
    day = _closed_form(now, parameters, limit)
    if day is None:
        day = _first_day(claim, parameters, today, limit, floored=True)
    if day is None:
        return None
    then = score(claim, parameters, day).ten_thousandths
    return Fall(day, then, "band" if then < band_of(from_score).low else "loss")


def stale_on(claim: Claim, parameters: Parameters, today: datetime.date) -> datetime.date | None:
    """The first day from today on which the claim is out of date: age alone would take it below .10."""
    if cut(score(claim, parameters, today).ageless) < cut(parameters.stale):
        return None
    return _first_day(claim, parameters, today, cut(parameters.stale), floored=False)


def _closed_form(now: Assessed, parameters: Parameters, limit: int) -> datetime.date | None:
    """One original report alone scores its own reliability, so the day follows from the half-life.

    None where this does not apply or its day cannot be confirmed; the search then decides.
    """
    half_life = parameters.half_lives[now.claim.kind]
    wanted = limit / 10_000
    if half_life is None or parameters.platt is not None or now.disputed or len(now.origins) != 1:
        return None
    weighed = now.origins[0].weighed
    if wanted <= parameters.stale or now.ten_thousandths < limit or any(each.kappa != 1 for each in weighed):
        return None
    base = parameters.baseline
    days = []
    for each in weighed:
        r = each.reliability * each.fidelity
        if min(r, parameters.ceiling) < wanted:
            continue
        if each.since is None:
            return None
        ahead = floor(half_life * log2((r - base) / (wanted - base))) + 1
        if ahead >= (datetime.date.max - each.since).days:
            return None
        days.append(each.since + datetime.timedelta(days=ahead))
    if not days:
        return None
    # The logarithm may be off by one in its last place; what counts is that the scores on both sides agree.
    for day in (max(days) - _A_DAY, max(days), max(days) + _A_DAY):
        if _below(now.claim, parameters, day, limit):
            return None if _below(now.claim, parameters, day - _A_DAY, limit) else day
    return None


def _below(claim: Claim, parameters: Parameters, day: datetime.date, limit: int) -> bool:
    return score(claim, parameters, day).ten_thousandths < limit


def _first_day(
    claim: Claim, parameters: Parameters, today: datetime.date, limit: int, *, floored: bool
) -> datetime.date | None:
    """The first day from today on which the score is below `limit`, or None.

    Strengths only shrink with age. So on a span of days no score is lower than the one made of our strength
    on its last day and the rivals' on its first; spans that cannot hold a fall are left out.
    """
    half_life = parameters.half_lives[claim.kind]
    dates = [each.date for each in claim.citations if each.date is not None and each.set_aside is None]
    if half_life is None or not dates:
        return today if _below(claim, parameters, today, limit) else None
    known: dict[int, Assessed] = {}

    def on(day: int) -> Assessed:
        if day not in known:
            known[day] = score(claim, parameters, today + datetime.timedelta(days=day))
        return known[day]

    def may_fall(first: int, last: int) -> bool:
        return cut(_lowest(on(first), on(last), parameters, floored=floored)) < limit

    ahead = max(0, (max(dates) - today).days)
    end = min(ahead + half_life * _HALF_LIVES, (datetime.date.max - today).days)
    found = _search(may_fall, 0, end)
    return None if found is None else today + datetime.timedelta(days=found)


def _search(may_fall: Callable[[int, int], bool], first: int, last: int) -> int | None:
    """The first day in a span for which `may_fall(day, day)` holds; for a span it must miss none."""
    spans = [(first, last)]
    while spans:
        first, last = spans.pop()
        if not may_fall(first, last):
            continue
        if first == last:
            return first
        middle = (first + last) // 2
        spans += [(middle + 1, last), (first, middle)]
    return None


def _lowest(early: Assessed, late: Assessed, parameters: Parameters, *, floored: bool) -> float:
    """The least score between two days (the exact one where they are the same day)."""
    own = strength((origin.weight for origin in late.origins), parameters)
    rivals = [rival.strength for rival in early.rivals if rival.counted]
    value, _ = capped(calibrated(belief(own, rivals, parameters), parameters), late.holds)
    if floored and round(value, 12) < parameters.stale <= round(late.ageless, 12):
        return parameters.stale
    return value
