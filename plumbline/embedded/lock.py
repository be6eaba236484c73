"""One user at a time: a lock the kernel drops with its holder, and who holds it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: process id, what it runs, and whether its servers answer already."""

    pid: int
    what: str
    ready: bool = False


class Busy(Exception):
    """Somebody else holds the lock; `holder` is None in the moment before they have signed it."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(f"held by {holder}")
        self.holder = holder


def read(path: Path) -> Holder | None:
    """Who signed the lock file last; None where nobody did or the text is torn."""
    try:
        # Whoever was killed while signing left the end of an older text behind its own.
        held, _ = json.JSONDecoder().raw_decode(path.read_text(encoding="utf-8"))
        return Holder(pid=int(held["pid"]), what=str(held["what"]), ready=held["ready"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Lock:
    """The lock file of a folder. The kernel's lock counts; the text in the file only explains.

    So a lock cannot outlive its holder: after kill -9 the next one gets it, and `left_behind` names the
    process that ended without signing off.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.left_behind: Holder | None = None
        self._descriptor: int | None = None

    def take(self, what: str) -> None:
        """Take the lock and sign it with `what`; Busy where somebody holds it."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Busy(read(self.path)) from None
        self._descriptor = descriptor
        self.left_behind = read(self.path)
        self._sign(Holder(os.getpid(), what))

    def mark_ready(self, what: str) -> None:
        """Say that the servers behind this lock answer."""
        self._sign(Holder(os.getpid(), what, ready=True))

    def hand_on(self) -> None:
        """Let go without a trace, the text of whoever was left behind restored."""
        if self.left_behind is not None:
            self._sign(self.left_behind)
            self._close()
        else:
            self.release()

    def release(self) -> None:
        """Sign off and let go. Does nothing where the lock is not held."""
        if self._descriptor is None:
            return
        # The file stays: removing it would let two processes lock two files of one name.
        os.ftruncate(self._descriptor, 0)
        self._close()

    def _close(self) -> None:
        assert self._descriptor is not None
        os.close(self._descriptor)
        self._descriptor = None

    def _sign(self, holder: Holder) -> None:
        assert self._descriptor is not None
        signed = json.dumps(asdict(holder)).encode()
        # Written over first and cut then: there is no moment at which the file says nothing.
        os.pwrite(self._descriptor, signed, 0)
        os.ftruncate(self._descriptor, len(signed))


class Users:
    """A count that the kernel keeps: everybody who uses servers started by another command."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def join(self) -> bool:
        """Be counted until this process ends; False where the servers are being stopped just now."""
        return self._lock(fcntl.LOCK_SH | fcntl.LOCK_NB)

    def leave(self) -> None:
        """No longer be counted."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None

    def none_left(self) -> bool:
        """Whether nobody is counted. If so, nobody can join until leave() is called."""
        return self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _lock(self, how: int) -> bool:
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, how)
        except BlockingIOError:
            self.leave()
            return False
        return True
