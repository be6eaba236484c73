"""The servers of a test run: one PostgreSQL and one Redis, started before Django reads its settings.

Loaded early (`-p tests.servers` in pyproject.toml). The controller starts them; workers of pytest-xdist
inherit the addresses, and each takes a Redis database and a data folder of its own. pytest-django makes a
test database for each worker. DATABASE_URL and REDIS_URL, where given, are used instead.
"""

from __future__ import annotations

import atexit
import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plumbline.embedded.errors import ServersError
from plumbline.embedded.lock import Busy, Lock
from plumbline.embedded.paths import layout
from plumbline.embedded.servers import Servers, missing_servers
from tests import template

PREFIX = "plumbline-tests-"
SERVERS: Servers | None = None


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Runs before pytest-django reads the settings, since a wrapper comes before every plain hook."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        _start()
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    os.environ["REDIS_URL"] = redis_of_worker(os.environ["REDIS_URL"], number)
    os.environ["PLUMBLINE_REDIS_PREFIX"] = f"test{number}:"
    data = Path(os.environ["PLUMBLINE_TESTS"]) / f"data{number}"
    for name in ("media", "static"):  # WhiteNoise warns where its folder is missing
        (data / name).mkdir(parents=True, exist_ok=True)
    os.environ["PLUMBLINE_DATA"] = str(data)
    if worker is None and early_config.known_args_namespace.numprocesses not in (None, 0, 1):
        template.begin(Path(os.environ["PLUMBLINE_TESTS"]))
    return (yield)


def redis_of_worker(url: str, number: int) -> str:
    """The address `url` with the database `number` higher than the one it names."""
    base, _, query = url.partition("?")
    if base.startswith("unix:"):
        found = re.search(r"(?:^|&)db=(\d+)", query)
        database = (int(found[1]) if found else 0) + number
        return f"{base}?db={database}" if database else base
    match = re.fullmatch(r"(rediss?://[^/]+)(?:/(\d*))?", base)
    if match is None:
        return url
    return f"{match[1]}/{int(match[2] or 0) + number}" + (f"?{query}" if query else "")


def _start() -> None:
    global SERVERS
    # A container may ask Python to keep no compiled code: then each of the some hundred processes of a run compiles all
    # of ours anew, and pytest rewrites every assertion.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    _remove_left_behind()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # PostgreSQL may run as another user
    place = layout(folder)
    lock = Lock(place.lock)
    lock.take("pytest")
    SERVERS = missing_servers(place, os.environ, _say, throwaway=True)
    atexit.register(_stop, os.getpid(), folder, lock)
    try:
        SERVERS.start()
    except ServersError as error:
        raise pytest.UsageError(str(error)) from error
    os.environ.update(SERVERS.environment())
    os.environ["PLUMBLINE_TESTS"] = str(folder)
    os.environ.setdefault("PLUMBLINE_SECRET_KEY", secrets.token_urlsafe(50))
    os.environ.setdefault("PLUMBLINE_DEMO", "1")


def _stop(owner: int, folder: Path, lock: Lock) -> None:
    """At the end of the process, however the run ended: after Ctrl-C and after a usage error as well."""
    if os.getpid() == owner and SERVERS is not None:
        template.end()
        SERVERS.stop()
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_behind() -> None:
    """Folders of runs that were killed: their lock is free."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            is_ours = folder.lstat().st_uid == os.getuid() and (folder / "lock").exists()
        except FileNotFoundError:  # another run has just ended
            continue
        if not is_ours:
            continue
        lock = Lock(folder / "lock")
        try:
            lock.take("pytest")
        except (Busy, OSError):
            continue
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def _say(line: str) -> None:
    print(line, file=sys.stderr)
