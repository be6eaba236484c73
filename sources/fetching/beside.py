"""A fetcher whose loop runs in a thread of its own, for code that waits: pages come as futures, many at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Protocol, Self

from sources.fetching.fetcher import Fetcher
from sources.fetching.outcomes import Outcome

_RESOLVERS = 100  # as many as there are visits under way: a name that nobody answers for holds up nobody else


class Fetches(Protocol):
    """What begins a fetch and returns at once, such as FetcherBeside."""

    def fetch(
        self, url: str, *, now: datetime, etag: str = "", last_modified: str = "", validated: str = ""
    ) -> Future[Outcome]: ...


class FetcherBeside:
    """Use it in a `with`. What has not come when it is left is broken off."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._loop = asyncio.new_event_loop()
        # Names are looked up by threads that wait, begun as they are needed.
        self._loop.set_default_executor(ThreadPoolExecutor(_RESOLVERS, thread_name_prefix="resolver"))
        self._asked: deque[tuple[Callable[[], Coroutine[Any, Any, Outcome]], Future[Outcome]]] = deque()
        self._asking = Lock()
        self._tasks: set[asyncio.Task[Outcome]] = set()
        self._thread = Thread(target=self._loop.run_forever, name="fetcher", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._fetcher.__aenter__(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def fetch(
        self, url: str, *, now: datetime, etag: str = "", last_modified: str = "", validated: str = ""
    ) -> Future[Outcome]:
        """Begin what `Fetcher.fetch` does and return at once. Whoever asks has the turn of the address's host."""
        done: Future[Outcome] = Future()
        given = {"etag": etag, "last_modified": last_modified, "validated": validated}
        work = partial(self._fetcher.fetch, url, now=now, has_turn=True, **given)
        with self._asking:  # or two threads at once would each see what the other has added, and nobody woke the loop
            self._asked.append((work, done))
            is_first = len(self._asked) == 1
        # Many that are asked for in a row wake the loop once.
        if is_first:
            self._loop.call_soon_threadsafe(self._begin)
        return done

    def _begin(self) -> None:
        while self._asked:
            work, done = self._asked.popleft()
            if done.set_running_or_notify_cancel():
                task = self._loop.create_task(work())
                self._tasks.add(task)
                task.add_done_callback(partial(self._end_of, done))

    def _end_of(self, done: Future[Outcome], task: asyncio.Task[Outcome]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            done.set_exception(CancelledError())
        elif error := task.exception():
            done.set_exception(error)
        else:
            done.set_result(task.result())

    async def _end(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._fetcher.__aexit__(None, None, None)
        await self._loop.shutdown_asyncgens()
        await self._loop.shutdown_default_executor()
