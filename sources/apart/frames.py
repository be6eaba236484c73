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


def receive(pipe: int, *, until: float | None = None) -> bytes:
    """Read one message, likewise; "" at the end of the pipe is Ended."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size, until))
    if length > LONGEST:
        raise Ended
    return _exactly(pipe, length, until)


def _exactly(pipe: int, length: int, until: float | None) -> bytes:
    taken = bytearray()
    while len(taken) < length:
        try:
            piece = os.read(pipe, min(length - len(taken), 1024 * 1024))
        except BlockingIOError:
            _wait(pipe, select.POLLIN, until)
            continue
        except OSError:
            raise Ended from None
        if not piece:
            raise Ended
        taken += piece
    return bytes(taken)


def _wait(pipe: int, event: int, until: float | None) -> None:
    left = None if until is None else until - monotonic()
    if left is not None and left <= 0:
        raise Late
    poll = select.poll()
    poll.register(pipe, event)
    poll.poll(None if left is None else left * 1000)
