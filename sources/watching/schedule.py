"""When an address is visited next, and when never again. Pure: chance and the time are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MINUTE, HOUR, DAY = 60, 3600, 86_400
FEED_EVERY = 15 * MINUTE  # seconds, where an editor has said nothing
PAGE_EVERY = DAY
SHORTEST = 10  # seconds between two visits to one address
MAX_FAILURES = 10  # in a row; then a person has to look
VANISHED_AFTER = 2  # a 404 may be a slip; the second in a row is not
ROBOTS_EVERY = DAY  # RFC 9309, 2.4: a robots.txt is not believed for longer
_SPREAD = 0.1  # of the wait is added by chance, so that what began together does not stay together


@dataclass(frozen=True, slots=True)
class Pace:
    """Bounds in seconds: the interval moves between `shortest` and `longest` from `start`; after a failure the wait
    is `retry`, doubled with each further one up to `retry_longest`."""

    shortest: int
    start: int
    longest: int
    retry: int
    retry_longest: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How it stands with an address: seconds between visits, failures in a row, visits in a row without finding it."""

    interval: int
    failures: int = 0
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """The tally after a visit and when the next one is due; `due_at` is None exactly where `ended` says why."""

    tally: Tally
    due_at: datetime | None
    ended: str = ""


def pace_of(kind: str, asked: int | None) -> Pace:
    """Return the pace of a feed, a page or a document. `asked` is what an editor wants, in seconds, from 10.

    A feed is asked up to three times as often as wanted when it brings news and down to a quarter; a page or
    document, up to four times as often after a change, down to once in 32 intervals.
    """
    start = max(SHORTEST, asked or (FEED_EVERY if kind == "feed" else PAGE_EVERY))
    faster, slower = (3, 4) if kind == "feed" else (4, 32)
    retry = min(start, HOUR)
    return Pace(
        shortest=max(SHORTEST, start // faster),
        start=start,
        longest=start * slower,
        retry=retry,
        retry_longest=max(retry, min(start * 96, DAY if kind == "feed" else 7 * DAY)),
    )


def first_due(now: datetime) -> datetime:
    """A new address is due at once; the pace of its host spreads many of them."""
    return now


def after_answer(tally: Tally, pace: Pace, *, changed: bool | None, now: datetime, jitter: float) -> Next:
    """It answered about itself: sooner again after a change, later without one; where `changed` is None, since nothing
    was known before, as planned. `jitter` is from 0 to 1."""
    interval = tally.interval
    if changed is not None:
        interval = interval // 2 if changed else interval * 3 // 2
    interval = max(pace.shortest, min(interval, pace.longest))
    return Next(Tally(interval), _later(now, interval, jitter))


def after_failure(
    tally: Tally, pace: Pace, *, sentence: str, retry_after: timedelta | None, now: datetime, jitter: float
) -> Next:
    """It gave no answer about itself. Where it said how long to wait, that is heeded, and never less than our own wait.

    `sentence` says what happened, for people. After ten failures in a row it ends.
    """
    failures = tally.failures + 1
    counted = replace(tally, failures=failures, misses=0)
    if failures >= MAX_FAILURES:
        return Next(counted, None, f"It failed {failures} times in a row. The last time: {sentence}")
    wait = _back_off(pace, failures)
    if retry_after is not None:
        wait = max(wait, int(min(retry_after, timedelta(hours=24)).total_seconds()) + 1)
    return Next(counted, _later(now, wait, jitter))


def after_miss(tally: Tally, pace: Pace, *, status: int | None, now: datetime, jitter: float) -> Next:
    """There is nothing at the address. 410 means for good; anything else ends it after ten times."""
    misses = tally.misses + 1
    counted = Tally(tally.interval, 0, misses)
    if status == 410:
        return Next(counted, None, "It says that it is gone for good (status 410).")
    if misses >= MAX_FAILURES:
        return Next(counted, None, f"Nothing was found there {misses} times in a row.")
    return Next(counted, _later(now, _back_off(pace, misses), jitter))


def after_robots(tally: Tally, *, now: datetime, jitter: float) -> Next:
    """Its robots.txt asks us not to: asked again when that file may have changed; after ten times it ends."""
    failures = tally.failures + 1
    counted = replace(tally, failures=failures, misses=0)
    if failures >= MAX_FAILURES:
        return Next(counted, None, f"Its robots.txt has refused us {failures} times in a row.")
    return Next(counted, _later(now, ROBOTS_EVERY, jitter))


def after_unreadable(tally: Tally, pace: Pace, *, sentence: str, now: datetime, jitter: float) -> Next:
    """Something came that we cannot read: looked at again at our ordinary pace, later each time; ends after ten."""
    failures = tally.failures + 1
    counted = replace(tally, failures=failures, misses=0)
    if failures >= MAX_FAILURES:
        return Next(counted, None, f"It could not be read {failures} times in a row. The last time: {sentence}")
    return Next(counted, _later(now, min(pace.start * 2 ** (failures - 1), pace.longest), jitter))


def never_again(tally: Tally, *, sentence: str) -> Next:
    """It ends here, for the reason given in words."""
    return Next(tally, None, sentence)


def has_vanished(misses: int, status: int | None) -> bool:
    """Whether a document counts as gone after so many visits in a row without it, the last with `status`."""
    return status == 410 or misses >= VANISHED_AFTER


def _back_off(pace: Pace, times: int) -> int:
    return int(min(pace.retry * 2 ** (times - 1), pace.retry_longest))


def _later(now: datetime, seconds: int, jitter: float) -> datetime:
    return now + timedelta(seconds=seconds * (1 + _SPREAD * jitter))
