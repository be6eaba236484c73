"""Visits: claimed in a transaction, fetched and read outside of any, settled in another."""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from records.identifiers import Entropy
from sources.apart.children import Children, TooHard
from sources.apart.here import children_here
from sources.fetching.beside import Fetches
from sources.fetching.outcomes import Outcome
from sources.models.watch import WatchOutcome
from sources.watching.arriving import Arrived, Visited, arrived, reading_of
from sources.watching.bodies import Unreadable
from sources.watching.claiming import SUSPECT_AFTER, Claimed, claim_due, give_back, put_off
from sources.watching.entries import Feed
from sources.watching.settling import settle
from sources.watching.settling_together import settle_feeds, settle_unchanged

log = logging.getLogger(__name__)

AT_ONCE = 100  # visits under way in one process; a fetch takes 55 s at most
_TOGETHER = 25  # feeds with entries that are stored in one transaction
_AGAIN_AFTER = timedelta(minutes=1)
_PATIENCE = timedelta(seconds=60)  # of a round that claims no more; a fetch has ended by then, and so must the task


def visit_rounds(
    *,
    fetcher: Callable[[], AbstractContextManager[Fetches]],
    clock: Callable[[], datetime],
    seconds: float,
    at_once: int = AT_ONCE,
    chance: Callable[[], float] = random.random,
    entropy: Entropy = secrets.token_bytes,
    children: Children | None = None,
) -> tuple[Visited, ...]:
    """Visit what is due, `at_once` at a time, and claim more as visits end, until nothing is due or `seconds` have
    gone by (with 0: what is claimed first and no more); return what came of each, as it came. What is under way then
    is finished; what still waits to be read 60 seconds later, behind what is hard to read, is given back as if it had
    not been claimed.

    `fetcher` opens what fetches; it is not called where nothing is due. `clock` gives the time, aware. `children` read
    what comes, those of this process unless others are given. One visit that cannot be stored does not stop the
    others: it is tried again, four times in all.
    """
    until = clock() + timedelta(seconds=seconds)
    visited: list[Visited] = []
    claims = claim_due(limit=at_once, now=clock(), chance=chance)
    if not claims:
        return ()
    with fetcher() as opened:
        visits = _Visits(opened, children or children_here(), clock, chance, entropy)
        try:
            visits.begin(claims)
            while visits.under_way:
                visited += visits.some()
                room = at_once - visits.under_way
                has_suspect = visits.under_way > 0 and any(each.attempts > SUSPECT_AFTER for each in claims)
                if claims and room >= at_once // 2 and not has_suspect and clock() < until:
                    claims = claim_due(limit=room, now=clock(), chance=chance, alone=not visits.under_way)
                    visits.begin(claims)
                if clock() >= until + _PATIENCE:
                    visits.give_back()
        finally:
            visits.break_off()
    return tuple(visited)


