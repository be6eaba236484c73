"""Messages over pipes: each a length and so many bytes, within a time."""

from __future__ import annotations

import os
import select
import struct
from time import monotonic

_LENGTH = struct.Struct(">I")
LONGEST = 64 * 1024 * 1024
"""Bytes of one message that are read."""


class Ended(Exception):
    """The other side has gone, or sends what is no message."""


class Late(Exception):
    """The time was over first."""


def send(pipe: int, *messages: bytes, until: float | None = None) -> None:
    """Write whole messages, by `until` (on the monotonic clock; the pipe has to be non-blocking then).

    Raises Ended or Late."""
    view = memoryview(b"".join(part for each in messages for part in (_LENGTH.pack(len(each)), each)))
    while view:
        try:
            view = view[os.write(pipe, view) :]
        except BlockingIOError:
            _wait(pipe, select.POLLOUT, until)
        except OSError:
            raise Ended from None


class Inbox:
    """Takes messages off a pipe, as many bytes at a time as there are: each look at it may wait for other threads."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._held = bytearray()

    def receive(self, *, until: float | None = None) -> bytes:
        """Return the next message, by `until` (likewise). Raises Ended, also at the end of the pipe, or Late."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, until))
        if length > LONGEST:
            raise Ended
        return self._exactly(length, until)

    def _exactly(self, length: int, until: float | None) -> bytes:
        while len(self._held) < length:
            if until is not None:
                _wait(self._pipe, select.POLLIN, until)
            try:
                piece = os.read(self._pipe, 64 * 1024)
            except BlockingIOError:
                continue
            except OSError:
                raise Ended from None
            if not piece:
                raise Ended
            self._held += piece
        taken = bytes(memoryview(self._held)[:length])
        del self._held[:length]
        return taken


def _wait(pipe: int, event: int, until: float | None) -> None:
    left = None if until is None else until - monotonic()
    if left is not None and left <= 0:
        raise Late
    poll = select.poll()
    poll.register(pipe, event)
    poll.poll(None if left is None else left * 1000)
