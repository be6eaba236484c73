"""What all fetchers of an installation have agreed on, in PostgreSQL: whose turn it is, and what robots.txt says."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from sources.fetching.manners import HOST_PAUSE, RobotsFile, Turn
from sources.fetching.robots import KEPT
from sources.models import HostPace, HostRobots

T = TypeVar("T")

# What is taken is taken for whoever claims, too: nothing of the host is claimed before it is free.
_TAKE = """
INSERT INTO sources_hostpace AS pace (host, free_at) VALUES (%(place)s, %(after)s)
ON CONFLICT (host) DO UPDATE SET
    free_at = GREATEST(pace.free_at, %(now)s) + %(pause)s,
    due_at = CASE WHEN pace.due_at IS NOT NULL
        THEN GREATEST(pace.due_at, GREATEST(pace.free_at, %(now)s) + %(pause)s) END
WHERE pace.free_at <= %(last)s
RETURNING free_at
"""


def take_turn(*, place: str, now: datetime, longest: timedelta = timedelta(0)) -> Turn:
    """Take the next turn at a host, whoever else asks, if it comes by `longest` after `now`; say when it is, or would
    be."""
    given: dict[str, Any] = {
        "place": place,
        "now": now,
        "pause": HOST_PAUSE,
        "after": now + HOST_PAUSE,
        "last": now + longest,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
        row = cursor.fetchone()
    if row is not None:
        return Turn(True, max(0.0, (row[0] - HOST_PAUSE - now).total_seconds()))
    free_at = HostPace.objects.values_list("free_at", flat=True).get(host=place)
    return Turn(False, max(0.0, (free_at - now).total_seconds()))


def robots_of(*, origin: str, now: datetime) -> RobotsFile | None:
    """What was read in the robots.txt of `origin` less than a day before `now`."""
    row = HostRobots.objects.filter(origin=origin, read_at__gt=now - KEPT, read_at__lte=now).first()
    return RobotsFile(row.text, row.read_at) if row else None


def keep_robots(*, origin: str, text: str, now: datetime) -> None:
    """Keep what was read in a robots.txt at `now`."""
    row = HostRobots(origin=origin, text=text, read_at=now)
    HostRobots.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["origin"], update_fields=["text", "read_at"]
    )


def forget_robots(*, now: datetime) -> int:
    """Remove what is not believed any more; return how many files that were."""
    return HostRobots.objects.filter(read_at__lte=now - KEPT).delete()[0]


class SharedManners:
    """Those functions for a fetcher's loop. They are called in a thread of their own, one after the other, and the
    connection to PostgreSQL is given up when nobody asks any more: most of the time there is nothing to ask."""

    def __init__(self) -> None:
        # Not one of those that look names up: a hundred names that nobody answers for would hold this up.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="manners")
        self._asked: deque[tuple[Callable[[], Any], Future[Any]]] = deque()
        self._is_asking = False
        self._lock = Lock()

    async def turn(self, place: str, *, now: datetime, longest: float) -> Turn:
        return await self._there(lambda: take_turn(place=place, now=now, longest=timedelta(seconds=longest)))

    async def robots_of(self, origin: str, *, now: datetime) -> RobotsFile | None:
        return await self._there(lambda: robots_of(origin=origin, now=now))

    async def keep_robots(self, origin: str, text: str, *, now: datetime) -> None:
        await self._there(lambda: keep_robots(origin=origin, text=text, now=now))

    async def _there(self, work: Callable[[], T]) -> T:
        done: Future[T] = Future()
        with self._lock:
            self._asked.append((work, done))
            is_first, self._is_asking = not self._is_asking, True
        if is_first:
            self._thread.submit(self._ask)
        return await asyncio.wrap_future(done)

    def _ask(self) -> None:
        try:
            while (found := self._next()) is not None:
                work, done = found
                if not done.set_running_or_notify_cancel():
                    continue
                try:
                    done.set_result(work())
                except Exception as error:  # PostgreSQL is away, say: whoever asked hears of it
                    done.set_exception(error)
        finally:
            connection.close()

    def _next(self) -> tuple[Callable[[], Any], Future[Any]] | None:
        with self._lock:
            if not self._asked:
                self._is_asking = False
                return None
            return self._asked.popleft()
