"""Visits: claimed in a transaction, fetched outside of any, settled in another."""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable
from concurrent.futures import Future, as_completed
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from celery.exceptions import SoftTimeLimitExceeded

from records.identifiers import Entropy
from sources.fetching.outcomes import Outcome
from sources.watching.claiming import Claimed, claim_due, put_off
from sources.watching.settling import Visited, settle

log = logging.getLogger(__name__)

AT_ONCE = 20  # visits of one round; a fetch takes 30 s at most
_AGAIN_AFTER = timedelta(minutes=1)


class Fetches(Protocol):
    """What begins a fetch and returns at once, such as sources.fetching.beside.FetcherBeside."""

    def fetch(self, url: str, *, now: datetime, etag: str, last_modified: str, validated: str) -> Future[Outcome]: ...


def visit_due(
    *,
    fetcher: Callable[[], AbstractContextManager[Fetches]],
    now: datetime,
    limit: int = AT_ONCE,
    chance: Callable[[], float] = random.random,
    entropy: Entropy = secrets.token_bytes,
) -> tuple[Visited, ...]:
    """Claim up to `limit` due watches and visit them, all at once; return what came of each, as it came.

    `fetcher` opens what fetches; it is not called where nothing is due. One visit that cannot be stored does not stop
    the others: it is tried again, four times in all.
    """
    claims = claim_due(limit=limit, now=now)
    if not claims:
        return ()
    visited = []
    with fetcher() as opened:
        running = {_begin(opened, claimed, now): claimed for claimed in claims}
        for done in as_completed(running):
            claimed = running[done]
            try:
                came = settle(claimed=claimed, outcome=done.result(), now=now, jitter=chance(), entropy=entropy)
                visited.append(came)
                log.info("%s: %s", came.address, f"{came.outcome}. {came.words}" if came.stored else "lease lost")
            except SoftTimeLimitExceeded:  # the task is over; leases bring the rest back
                raise
            except Exception as error:  # whatever one page brings about must not stop the others
                log.exception("A visit to %s could not be stored", claimed.address)
                fault = f"What came could not be stored: {type(error).__name__}."
                put_off(claimed=claimed, until=now + _AGAIN_AFTER, fault=fault)
    return tuple(visited)


def visit(
    *, claimed: Claimed, fetcher: Fetches, now: datetime, jitter: float, entropy: Entropy = secrets.token_bytes
) -> Visited:
    """Fetch what was claimed, wait for it, and store what came, if the lease is still ours then."""
    outcome = _begin(fetcher, claimed, now).result()
    return settle(claimed=claimed, outcome=outcome, now=now, jitter=jitter, entropy=entropy)


def _begin(fetcher: Fetches, claimed: Claimed, now: datetime) -> Future[Outcome]:
    return fetcher.fetch(
        claimed.address,
        now=now,
        etag=claimed.etag,
        last_modified=claimed.last_modified,
        validated=claimed.validated_for,
    )
