"""What the tests of this folder share: clean surroundings, free ports, and who is still alive."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from plumbline.embedded.paths import CHECKOUT

OURS = ("DATABASE_URL", "REDIS_URL", "PORT", "MAKE", "PLUMBLINE_", "PYTEST_", "DJANGO_", "COV_")


def clean_environment(data: Path, **more: str) -> dict[str, str]:
    """This process's environment without what the test run has set, for the data folder `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "PLUMBLINE_DATA": str(data), **more}


def free_port() -> int:
    """A port on which nothing listens just now."""
    with socket.socket(socket.AF_INET) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive(data: Path) -> list[str]:
    """Command lines of all processes that have to do with the folder `data`, but for this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if (entry / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                continue
            line = (entry / "cmdline").read_bytes()
            around = (entry / "environ").read_bytes()
            where = os.readlink(entry / "cwd")
        except OSError:
            continue
        if os.fsencode(data) in line + around or where.startswith(str(data)):
            found.append(f"{entry.name} {line.replace(bytes(1), b' ').decode(errors='replace')}")
    return found


def eventually(condition: Callable[[], object], seconds: float = 15) -> bool:
    """Whether `condition` comes true within `seconds`."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def heard(number: int) -> Iterator[None]:
    """What is started here takes signal `number`, also where we were told to ignore it (as by nohup)."""
    before = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, before)


class Run:
    """A supervisor of stand-in programs (stand_in.py) in a process of its own."""

    def __init__(self, data: Path, *scenario: str, port: int | None = None) -> None:
        self.data = data
        self.port = port or free_port()
        self.output = data.parent / f"{data.name}.{time.monotonic_ns()}.out"
        with self.output.open("wb") as output, heard(signal.SIGHUP):
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.plumbline.embedded.stand_in", str(self.port), *scenario],
                cwd=CHECKOUT,
                env=clean_environment(data),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def text(self) -> str:
        """What it has printed so far."""
        return self.output.read_text(encoding="utf-8")

    def wait_ready(self) -> None:
        """Wait for the line with the address."""
        assert eventually(lambda: "Ready after" in self.text() or self.process.poll() is not None, 30)
        assert "Ready after" in self.text(), self.text()

    def end(self, number: int, seconds: float = 60) -> int:
        """Send signal `number` and return the exit code. Ten seconds are promised, of a machine that has them."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()
