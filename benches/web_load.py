"""Asks a server as fast as it answers, over connections that stay open. Runs in a process of its own: JSON in and out.

Used where `wrk` is not wanted: each request may be another one, and every answer is looked at.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import sys
from collections.abc import Sequence
from time import perf_counter
from typing import Any

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_NO_BODY = (b"304", b"204")


class Connection:
    """One connection with the request that is under way on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = b""
        self.whole = 0  # bytes of the answer, once its head is there
        self.status = b""
        self.began = 0.0

    def ask(self, request: bytes) -> None:
        self.got, self.whole = b"", 0
        self.began = perf_counter()
        self.socket.sendall(request)

    def has_answer(self) -> bool:
        """Read what is there; whether the answer is whole. Raises ConnectionError where it broke off."""
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError("The server closed a connection in the middle of an answer.")
        self.got = self.got + data if self.got else data
        if not self.whole:
            head = self.got.find(b"\r\n\r\n")
            if head < 0:
                return False
            self.status = self.got[9:12]
            length = _LENGTH.search(self.got, 0, head)
            if length is None and self.status not in _NO_BODY:
                raise ConnectionError("An answer does not say how long it is.")
            body = 0 if self.status in _NO_BODY or length is None else int(length[1])
            self.whole = head + 4 + body
        return len(self.got) >= self.whole


def load(
    port: int, requests: Sequence[bytes], *, seconds: float, connections: int, once: bool, start: int, at_least: int
) -> dict[str, Any]:
    """Ask the requests in turn, from place `start`, for some seconds and until so many at least are answered; with
    `once` each at most one time.

    Returns how many were answered with each status, in how long (s), the times of answers in order of length (ms),
    and the place of the next request.
    """
    found = selectors.DefaultSelector()
    place, many = start, len(requests)
    last = many if once else sys.maxsize
    times: list[float] = []
    statuses: dict[str, int] = {}
    began = perf_counter()
    until = began + seconds
    busy = 0
    for _ in range(connections):
        if place < last:
            made = Connection(port)
            found.register(made.socket, selectors.EVENT_READ, made)
            made.ask(requests[place % many])
            place += 1
            busy += 1
    while busy:
        for key, _ in found.select():
            made = key.data
            if not made.has_answer():
                continue
            now = perf_counter()
            times.append((now - made.began) * 1000)
            status = made.status.decode()
            statuses[status] = statuses.get(status, 0) + 1
            if (now < until or len(times) < at_least) and place < last:
                made.ask(requests[place % many])
                place += 1
            else:
                found.unregister(made.socket)
                made.socket.close()
                busy -= 1
    return {"statuses": statuses, "took": perf_counter() - began, "times": sorted(times), "place": place}


def as_bytes(path: str, headers: dict[str, str]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    requests = [as_bytes(path, headers) for path, headers in asked.pop("requests")]
    json.dump(load(requests=requests, **asked), sys.stdout)
