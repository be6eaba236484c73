"""Bodies without end, bombs, silence and broken answers, from a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from typing import Any

import pytest

from sources.fetching.outcomes import Failed, Failure, Fetched, Refusal, Refused
from tests.sources.fetching.rig import Page, answer, fetched

MIB = 1024 * 1024


async def _endless(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def _endless_chunks_of_nothing(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n")
    member = gzip.compress(b"") * 1000
    while True:
        writer.write(b"%x\r\n%s\r\n" % (len(member), member))
        await writer.drain()


async def _slow(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _slow_headers(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-A: b\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _silent(writer: Any) -> None:
    await asyncio.sleep(5)


BOMB = gzip.compress(b"\0" * (11 * MIB))


@pytest.mark.parametrize(
    "page",
    [
        answer(body=BOMB, Content_Encoding="gzip"),
        answer(body=zlib.compress(b"\0" * (11 * MIB)), Content_Encoding="deflate"),
        answer(length=11 * MIB),
        answer(length=10**18),
        _endless,
        _endless_chunks_of_nothing,
    ],
    ids=["gzip bomb", "deflate bomb", "long", "very long", "endless", "endless nothing"],
)
def test_too_large_body_is_refused(page: Page) -> None:
    outcome, _ = fetched({"/": page}, limit=MIB)
    assert outcome == Refused(Refusal.SIZE, "It is larger than 1 MiB.")


def test_body_of_exactly_the_limit_is_fetched() -> None:
    for body, packed in ((b"x" * 1000, gzip.compress(b"x" * 1000)), (b"x" * 1001, gzip.compress(b"x" * 1001))):
        plain, _ = fetched({"/": answer(body=body)}, limit=1000)
        unpacked, _ = fetched({"/": answer(body=packed, Content_Encoding="gzip")}, limit=1000)
        assert isinstance(plain, Fetched) == isinstance(unpacked, Fetched) == (len(body) == 1000)


@pytest.mark.parametrize("page", [_slow, _silent, _slow_headers], ids=["body", "silence", "headers"])
def test_slow_answer_ends_at_the_deadline(page: Page) -> None:
    outcome, _ = fetched({"/": page}, deadline=0.15)
    assert outcome == Failed(Failure.TIME, "It did not answer in full within 0.15 seconds.")


def test_deadline_covers_robots_and_redirects_together() -> None:
    async def late(writer: Any) -> None:
        await asyncio.sleep(0.1)
        writer.write(answer("302 Found", Location="/", Connection="close"))
        await writer.drain()

    outcome, _ = fetched({"/": late}, deadline=0.25)
    assert isinstance(outcome, Failed)
    assert outcome.reason == Failure.TIME


@pytest.mark.parametrize(
    "page",
    [
        answer(body=b"short", length=10, Connection="close"),
        b"this is no HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\n",
        answer(body=b"\x1f\x8bnonsense", Content_Encoding="gzip"),
        answer(body=gzip.compress(b"hello" * 100)[:-20], Content_Encoding="gzip"),
        answer(body=b"\x1f", Content_Encoding="gzip"),
        answer(body=b"x", Content_Encoding="br"),
        answer(body=gzip.compress(gzip.compress(b"x")), Content_Encoding="gzip, gzip"),
    ],
    ids="short words length long-header many-headers garbage torn one-byte brotli twice".split(),  # noqa: SIM905
)
def test_broken_answer_is_a_failure(page: bytes) -> None:
    if b"Connection: close" not in page:
        page = page.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
    outcome, _ = fetched({"/": page})
    assert isinstance(outcome, Failed)
    assert outcome.reason in {Failure.ANSWER, Failure.CONNECTION}
    assert outcome.status is None
