"""The other side of `benches/refresh.py`: thousands of hosts on 127.x.y.z, each with one feed, in a process of its own.

python benches/refresh_serving.py PORT ENTRIES. `/set?first=N` chooses what all feeds hold from now on: the entries from
number N on, newest first. A feed is sent with N as its ETag, or answered with 304 to who has that already.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

SUMMARY = (
    "The northern link of the exchange was cut by a dredger that worked in the old basin without a pilot; "
    "&lt;b&gt;twelve members&lt;/b&gt; had no service until the evening, and two hospitals went over to their "
    "second line. The harbour office has opened an inquiry and will publish what it finds in May."
)
FIRST = datetime(2031, 3, 1, 8, 0, tzinfo=UTC)


class Feeds:
    """What is sent. Bodies are made of one template, so that making them costs next to nothing."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self.choose(0)

    def choose(self, first: int) -> None:
        self.etag = f'"{first}"'.encode()
        items = "".join(_item(number) for number in range(first + self.entries - 1, first - 1, -1))
        self.template = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Feed of @@</title>'
            f"<link>http://@@/</link><description>What @@ has to say</description>{items}</channel></rss>"
        ).encode()

    def answer(self, host: bytes, held: bytes) -> bytes:
        if held == self.etag:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + self.etag + b"\r\n\r\n"
        body = self.template.replace(b"@@", host)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %b\r\nContent-Length: %d\r\n\r\n"
        return head % (self.etag, len(body)) + body


def _item(number: int) -> str:
    day = format_datetime(FIRST + timedelta(minutes=number % 20_000), usegmt=True)
    return (
        f"<item><title>Report {number} of @@</title><link>http://@@/reports/{number}</link>"
        f'<guid isPermaLink="false">@@/{number}</guid><pubDate>{day}</pubDate>'
        f"<description>{number}: {SUMMARY}</description></item>\n"
    )


class Answers(asyncio.Protocol):
    def __init__(self, feeds: Feeds) -> None:
        self._feeds, self._got = feeds, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        if not str(transport.get_extra_info("peername")[0]).startswith("127."):
            transport.abort()  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self._got += data
        while b"\r\n\r\n" in self._got:
            head, _, self._got = self._got.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head))  # type: ignore[attr-defined]

    def _answer(self, head: bytes) -> bytes:
        target = head.split(b" ", 2)[1]
        if target == b"/feed":
            return self._feeds.answer(_header(head, b"\r\nHost: "), _header(head, b"\r\nIf-None-Match: "))
        if target.startswith(b"/set?"):
            self._feeds.choose(int(parse_qs(urlsplit(target.decode()).query)["first"][0]))
            return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _header(head: bytes, name: bytes) -> bytes:
    start = head.find(name)
    if start < 0:
        return b""
    end = head.find(b"\r\n", start + 2)
    return head[start + len(name) : end if end > 0 else None]


async def main(port: int, entries: int) -> None:
    feeds = Feeds(entries)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answers(feeds), "0.0.0.0", port, backlog=4096)  # noqa: S104 - see Answers
    gc.freeze()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