class _Visits:
    """Visits under way: being fetched, then perhaps read, then settled here, many at a time."""

    def __init__(
        self,
        fetcher: Fetches,
        children: Children,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        entropy: Entropy,
    ) -> None:
        self._fetcher, self._children = fetcher, children
        self._clock, self._chance, self._entropy = clock, chance, entropy
        self._running: dict[Future[Any], Claimed | Arrived] = {}
        self._done: SimpleQueue[Future[Any]] = SimpleQueue()

    @property
    def under_way(self) -> int:
        return len(self._running)

    def begin(self, claims: Iterable[Claimed]) -> None:
        now = self._clock()
        for claimed in claims:
            self._wait_for(_fetch(self._fetcher, claimed, now), claimed)

    def some(self) -> list[Visited]:
        """Wait until something has come, take whatever has, and return what was settled of it."""
        ready: list[Arrived] = []
        for future in self._come():
            of = self._running.pop(future, None)
            if of is None:  # given back
                continue
            try:
                if isinstance(of, Arrived):
                    ready.append(_read(of, future))
                    continue
                came = arrived(of, future.result())
                reading = _begin_reading(self._children, came, self._clock())
                if reading:
                    self._wait_for(reading, came)
                else:
                    ready.append(came)
            except SoftTimeLimitExceeded:
                raise
            except Exception as error:  # whatever one page brings about must not stop the others
                self._put_off(_claimed(of), error)
        return self._settled(ready)

    def give_back(self) -> None:
        """Let go of what nobody has begun to fetch or to read."""
        waiting = [future for future in self._running if future.cancel()]
        claims = [_claimed(self._running.pop(future)) for future in waiting]
        if claims:
            log.warning("%d visits were given back: what is read before them takes too long", len(claims))
            give_back(claims)

    def break_off(self) -> None:
        for future in self._running:
            future.cancel()

    def _come(self) -> list[Future[Any]]:
        found = [self._done.get()]
        while True:
            try:
                found.append(self._done.get_nowait())
            except Empty:
                return found

    def _wait_for(self, future: Future[Any], of: Claimed | Arrived) -> None:
        self._running[future] = of
        future.add_done_callback(self._done.put)

    def _settled(self, ready: Sequence[Arrived]) -> list[Visited]:
        """Settle what is unchanged and feeds that were read many at once, the others each by itself."""
        unchanged = [each for each in ready if each.is_unchanged]
        read = [each for each in ready if isinstance(each.answer, Feed)]
        others = [each for each in ready if not each.is_unchanged and not isinstance(each.answer, Feed)]
        found: list[Visited] = []
        now, chance = self._clock(), self._chance
        for some in (unchanged, *(read[start : start + _TOGETHER] for start in range(0, len(read), _TOGETHER))):
            if not some:
                continue
            try:
                if some is unchanged:
                    stored, more = settle_unchanged(came=some, now=now, chance=chance)
                    others += more
                else:
                    stored = settle_feeds(came=some, now=now, chance=chance, entropy=self._entropy)
                found += stored
            except SoftTimeLimitExceeded:  # the task is over; leases bring the rest back
                raise
            except Exception:  # one of them is to blame: see which
                log.exception("%d visits could not be stored in one go", len(some))
                others += some
        _tell(found)
        for came in others:
            try:
                visited = settle(came=came, now=self._clock(), jitter=self._chance(), entropy=self._entropy)
            except SoftTimeLimitExceeded:
                raise
            except Exception as error:  # whatever one page brings about must not stop the others
                self._put_off(came.claimed, error)
                continue
            _tell([visited])
            found.append(visited)
        return found

    def _put_off(self, claimed: Claimed, error: Exception) -> None:
        log.error("A visit to %s could not be stored", claimed.address, exc_info=error)
        fault = f"What came could not be stored: {type(error).__name__}."
        put_off(claimed=claimed, until=self._clock() + _AGAIN_AFTER, fault=fault)


def _fetch(fetcher: Fetches, claimed: Claimed, now: datetime) -> Future[Outcome]:
    return fetcher.fetch(
        claimed.address,
        now=now,
        etag=claimed.etag,
        last_modified=claimed.last_modified,
        validated=claimed.validated_for,
    )


def _begin_reading(children: Children, came: Arrived, now: datetime) -> Future[Any] | None:
    reading = reading_of(came, now=now)
    return children.read(reading.function, came.body, **reading.given) if reading else None


def _read(came: Arrived, reading: Future[Any]) -> Arrived:
    try:
        return replace(came, answer=reading.result())
    except TooHard as hard:
        return replace(came, answer=Unreadable(str(hard)))


def _claimed(of: Claimed | Arrived) -> Claimed:
    return of.claimed if isinstance(of, Arrived) else of


def _tell(visited: Sequence[Visited]) -> None:
    """A line for each visit that brought something, one for all that did not."""
    unchanged = [each for each in visited if each.stored and each.outcome == WatchOutcome.UNCHANGED]
    if len(unchanged) > 1:
        log.info("%d visits: unchanged", len(unchanged))
    for each in visited:
        if len(unchanged) < 2 or not each.stored or each.outcome != WatchOutcome.UNCHANGED:
            said = f"{each.outcome}. {each.words}".lstrip(". ")
            log.info("%s: %s", each.address, said if each.stored else "lease lost")
