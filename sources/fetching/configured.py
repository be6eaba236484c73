"""The fetcher as this installation's settings want it: what the rest of Plumbline uses."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from threading import Lock

from django.conf import settings

from sources.fetching.addresses import Address, parse
from sources.fetching.beside import FetcherBeside
from sources.fetching.fetcher import Fetcher
from sources.fetching.robots import Kept

_ROBOTS = Kept()  # of this process, for a day; the thread of one fetcher at a time uses it
_lock = Lock()
_here: tuple[tuple[int, str, bool], ExitStack, FetcherBeside] | None = None


def configured_fetcher(*, tell: Callable[[str], None] = lambda line: None) -> Fetcher:
    """Return a fetcher, to be used in an `async with`; `tell` is given a line for people at each step."""
    return Fetcher(agent=settings.FETCH_AGENT, allow_loopback=settings.ALLOW_LOOPBACK, tell=tell)


def fetcher_beside() -> FetcherBeside:
    """Return a fetcher for code that waits, to be used in a `with`. It remembers robots.txt files for the process."""
    return FetcherBeside(Fetcher(agent=settings.FETCH_AGENT, allow_loopback=settings.ALLOW_LOOPBACK, robots=_ROBOTS))


def fetcher_here() -> AbstractContextManager[FetcherBeside]:
    """Return the fetcher of this process, which goes on running when its `with` is left: one loop and one session,
    begun when something is to be fetched, anew after a fork."""
    global _here
    wanted = os.getpid(), settings.FETCH_AGENT, settings.ALLOW_LOOPBACK
    with _lock:
        if _here is None or _here[0] != wanted:
            if _here is not None and _here[0][0] == os.getpid():
                _here[1].close()
            running = ExitStack()
            _here = wanted, running, running.enter_context(fetcher_beside())
            atexit.register(running.close)
        return nullcontext(_here[2])


def judged(address: str) -> Address:
    """Return the address that `address` means, or raise Stop with the refusal that a fetch of it would end in."""
    return parse(address, allow_loopback=settings.ALLOW_LOOPBACK)
