"""The servers that `benches/web.py` measures: PostgreSQL and Redis of a folder of their own, granian, their time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import django

from plumbline.embedded.child import Child, spawn
from plumbline.embedded.environment import laptop
from plumbline.embedded.lock import Busy, Lock
from plumbline.embedded.paths import CHECKOUT, Layout, layout, prepare
from plumbline.embedded.programs import plumbline
from plumbline.embedded.servers import Servers

TICKS = os.sysconf("SC_CLK_TCK")
UNFILLED = {"DATABASE_URL", "REDIS_URL", "PLUMBLINE_DATA", "PLUMBLINE_DEMO", "PLUMBLINE_REDIS_PREFIX"}


@dataclass
class Site:
    """A folder with a database of one size, and what runs on it."""

    place: Layout
    port: int
    servers: Servers | None = None
    web: dict[str, Child] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path, port: int) -> Site:
        place = layout(str(folder))
        prepare(place)
        try:
            Lock(place.lock).take("bench")  # until this process ends
        except Busy as busy:
            raise SystemExit(f"{folder} is in use ({busy}).") from busy
        return cls(place, port)

    @property
    def environment(self) -> dict[str, str]:
        assert self.servers
        own = {name: value for name, value in os.environ.items() if name not in UNFILLED}
        own |= {"DJANGO_SETTINGS_MODULE": "plumbline.settings", "PORT": str(self.port)}
        # Nobody is refused, and the list of times that is kept for each address stays short.
        own["PLUMBLINE_API_RATE"] = "1000000/second"
        return {**own, **laptop(self.place, own), **self.servers.environment()}

    def start(self, *, throwaway: bool = False) -> None:
        """PostgreSQL and Redis. `throwaway`: quick to fill, and what is written survives no crash."""
        self.stop()
        self.servers = Servers(self.place, throwaway=throwaway, say=print)
        self.servers.start()

    def stop(self) -> None:
        self.stop_web()
        if self.servers:
            self.servers.stop(patience=60)
            self.servers = None

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py; what it says is shown."""
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=CHECKOUT, env=self.environment, check=True)

    def start_web(self) -> None:
        """The site as `make run` runs it, and beside it Django's fixed answer with the same server."""
        self.stop_web()
        web = next(one for one in plumbline(self.place, self.port).programs if one.name == "web")
        self._serve("site", web.argv, self.environment, self.port)
        own = {**self.environment, "DJANGO_SETTINGS_MODULE": "benches.web_fixed_settings"}
        argv = tuple("benches.web_fixed:application" if one.endswith(":application") else one for one in web.argv)
        argv = tuple(str(self.port + 1) if one == str(self.port) else one for one in argv)
        self._serve("fixed", argv, own, self.port + 1)

    def stop_web(self) -> None:
        for child in self.web.values():
            child.signal(signal.SIGTERM)
        for child in self.web.values():
            if not child.wait(8):
                child.kill()
                child.wait(2)
        self.web.clear()

    def _serve(self, name: str, argv: Iterable[str], environ: dict[str, str], port: int) -> None:
        child = spawn(
            name,
            list(argv),
            log=self.place.logs / f"bench-{name}.log",
            on_parent_death=signal.SIGTERM,
            env=environ,
            cwd=CHECKOUT,
        )
        self.web[name] = child
        until = time.monotonic() + 60
        while time.monotonic() < until and child.ended() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise SystemExit(f"The server “{name}” does not answer:\n{child.tail()}")

    def cpu(self, name: str) -> float:
        """Seconds of a core used so far: by the server `name`, or by "postgres" or "redis"."""
        if name in self.web:
            return tree_cpu(self.web[name].pid)
        assert self.servers
        return sum(tree_cpu(child.pid) for child in self.servers.children() if child.name == name)


def tree_cpu(root: int) -> float:
    """Seconds of a core that a process and all below it have used, those that ended included."""
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        key = int(entry.name)
        parents[key] = int(fields[1])
        used[key] = sum(map(int, fields[11:15]))  # its own and that of children it waited for
    below = {root}
    grown = True
    while grown:
        more = {key for key, parent in parents.items() if parent in below} - below
        grown = bool(more)
        below |= more
    return sum(used.get(key, 0) for key in below) / TICKS


def ready(site: Site, size: int) -> None:
    """Fill the database, start everything, and let Django of this process know of it."""
    fill(site, size)
    site.start()
    os.environ.update(site.environment)
    django.setup()
    site.start_web()


def fill(site: Site, size: int) -> None:
    """Make the database hold `size` profiles, unless it does already."""
    site.start(throwaway=True)
    site.manage("migrate", "-v0")
    there = profiles_in(site)
    if there > size:
        raise SystemExit(f"{site.place.root} holds {there:,} profiles, more than {size:,}. Use another folder.")
    if there < size:
        site.manage("make_profiles", str(size - there))
    site.manage("collectstatic", "--noinput", "-v0")
    site.stop()


def profiles_in(site: Site) -> int:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", _COUNT],
        cwd=CHECKOUT,
        env=site.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout.strip().splitlines()[-1])


_COUNT = "from profiles.models import PublishedProfile; print(PublishedProfile.objects.count())"
