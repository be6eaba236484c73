"""The machine room of `benches/faults.py`: servers, two workers and two beats, each of which can be killed."""
# ruff: noqa: T201 - printing is what this is for

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.embedded.child import Child, spawn
from plumbline.embedded.environment import laptop
from plumbline.embedded.errors import ServersError
from plumbline.embedded.lock import Lock
from plumbline.embedded.paths import CHECKOUT, layout, prepare
from plumbline.embedded.redis import Redis, program
from plumbline.embedded.redis import url as redis_url
from plumbline.embedded.servers import Servers

WORKERS, BEATS, CHILDREN = 2, 2, 2
SYSTEM = Path("/usr/bin/redis-server")
OURS = {"DATABASE_URL", "REDIS_URL", "PLUMBLINE_DATA", "PLUMBLINE_DEMO", "PLUMBLINE_REDIS_PREFIX", "PORT"}


def wheel_program() -> Path | None:
    """The redis-server of the wheel, whatever is on the PATH; None where the wheel is not installed."""
    path, os.environ["PATH"] = os.environ["PATH"], ""
    try:
        found = program()
    except ServersError:
        return None
    finally:
        os.environ["PATH"] = path
    return found


def kinds_of_redis(wanted: str) -> Iterator[tuple[str, Path, bool]]:
    """Name, program and whether it writes an append-only file, of each Redis that is wanted and there is."""
    wheel = wheel_program()
    known = {
        "wheel": ("embedded, AOF", wheel, True),
        "system": ("system's, no AOF", SYSTEM if SYSTEM.exists() else None, False),
        "system-aof": ("system's, AOF", SYSTEM if SYSTEM.exists() else None, True),
    }
    for name in wanted.split(","):
        words, found, append_only = known[name]
        if found is None:
            print(f"{words}: not on this machine")
        else:
            yield words, found, append_only


@dataclass
class World:
    """`folder` is a temporary one; `lease` is in seconds."""

    folder: Path
    lease: float
    running: dict[str, Child] = field(default_factory=dict)
    redis: Redis | None = None
    servers: Servers | None = None
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - no secret

    def start(self) -> None:
        self.place = layout(self.folder)
        prepare(self.place)
        self.lock = Lock(self.place.lock)
        self.lock.take("faults")
        self.servers = Servers(self.place, redis=False, say=_silent)
        self.servers.start()

    def use(self, found: Path, *, append_only: bool) -> None:
        """Another Redis, empty, and workers that know no other."""
        self.stop_programs()
        self.kill_redis()
        shutil.rmtree(self.place.redis)
        self.place.redis.mkdir(mode=0o700)
        self.redis = Redis(self.place, throwaway=not append_only, say=_silent)
        self.redis.program = found
        self.start_redis()

    def stop_programs(self) -> None:
        for child in self.running.values():
            child.kill()
            child.wait(5)
        self.running.clear()

    def stop(self) -> None:
        self.stop_programs()
        self.kill_redis()
        if self.servers:
            self.servers.stop(patience=20)

    @property
    def environment(self) -> dict[str, str]:
        assert self.servers
        own = {name: value for name, value in os.environ.items() if name not in OURS}
        own |= {"DJANGO_SETTINGS_MODULE": "plumbline.settings", "PLUMBLINE_ALLOW_LOOPBACK": "1"}
        own |= {"FAULTS_LEASE": str(self.lease)}
        return {**own, **laptop(self.place, own), **self.servers.environment(), "REDIS_URL": redis_url(self.place)}

    def start_redis(self) -> None:
        assert self.redis
        self.redis.launch()
        self.redis.await_ready()

    def kill_redis(self) -> None:
        if self.redis and self.redis.child:
            self.redis.child.kill()
            self.redis.child.wait(5)

    def restart_postgres(self, away: float) -> None:
        """Fast shutdown, which breaks every connection; it is away for some seconds."""
        assert self.servers
        assert self.servers.postgres
        assert self.servers.postgres.child
        self.servers.postgres.child.signal(signal.SIGINT)
        self.servers.postgres.child.wait(60)
        time.sleep(away)
        self.servers.postgres.start()

    def keep_up(self) -> None:
        """Start whatever does not run: as a supervisor would, at once."""
        launch = (sys.executable, "-m", "plumbline.embedded.launch", "celery", "-A", "benches.faults_worker")
        wanted = {f"worker{number}": ("worker", f"--concurrency={CHILDREN}") for number in range(WORKERS)}
        wanted |= {
            f"beat{number}": ("beat", f"--schedule={self.place.root}/beat{number}", "--pidfile=")
            for number in range(BEATS)
        }
        for name, arguments in wanted.items():
            child = self.running.get(name)
            if child is None or child.ended() is not None:
                more = (f"--hostname={name}@%h",) if name.startswith("worker") else ()
                self.running[name] = spawn(
                    name,
                    (*launch, *arguments, *more, "--loglevel=WARNING"),
                    log=self.place.logs / f"{name}.log",
                    env=self.environment,
                    cwd=CHECKOUT,
                    on_parent_death=signal.SIGKILL,
                )

    def kill_child(self) -> bool:
        """Kill -9 one child process of a worker; whether there was one."""
        found = [
            pid
            for name, child in self.running.items()
            if name.startswith("worker") and child.ended() is None
            for pid in children_of(child.pid)
        ]
        return _kill(self.chance.choice(found)) if found else False

    def kill_worker(self) -> bool:
        """Kill -9 a whole worker, children and all; whether there was one."""
        found = [child for name, child in self.running.items() if name.startswith("worker") and child.ended() is None]
        if not found:
            return False
        child = self.chance.choice(found)
        child.kill()
        return child.wait(5)


def children_of(pid: int) -> list[int]:
    """Process ids of the children of `pid`."""
    try:
        tasks = (Path("/proc") / str(pid) / "task").iterdir()
        return [int(each) for task in tasks for each in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def until(holds: Callable[[], bool], seconds: float, meanwhile: Callable[[], None]) -> bool:
    """Wait until `holds`, at most `seconds`, doing `meanwhile` again and again; whether it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        meanwhile()
        time.sleep(0.25)
    return holds()


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _silent(line: str) -> None:
    pass
