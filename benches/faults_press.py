"""What the watch visits in `benches/faults.py`: feeds and pages on loopback, many hosts, and one document that kills
the process which asks for it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
from collections import Counter
from pathlib import Path
from threading import Thread

ENTRIES = 3
POISON = "/poison"
WORDS = (
    *("harbour", "link", "member", "duct", "hall", "basin", "permit", "winter", "wall", "cable", "watch", "second"),
    *("office", "region", "quarry", "signal"),
)

SYLLABLES = ("ba", "den", "fir", "gol", "hu", "kem", "lor", "min", "pa", "rus")


class Press:
    """Serves from a thread of its own until `stop`. `hosts` addresses of 127.0.0.0/8 share one port, so that each is
    a host of its own. `asked` counts how often a path came, `answering` how many wait for their answer now:
    each takes a moment, as it does out there, so that there is something to kill."""

    def __init__(self, hosts: int) -> None:
        self.hosts = [f"127.{16 + number // 200}.7.{1 + number % 200}" for number in range(hosts)]
        self.asked: Counter[str] = Counter()
        self.answering = 0
        self._chance = random.Random(11)  # noqa: S311 - a bench that can be repeated
        self.poisoned: list[int] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def address(self, number: int) -> str:
        """The address of source `number`: every tenth a page, the others feeds."""
        path = f"/page/{number}" if number % 10 == 0 else f"/feed/{number}"
        return f"http://{self.hosts[number % len(self.hosts)]}:{self.port}{path}"

    @property
    def poison(self) -> str:
        return f"http://{self.hosts[-1]}:{self.port}{POISON}"

    async def _listen(self) -> None:
        first = await asyncio.start_server(self._take, self.hosts[0], 0)
        self.port = first.sockets[0].getsockname()[1]
        self._servers = [first]
        if self.hosts[1:]:
            self._servers.append(await asyncio.start_server(self._take, self.hosts[1:], self.port))

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError), contextlib.closing(writer):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ")[1]
                self.asked[path] += 1
                if path == POISON:
                    self._kill(writer)
                    return
                self.answering += 1
                try:
                    await asyncio.sleep(self._chance.uniform(0.2, 1.5))
                finally:
                    self.answering -= 1
                writer.write(_answer(path))
                await writer.drain()

    def _kill(self, writer: asyncio.StreamWriter) -> None:
        """Kill whoever asked, as a body would that takes all memory."""
        peer, own = writer.get_extra_info("peername"), writer.get_extra_info("sockname")
        pid = owner_of(peer, own)
        if pid is not None and pid != os.getpid():
            self.poisoned.append(pid)
            os.kill(pid, signal.SIGKILL)


def _answer(path: str) -> bytes:
    kind, _, number = path.strip("/").partition("/")
    if kind == "feed":
        items = "".join(
            f"<item><guid isPermaLink='false'>{number}-{each}</guid><title>Notice {number}.{each}</title>"
            f"<description>What the office of quarter {number} said, part {each}.</description></item>"
            for each in range(ENTRIES)
        )
        body, kind = f"<rss version='2.0'><channel><title>Office</title>{items}</channel></rss>", "application/rss+xml"
    elif kind == "page":
        body, kind = _page(int(number)), "text/html; charset=utf-8"
    else:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    data = body.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def _page(number: int) -> str:
    """An article that is like no other: its words depend on its number."""
    quarter = "".join(SYLLABLES[int(digit)] for digit in f"{number:04}")
    sentences = [
        f"The {_word(number, line)} of {quarter.capitalize()}{SYLLABLES[line % 10]} has a {_word(line, number)} beside "
        f"the {_word(number + line, 3)} and the {_word(number * 3, line * 5)}, as the office said on the day."
        for line in range(14)
    ]
    text = "".join(f"<p>{' '.join(sentences[start : start + 3])}</p>" for start in range(0, 14, 3))
    title = f"Notice of the quarter {quarter.capitalize()}"
    article = f"<article><h1>{title}</h1>{text}</article>"
    return f"<!doctype html><html><head><title>{title}</title></head><body>{article}</body></html>"


def _word(first: int, second: int) -> str:
    return WORDS[(first * 7 + second * 3) % len(WORDS)]


def owner_of(peer: tuple[str, int], own: tuple[str, int]) -> int | None:
    """The process id of the other end of a connection on this machine, by the kernel's tables."""
    wanted = (_in_hex(peer), _in_hex(own))
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        parts = line.split()
        if (parts[1], parts[2]) == wanted:
            name = f"socket:[{parts[9]}]"
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit():
                    with contextlib.suppress(OSError):
                        if any(os.readlink(each) == name for each in (entry / "fd").iterdir()):
                            return int(entry.name)
    return None


def _in_hex(place: tuple[str, int]) -> str:
    quad = bytes(int(part) for part in place[0].split("."))
    return f"{quad[::-1].hex().upper()}:{place[1]:04X}"
