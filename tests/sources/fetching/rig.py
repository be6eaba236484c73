"""A server on loopback whose every byte a test decides, and an internet in which nothing leaves this machine."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from sources.fetching.fetcher import Fetcher
from sources.fetching.outcomes import Outcome

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
AGENT = "Plumbline/test (+https://profiles.example.org)"
PUBLIC = "93.184.216.34"
PUBLIC6 = "2606:2800:220:1::1"

T = TypeVar("T")
Page = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


def answer(status: str = "200 OK", body: bytes = b"", length: int | None = None, **headers: str) -> bytes:
    """The bytes of an HTTP answer; header names are given with underscores."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Server:
    pages: dict[str, Page]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    """Request lines and headers as they came."""
    tasks: list[Any] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.asked]

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tasks.append(asyncio.current_task())
        with contextlib.closing(writer), contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                self.asked.append(head)
                page = self.pages.get(head.split(" ")[1], answer("404 Not Found"))
                if isinstance(page, bytes):
                    writer.write(page)
                    await writer.drain()
                    if b"Connection: close" not in page:
                        continue
                else:
                    await page(writer)
                break


@asynccontextmanager
async def serving(pages: dict[str, Page]) -> Any:
    server = Server(pages)
    running = await asyncio.start_server(server.take, "127.0.0.1", 0)
    server.port = running.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        running.close()
        for task in server.tasks:
            task.cancel()
        await asyncio.gather(*server.tasks, return_exceptions=True)
        await asyncio.sleep(0)  # transports close a step later
        await running.wait_closed()


@dataclass
class Internet:
    """What sockets were asked to connect to, and where that leads instead. Everywhere else nobody listens."""

    places: dict[tuple[str, int], int] = field(default_factory=dict)
    tried: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def internet() -> Iterator[Internet]:
    """Every connect of every socket is recorded, and refused unless it has a place on this machine."""
    world, connect = Internet(), socket.socket.connect

    def connecting(self: socket.socket, address: Any) -> None:
        place = (str(address[0]), int(address[1])) if isinstance(address, tuple) else None
        if place is None:
            return connect(self, address)
        world.tried.append(place)
        if place not in world.places:
            raise ConnectionRefusedError(111, "nobody listens there")
        return connect(self, ("127.0.0.1", world.places[place]))

    socket.socket.connect = connecting  # type: ignore[method-assign]
    try:
        yield world
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]


def answers(**names: list[str]) -> Callable[[str], Coroutine[Any, Any, list[str]]]:
    """A resolver that knows these names, dots written as double underscores, and no other."""
    known = {name.replace("__", "."): literals for name, literals in names.items()}

    async def resolve(host: str) -> list[str]:
        if host not in known:
            raise OSError("no such name")
        return known[host]

    return resolve


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end, in a thread: a browser test before this one may have left a loop running in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def fetched(pages: dict[str, Page], path: str = "/", **options: Any) -> tuple[Outcome, Server]:
    """Fetch `path` from a server with these pages; `options` of the fetcher, or of the fetch."""
    asked = {name: options.pop(name) for name in ("etag", "last_modified", "validated") if name in options}

    async def run() -> tuple[Outcome, Server]:
        async with serving(pages) as server, Fetcher(agent=AGENT, allow_loopback=True, **options) as fetcher:
            return await fetcher.fetch(server.url(path), now=NOW, **asked), server

    return in_a_loop(run())


def is_special(literal: str) -> bool:
    """Judged a second time, by other code: the registry's ranges as numbers."""
    ip = ipaddress.ip_address(literal)
    if ip.version == 6:
        top = int(ip) >> 96
        return not (
            0x2000_0000 <= top < 0x4000_0000
            and not 0x2001_0000 <= top < 0x2001_0200
            and top != 0x2001_0DB8
            and top >> 16 != 0x2002
            and not 0x3FFF_0000 <= top < 0x3FFF_1000
            and int(ip) >> 80 != 0x2620_004F_8000
        )
    a, b, c, d = ip.packed
    return (
        a in {0, 10, 127}
        or a >= 224
        or (a == 100 and 64 <= b < 128)
        or (a == 169 and b == 254)
        or (a == 172 and 16 <= b < 32)
        or (a == 192 and b == 168)
        or (a == 198 and b in {18, 19})
        or (a, b, c)
        in {
            *((192, 0, 0), (192, 0, 2), (192, 31, 196), (192, 52, 193), (192, 88, 99), (192, 175, 48)),
            *((198, 51, 100), (203, 0, 113)),
        }
        or (a, b, c, d) == (168, 63, 129, 16)
    )
