"""The fetcher as this installation's settings want it: what the rest of Plumbline uses."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from sources.fetching.fetcher import Fetcher


def configured_fetcher(*, tell: Callable[[str], None] = lambda line: None) -> Fetcher:
    """Return a fetcher, to be used in an `async with`; `tell` is given a line for people at each step."""
    return Fetcher(agent=settings.FETCH_AGENT, allow_loopback=settings.ALLOW_LOOPBACK, tell=tell)
