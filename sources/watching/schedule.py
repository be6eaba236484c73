"""When an address is visited next, and when never again. Pure: chance and the time are given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from sources.watching.rate import History, begun, interval_for, observed

MINUTE, HOUR, DAY = 60, 3600, 86_400
FEED_EVERY = 15 * MINUTE  # seconds, where an editor has said nothing
PAGE_EVERY = DAY
SHORTEST = 10  # seconds between two visits to one address
FRESHNESS = 0.9  # of the time what we hold is to be up to date, where an editor has said nothing
MAX_FAILURES = 12  # in a row, over some three days for a feed; then a person has to look
FAILING_FROM = 3  # in a row, and editors are told (sources.models.watch): within one interval of the first
VANISHED_AFTER = 2  # a 404 may be a slip; the second in a row is not
ROBOTS_EVERY = DAY  # RFC 9309, 2.4: a robots.txt is not believed for longer
_LONGEST = 2**31 - 1  # seconds, as wide as the column
_SPREAD = 0.1  # of the wait is added by chance, so that what began together does not stay together


@dataclass(frozen=True, slots=True)
class Pace:
    """Bounds in seconds: the interval moves between `shortest` and `longest` from `start`, so that what we hold is up
    to date for `freshness` (0.5 to 0.99) of the time. After a failure the wait is `soon`, doubled after the second;
    from the third on it is `retry`, doubled with each further one up to `retry_longest`. `is_source`: editors are told
    when it fails three times, so it is looked at again soon also where something came that cannot be read."""

    shortest: int
    start: int
    longest: int
    soon: int
    retry: int
    retry_longest: int
    freshness: float = FRESHNESS
    is_source: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """How it stands with an address: seconds between visits, failures in a row, visits in a row without finding it,
    and how often it was found changed."""

    interval: int
    failures: int = 0
    misses: int = 0
    history: History = field(default_factory=History)


@dataclass(frozen=True, slots=True)
class Next:
    """The tally after a visit and when the next one is due; `due_at` is None exactly where `ended` says why."""

    tally: Tally
    due_at: datetime | None
    ended: str = ""


@lru_cache(maxsize=1_024)
def pace_of(
    kind: str,
    asked: int | None,
    *,
    shortest: int | None = None,
    longest: int | None = None,
    freshness: float = FRESHNESS,
) -> Pace:
    """Return the pace of a feed, a page or a document. `asked` is what an editor wants to begin with, in seconds, from
    10; `shortest` and `longest` are the editor's bounds, where there are any.

    Without them a feed is asked up to three times as often as at the beginning and down to a quarter; a page or
    document, up to four times as often, down to once in 32 intervals.
    """
    start = max(SHORTEST, asked or (FEED_EVERY if kind == "feed" else PAGE_EVERY))
    faster, slower = (3, 4) if kind == "feed" else (4, 32)
    least = max(SHORTEST, shortest or min(start // faster, longest or start))
    most = min(max(least, longest or start * slower), _LONGEST)
    start = min(max(start, least), most)
    retry = min(start, HOUR)
    is_source = kind in {"feed", "page"}
    return Pace(
        shortest=least,
        start=start,
        longest=most,
        # An article that cannot be had is no matter for editors, and need not be asked for so soon.
        soon=max(SHORTEST, min(start // 8, HOUR)) if is_source else retry,
        retry=retry,
        retry_longest=max(retry, min(start * 96, DAY if kind == "feed" else 7 * DAY)),
        freshness=freshness,
        is_source=is_source,
    )


def first_due(now: datetime) -> datetime:
    """A new address is due at once; the pace of its host spreads many of them."""
    return now


def after_answer(
    tally: Tally,
    pace: Pace,
    *,
    changed: bool | None,
    now: datetime,
    jitter: float,
    last: datetime | None = None,
    fresh_for: timedelta | None = None,
) -> Next:
    """It answered about itself: the interval follows how often it changes; where `changed` is None, since nothing was
    known before, it stays as planned. `jitter` is from 0 to 1.

    `last` is when it answered the time before. `fresh_for` is how long the answer says that it holds: it is not asked
    again before, as long as that is within its bounds.
    """
    interval: float = tally.interval
    history = tally.history if tally.history.changes > 0 else begun(pace.start, pace.freshness)
    if changed is not None:
        waited = (now - last).total_seconds() if last else interval
        # What a pause of ours hides tells nothing of the rate: no wait counts for more than two.
        history = observed(history, changed=changed, seconds=max(1.0, min(waited, 2 * interval)))
        # Changes come in bursts: after one it looks again soon, however rare they were. And it never leaps.
        interval = min(interval_for(history, pace.freshness), interval / 2 if changed else interval * 2)
    rounded = round(max(pace.shortest, min(interval, pace.longest)))
    wait = max(rounded, min(int(fresh_for.total_seconds()) + 1, pace.longest)) if fresh_for else rounded
    return Next(Tally(rounded, history=history), _later(now, wait, jitter))


def after_failure(
    tally: Tally, pace: Pace, *, sentence: str, retry_after: timedelta | None, now: datetime, jitter: float
) -> Next:
    """It gave no answer about itself. Where it said how long to wait, that is heeded, and never less than our own wait.

    `sentence` says what happened, for people. After twelve failures in a row it ends.
    """
    failures = tally.failures + 1
    counted = replace(tally, failures=failures, misses=0)
    if failures >= MAX_FAILURES:
        return Next(counted, None, f"It failed {failures} times in a row. The last time: {sentence}")
    return Next(counted, _later(now, _asked_for(_back_off(pace, failures), retry_after), jitter))


def after_waiting(tally: Tally, pace: Pace, *, retry_after: timedelta | None, now: datetime, jitter: float) -> Next:
    """It has not been its turn for a day: editors are told at once, and it never ends for that, since it is not its
    fault."""
    counted = replace(tally, failures=max(tally.failures, FAILING_FROM), misses=0)
    return Next(counted, _later(now, _asked_for(_back_off(pace, counted.failures), retry_after), jitter))


def after_miss(tally: Tally, pace: Pace, *, status: int | None, now: datetime, jitter: float) -> Next:
    """There is nothing at the address. 410 means for good; anything else ends it after twelve times."""
    misses = tally.misses + 1
    counted = replace(tally, failures=0, misses=misses)
    if status == 410:
        return Next(counted, None, "It says that it is gone for good (status 410).")
    if misses >= MAX_FAILURES:
        return Next(counted, None, f"Nothing was found there {misses} times in a row.")
    return Next(counted, _later(now, _back_off(pace, misses), jitter))


def after_robots(tally: Tally, *, now: datetime, jitter: float) -> Next:
    """Its robots.txt asks us not to: asked again when that file may have changed; after twelve times it ends."""
    failures = tally.failures + 1
    counted = replace(tally, failures=failures, misses=0)
    if failures >= MAX_FAILURES:
        return Next(counted, None, f"Its robots.txt has refused us {failures} times in a row.")
    return Next(counted, _later(now, ROBOTS_EVERY, jitter))


def after_unreadable(tally: Tally, pace: Pace, *, sentence: str, now: datetime, jitter: float) -> Next:
    """Something came that we cannot read: looked at again soon, then at our ordinary pace, later each time; ends
    after twelve."""
    failures = tally.failures + 1
    counted = replace(tally, failures=failures, misses=0)
    if failures >= MAX_FAILURES:
        return Next(counted, None, f"It could not be read {failures} times in a row. The last time: {sentence}")
    is_soon = failures < FAILING_FROM and pace.is_source
    wait = pace.soon * failures if is_soon else min(pace.start * 2 ** (failures - 1), pace.longest)
    return Next(counted, _later(now, wait, jitter))


def never_again(tally: Tally, *, sentence: str) -> Next:
    """It ends here, for the reason given in words."""
    return Next(tally, None, sentence)


def has_vanished(misses: int, status: int | None) -> bool:
    """Whether a document counts as gone after so many visits in a row without it, the last with `status`."""
    return status == 410 or misses >= VANISHED_AFTER


def _back_off(pace: Pace, times: int) -> int:
    if times < FAILING_FROM:
        return pace.soon * times
    return int(min(max(pace.retry * 2 ** (times - FAILING_FROM), pace.soon * 2 ** (times - 1)), pace.retry_longest))


def _asked_for(wait: int, retry_after: timedelta | None) -> int:
    """Seconds: our own wait, or how long we were asked to wait, up to a day, where that is longer."""
    if retry_after is None:
        return wait
    return max(wait, int(min(retry_after, timedelta(hours=24)).total_seconds()) + 1)


def _later(now: datetime, seconds: int, jitter: float) -> datetime:
    return now + timedelta(seconds=seconds * (1 + _SPREAD * jitter))
