"""The fetcher, and the judgement of addresses, as this installation's settings want them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from sources.fetching.addresses import Address, parse
from sources.fetching.fetcher import Fetcher
from sources.fetching.manners import OwnManners

_FOREVER = 1_000.0  # seconds; a person who asks for one page waits for whatever it takes


def configured_fetcher(*, tell: Callable[[str], None] = lambda line: None) -> Fetcher:
    """Return a fetcher that knows of no other, to be used in an `async with`; `tell` is given a line for people at
    each step."""
    return Fetcher(
        agent=settings.FETCH_AGENT,
        allow_loopback=settings.ALLOW_LOOPBACK,
        tell=tell,
        manners=OwnManners(),
        patience=_FOREVER,
    )


def judged(address: str) -> Address:
    """Return the address that `address` means, or raise Stop with the refusal that a fetch of it would end in."""
    return parse(address, allow_loopback=settings.ALLOW_LOOPBACK)
