"""robots.txt as the fetcher meets it on a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from sources.fetching.fetcher import Fetcher
from sources.fetching.outcomes import Failed, Failure, Fetched, Refusal, Refused
from tests.sources.fetching.rig import AGENT, NOW, Page, answer, fetched, in_a_loop, serving

MIB = 1024 * 1024
ROBOTS_NO = Refused(Refusal.ROBOTS, "The site's robots.txt asks programs not to fetch it.")


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        (answer(body=b"User-agent: *\nDisallow: /"), "/", False),
        (answer(body=b"User-agent: Plumbline\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/", False),
        (answer(body=b"User-agent: *\nDisallow: /\n\nUser-agent: plumbline/1.0\nDisallow:"), "/", True),
        (answer(body=b"User-agent: *\nDisallow: /private"), "/open/../private/x", False),
        (answer(body=b"User-agent: *\nDisallow: /private"), "/open/%2e%2E/private/x", False),
        (answer(body=b"User-agent: *\nDisallow: /*?q="), "/x?q=1", False),
        (answer(body=gzip.compress(b"User-agent: *\nDisallow: /"), Content_Encoding="gzip"), "/", False),
        (answer(body=b"User-agent: *\nDisallow: /\n" + b"#" * MIB), "/", False),
        (answer(body=b"\x00\xff\xfe<html>"), "/", True),
        (answer("404 Not Found"), "/", True),
        (answer("403 Forbidden"), "/", True),
        (answer("302 Found", Location="/robots.txt"), "/", True),
        (answer("302 Found", Location="/elsewhere"), "/", False),
    ],
)
def test_robots_is_honoured(robots: bytes, path: str, allowed: bool) -> None:
    pages: dict[str, Page] = {
        "/robots.txt": robots,
        "/elsewhere": answer(body=b"User-agent: *\nDisallow: /"),
        "/": answer(body=b"page"),
    }
    outcome, server = fetched(pages, path)
    assert (outcome != ROBOTS_NO) == allowed
    assert (isinstance(outcome, Fetched)) == allowed
    assert set(server.paths) - {"/robots.txt", "/elsewhere"} == ({"/"} if allowed else set())


def test_redirect_is_asked_of_robots_too() -> None:
    pages: dict[str, Page] = {
        "/robots.txt": answer(body=b"User-agent: *\nDisallow: /b"),
        "/": answer("302 Found", Location="/b"),
        "/b": answer(body=b"page"),
    }
    assert fetched(pages)[0] == ROBOTS_NO


def test_robots_of_a_host_in_trouble_stops_the_fetch_for_now() -> None:
    outcome, server = fetched({"/robots.txt": answer("503 Busy", Retry_After="60"), "/": answer()})
    sentence = "Its robots.txt answered 503; whether it may be fetched is not known."
    assert outcome == Failed(Failure.STATUS, sentence, 503, timedelta(seconds=60), f"127.0.0.1:{server.port}")
    assert server.paths == ["/robots.txt"]


def test_robots_is_read_once_a_day_for_each_host() -> None:
    async def run() -> list[str]:
        async with serving({"/": answer()}) as server, Fetcher(agent=AGENT, allow_loopback=True) as fetcher:
            for later in (timedelta(0), timedelta(hours=23, minutes=59), timedelta(hours=24), timedelta(hours=25)):
                await fetcher.fetch(server.url("/"), now=NOW + later)
            return server.paths

    assert in_a_loop(run()) == ["/robots.txt", "/", "/", "/robots.txt", "/", "/"]


class Counting(ThreadPoolExecutor):
    """Counts what is done beside the loop."""

    count = 0

    def submit(self, *given: Any, **more: Any) -> Future[Any]:
        self.count += 1
        return super().submit(*given, **more)


@pytest.mark.parametrize(("rules", "beside"), [(100, 0), (20_000, 1)])
def test_long_file_is_read_beside_the_loop(rules: int, beside: int) -> None:
    """It takes half a second, for which every other fetch would stand still."""

    async def run() -> int:
        threads = Counting(2)
        asyncio.get_running_loop().set_default_executor(threads)
        robots = b"User-agent: *\n" + b"Disallow: /*no$\n" * rules + b"Disallow: /private"
        async with (
            serving({"/robots.txt": answer(body=robots), "/": answer()}) as server,
            Fetcher(agent=AGENT, allow_loopback=True) as fetcher,
        ):
            begun = threads.count
            assert isinstance(await fetcher.fetch(server.url("/"), now=NOW), Fetched)
            assert await fetcher.fetch(server.url("/private"), now=NOW) == ROBOTS_NO
            return threads.count - begun

    assert in_a_loop(run()) == beside
