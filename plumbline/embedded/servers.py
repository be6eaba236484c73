"""The two servers of a data folder, as one thing to start and stop."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence

from plumbline.embedded.child import Child
from plumbline.embedded.environment import given
from plumbline.embedded.identity import Identity, candidates
from plumbline.embedded.paths import Layout, own_folder, prepare
from plumbline.embedded.postgres import Postgres
from plumbline.embedded.postgres import url as postgres_url
from plumbline.embedded.redis import Redis
from plumbline.embedded.redis import url as redis_url

SHUTDOWN = {"postgres": (signal.SIGINT, signal.SIGQUIT), "redis": (signal.SIGTERM, signal.SIGTERM)}
"""First and second request to end. PostgreSQL: fast shutdown, then immediate (it recovers at its start)."""
PATIENCE_SECONDS = 3.0


class Servers:
    """PostgreSQL and Redis of the data folder `place`; either may be left out where a real one is given.

    The caller holds the folder's lock. `throwaway` is for tests: quick, and nothing survives a crash.
    `identities` are who PostgreSQL may run as, best first; see identity.candidates().
    """

    def __init__(
        self,
        place: Layout,
        *,
        postgres: bool = True,
        redis: bool = True,
        throwaway: bool = False,
        say: Callable[[str], None] = print,
        identities: Sequence[Identity] | None = None,
    ) -> None:
        self.place = place
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        if postgres:
            self.postgres = Postgres(place, throwaway=throwaway, say=say, identities=identities or candidates())
        if redis:
            self.redis = Redis(place, throwaway=throwaway, say=say)

    def start(self) -> None:
        """Start what is ours and wait until it answers; ServersError, with nothing left running, else."""
        prepare(self.place)
        try:
            if self.postgres:
                self.postgres.start()
            if self.redis:
                if not self.postgres:  # else they are whoever's PostgreSQL runs as
                    own_folder(self.place.sockets, os.getuid(), os.getgid())
                self.redis.launch()
                self.redis.await_ready()
        except BaseException:
            self.stop()
            raise

    def environment(self) -> dict[str, str]:
        """The variables that lead a program to the servers that are ours."""
        found = {}
        if self.postgres:
            found["DATABASE_URL"] = postgres_url(self.place)
        if self.redis:
            found["REDIS_URL"] = redis_url(self.place)
        return found

    def children(self) -> list[Child]:
        """The server processes that were started."""
        started = (self.postgres.child if self.postgres else None, self.redis.child if self.redis else None)
        return [child for child in started if child is not None]

    def stop(self, patience: float = PATIENCE_SECONDS) -> None:
        """Stop both within about `patience` and a second more, in seconds. The data stay."""
        running = [child for child in self.children() if child.ended() is None]
        for attempt, seconds in enumerate((patience, 1.0)):
            for child in running:
                child.signal(SHUTDOWN[child.name][attempt])
            until = time.monotonic() + seconds
            running = [child for child in running if not child.wait(max(0.0, until - time.monotonic()))]
        for child in running:
            child.kill()
            child.wait(1.0)


def missing_servers(
    place: Layout, environ: Mapping[str, str], say: Callable[[str], None], *, throwaway: bool = False
) -> Servers:
    """The servers that `environ` does not name, not started. ServersError where they are not installed.

    Our own address in `environ` does not count: manage.py puts it there before `up` starts the servers.
    """

    def ours(name: str, own: str) -> bool:
        return not given(name, environ) or environ.get(name) == own

    return Servers(
        place,
        postgres=ours("DATABASE_URL", postgres_url(place)),
        redis=ours("REDIS_URL", redis_url(place)),
        throwaway=throwaway,
        say=say,
    )
