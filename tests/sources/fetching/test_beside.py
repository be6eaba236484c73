from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import Any

import pytest

from sources.fetching.beside import FetcherBeside
from sources.fetching.fetcher import Fetcher
from sources.fetching.outcomes import Fetched, Outcome
from sources.fetching.robots import Kept
from tests.sources.fetching.rig import AGENT, NOW, answer
from tests.sources.watching.room import room


def test_beside_fetches_many_at_once() -> None:
    """The first page is not answered until the second has been asked for."""
    second = threading.Event()

    async def first_page(writer: asyncio.StreamWriter) -> None:
        await asyncio.to_thread(second.wait, 10)
        writer.write(answer(body=b"one", Connection="close"))

    async def second_page(writer: asyncio.StreamWriter) -> None:
        second.set()
        writer.write(answer(body=b"two", Connection="close"))

    with (
        room({"/1": first_page, "/2": second_page}) as server,
        FetcherBeside(Fetcher(agent=AGENT, allow_loopback=True)) as fetcher,
    ):
        running = [fetcher.fetch(server.url(path), now=NOW) for path in ("/1", "/2")]
        outcomes = [each.result(timeout=20) for each in running]
    assert [each.body for each in outcomes if isinstance(each, Fetched)] == [b"one", b"two"]


def test_beside_breaks_off_what_has_not_come() -> None:
    async def never(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    before = threading.enumerate()  # the fetcher of the process may run
    with room({"/": never}) as server:
        with FetcherBeside(Fetcher(agent=AGENT, allow_loopback=True)) as fetcher:
            running = fetcher.fetch(server.url("/"), now=NOW)
        with pytest.raises(CancelledError):
            running.result(timeout=1)
    assert [each for each in threading.enumerate() if each.name == "fetcher" and each not in before] == []


class _Slow(deque[Any]):
    """Takes its time when something is added, so that two who add at once meet."""

    def append(self, each: Any) -> None:
        super().append(each)
        time.sleep(0.05)


def test_threads_that_ask_at_once_are_all_answered() -> None:
    with (
        room({"/": answer(body=b"x")}) as server,
        FetcherBeside(Fetcher(agent=AGENT, allow_loopback=True)) as fetcher,
        ThreadPoolExecutor(4) as pool,
    ):
        fetcher._asked = _Slow()
        together = threading.Barrier(4)

        def ask(_: int) -> Outcome:
            together.wait(10)
            return fetcher.fetch(server.url("/"), now=NOW).result(timeout=10)

        outcomes = list(pool.map(ask, range(4)))
    assert [each.body for each in outcomes if isinstance(each, Fetched)] == [b"x"] * 4


def test_robots_are_asked_for_once_by_fetchers_that_share_them() -> None:
    shared = Kept()
    with room({"/": answer(body=b"x")}) as server:
        for _ in range(2):
            with FetcherBeside(Fetcher(agent=AGENT, allow_loopback=True, robots=shared)) as fetcher:
                fetcher.fetch(server.url("/"), now=NOW).result(timeout=20)
        assert server.paths == ["/robots.txt", "/", "/"]
