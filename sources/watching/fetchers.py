"""Fetchers that keep to what all of them have agreed on: what the watch uses."""

from __future__ import annotations

import atexit
import os
from contextlib import AbstractContextManager, ExitStack, nullcontext
from threading import Lock

from django.conf import settings

from sources.fetching.beside import FetcherBeside
from sources.fetching.fetcher import Fetcher
from sources.fetching.robots import Kept
from sources.watching.manners import SharedManners

_ROBOTS = Kept()  # of this process, for a day; the thread of one fetcher at a time uses it
_lock = Lock()
_here: tuple[tuple[int, str, bool], ExitStack, FetcherBeside] | None = None


def fetcher_beside() -> FetcherBeside:
    """Return a fetcher for code that waits, to be used in a `with`. It remembers robots.txt files for the process."""
    return FetcherBeside(
        Fetcher(
            agent=settings.FETCH_AGENT,
            allow_loopback=settings.ALLOW_LOOPBACK,
            robots=_ROBOTS,
            manners=SharedManners(),
        )
    )


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
