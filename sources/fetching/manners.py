"""How a host is treated by all fetchers together: one request in five seconds, its robots.txt once a day.

A fetcher that knows others keeps to what they have agreed (sources.watching.manners); one that is alone, to its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

HOST_PAUSE = timedelta(seconds=5)  # safety.md, "Fetching": at most one request per host per 5 s


@dataclass(frozen=True, slots=True)
class Turn:
    """When a host may be asked, in seconds from now, from 0. Where it is not `taken` that is too late, and somebody
    else may come first."""

    taken: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What somebody read in a robots.txt, "" where there was none, and when."""

    text: str
    read_at: datetime


class Manners(Protocol):
    """What fetchers have to agree on. `place` is `Address.place`, `origin` is `Address.origin`, `now` is aware."""

    async def turn(self, place: str, *, now: datetime, longest: float) -> Turn:
        """Take the next turn at a host, if it comes within `longest` seconds."""

    async def robots_of(self, origin: str, *, now: datetime) -> RobotsFile | None:
        """What was read there by others less than a day ago."""

    async def keep_robots(self, origin: str, text: str, *, now: datetime) -> None:
        """Let others know what was read there."""


class OwnManners:
    """Those of a fetcher that knows of no other."""

    def __init__(self) -> None:
        self._free_at: dict[str, datetime] = {}

    async def turn(self, place: str, *, now: datetime, longest: float) -> Turn:
        at = max(now, self._free_at.get(place, now))
        seconds = (at - now).total_seconds()
        if seconds > longest:
            return Turn(False, seconds)
        self._free_at[place] = at + HOST_PAUSE
        return Turn(True, seconds)

    async def robots_of(self, origin: str, *, now: datetime) -> RobotsFile | None:
        return None

    async def keep_robots(self, origin: str, text: str, *, now: datetime) -> None:
        """Nobody asks."""
