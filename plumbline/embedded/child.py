"""Child processes that cannot outlive us, with a log file each."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from records.processes import die_with_parent

LOG_LIMIT = 10 * 1024 * 1024
"""Bytes after which a log is set aside at the next start; one older log is kept."""


@dataclass(frozen=True)
class Child:
    """A running child process with its name and its log file."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def ended(self) -> int | None:
        """The exit code if the process has ended, with all of its group swept away; else None."""
        if self.process.returncode is not None:
            return self.process.returncode
        try:
            # Look without reaping: while the zombie is there, its group's number cannot belong to others.
            found = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return self.process.poll()
        if found is None:
            return None
        self.kill()
        return self.process.wait()

    def signal(self, number: int) -> None:
        """Send `number` to the process itself, not to its children."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """Kill the process and everything in its group."""
        if self.process.returncode is None:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                self.process.kill()

    def wait(self, seconds: float) -> bool:
        """Wait at most `seconds`; whether the process has ended."""
        until = time.monotonic() + seconds
        while self.ended() is None:
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def tail(self, lines: int = 15) -> str:
        """The last lines of the log."""
        return tail(self.log, lines)


def tail(log: Path, lines: int = 15) -> str:
    """The last `lines` lines of the file `log`, at most 16 KiB; empty where there is none."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 16 * 1024))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def spawn(
    name: str,
    argv: Sequence[str],
    *,
    log: Path,
    on_parent_death: int,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    become: Callable[[], None] | None = None,
) -> Child:
    """Start `argv` in a session of its own, its output appended to `log`.

    It gets signal `on_parent_death` when we die, however we die. `become` runs in the child before that
    and may change its user. Call it from the main thread only. OSError where the program cannot start.
    """
    parent = os.getpid()

    def in_child() -> None:
        # A shell's `&` and nohup leave signals ignored, and an ignored signal is inherited.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, signal.SIG_DFL)
        if become is not None:
            become()
        die_with_parent(on_parent_death, parent)

    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_name(log.name + ".1"))
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=in_child,
        )
    return Child(name=name, process=process, log=log)
