"""From publication to the desk: ten thousand sources over a day, simulated with the watch's own rules.

Each source publishes by chance, on average every two hours, and several share a host. A tick every three seconds visits
what is due, a host once in five seconds. The time is the schedule's; fetching and storing take a second, which is more
than measured. What is new is at the desk when its source has been visited.
"""

from __future__ import annotations

import heapq
import random
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from sources.watching.schedule import Tally, after_answer, pace_of

START = datetime(2031, 3, 1, tzinfo=UTC)
TICK, PAUSE, STORING = 3.0, 5.0, 1.0


def delays(*, sources: int, per_host: int, every: float, asked: int | None, days: float = 2.0) -> list[float]:
    """Seconds from each publication of the last day to its visit. `asked` is what an editor wants, in seconds."""
    chance = random.Random(7)  # noqa: S311 - a bench that can be repeated
    end = days * 86_400
    pace = pace_of("feed", asked)
    tallies = [Tally(pace.start) for _ in range(sources)]
    published = [_moments(chance, every, end) for _ in range(sources)]
    seen = [0.0] * sources
    free = [0.0] * (sources // per_host + 1)
    due = [(chance.random() * pace.start, number) for number in range(sources)]
    heapq.heapify(due)
    found = []
    while due and due[0][0] < end:
        at, number = heapq.heappop(due)
        host = number // per_host
        at = max(-(-at // TICK) * TICK, free[host])
        free[host] = at + PAUSE
        first, last = bisect_right(published[number], seen[number]), bisect_right(published[number], at)
        found += [at - moment + STORING for moment in published[number][first:last] if moment > end - 86_400]
        seen[number] = at
        now = START + timedelta(seconds=at)
        following = after_answer(tallies[number], pace, changed=last > first, now=now, jitter=chance.random())
        tallies[number] = following.tally
        if following.due_at:
            heapq.heappush(due, ((following.due_at - START).total_seconds(), number))
    return found


def _moments(chance: random.Random, every: float, end: float) -> list[float]:
    moments, at = [], chance.expovariate(1 / every)
    while at < end:
        moments.append(at)
        at += chance.expovariate(1 / every)
    return moments


def told() -> list[str]:
    """Lines for people: the median and the slowest tenth, by the interval that is asked for."""
    lines = []
    for asked, words in ((None, "as it comes (15 minutes, adapting)"), (300, "5 minutes asked for"), (60, "1 minute")):
        found = delays(sources=10_000, per_host=5, every=7_200, asked=asked)
        lines.append(
            f"  {words}: median {median(found):,.0f} s, nine of ten within {quantiles(found, n=10)[-1]:,.0f} s"
        )
    return lines
