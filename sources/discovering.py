"""Looking for what there is to watch at an address: one step after the other, each by the fetcher, each host at its
pace. Steps that wait are rows in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.db import transaction

from records import audit
from records.erasing.journal import may_not_return
from sources.fetching.beside import Fetches
from sources.fetching.configured import judged
from sources.fetching.outcomes import Outcome, Stop
from sources.models import Discovery, HostPace
from sources.reading.address import address_key
from sources.watching.claiming import HOST_PAUSE, LEASE, MAX_ATTEMPTS, heed
from sources.watching.discovered import Search, Step, after, begin, give_up, search_of
from sources.watching.entering import place_of

AT_ONCE = 10
_KEPT = timedelta(days=1)
_LONGEST = 2_000  # characters of an address
_PATIENCE = timedelta(minutes=1)  # beyond that nobody waits for a host
NEVER_ENDED = "Looking there never came to an end."
NOT_NOW = "Its host has asked to be left alone for now."


class NotDiscovered(Exception):
    """Its message says to people why an address is not looked at."""


def ask(*, address: str, by: str, now: datetime) -> Discovery:
    """Have an address looked at, beginning within seconds. Raises NotDiscovered where it may not be fetched."""
    search = _begun(address)
    Discovery.objects.filter(asked_at__lt=now - _KEPT).delete()
    typed = search.todo[0].address
    with transaction.atomic():
        row = Discovery.objects.create(
            address=typed, asked_by=by, asked_at=now, state=search.as_json(), next_step_at=now
        )
        audit.record(by=by, verb="source.looked_for", subject=f"discovery:{row.pk}", now=now, address=typed)
    return row


def look_on(*, fetcher: Callable[[], AbstractContextManager[Fetches]], now: datetime, limit: int = AT_ONCE) -> int:
    """Take the next step of every search that waits, at most `limit`, all at once; return how many were taken.

    A step begins when its host is free. One that was begun four times without an end is given up, with words.
    """
    claimed = []
    waiting = Discovery.objects.filter(next_step_at__lte=now).order_by("next_step_at", "id")
    for key in list(waiting.values_list("pk", flat=True)[:limit]):
        if (found := _claim(key, now)) is not None:
            claimed.append(found)
    if not claimed:
        return 0
    with fetcher() as opened:
        running = [(key, until, step, opened.fetch(step.address, now=now)) for key, until, step in claimed]
        for key, until, step, coming in running:
            _settle(key, until, step, coming.result(), now)
    return len(claimed)


def look_through(
    *, address: str, fetcher: Fetches, clock: Callable[[], datetime], wait: Callable[[float], None]
) -> Iterator[Search]:
    """Look at an address to the end and give the search after each step; `wait` is given seconds whenever a host has
    its pause. Raises NotDiscovered where the address may not be fetched."""
    search = _begun(address)
    while search.todo:
        step = search.todo[0]
        try:
            host = place_of(judged(step.address))
        except Stop as stop:
            search = after(search, step, stop.outcome, now=clock())
            yield search
            continue
        if not _take_host(host, clock()):
            left = _busy_for(host, clock())
            if left > _PATIENCE:
                search = give_up(search, step, NOT_NOW)
                yield search
            else:
                wait(max(0.1, left.total_seconds()))
            continue
        now = clock()
        outcome = fetcher.fetch(step.address, now=now).result()
        heed(host=host, outcome=outcome, now=now)
        search = after(search, step, outcome, now=now)
        yield search


def _begun(address: str) -> Search:
    search = begin(address)
    typed = search.todo[0].address
    try:
        judged(typed)
    except Stop as stop:
        raise NotDiscovered(stop.outcome.sentence) from None
    if len(typed) > _LONGEST:
        raise NotDiscovered(f"The address is longer than {_LONGEST} characters.")
    if may_not_return(typed, address_key(typed)):
        raise NotDiscovered("This was removed here for good, and is not looked at again.")
    return search


@transaction.atomic
def _claim(key: int, now: datetime) -> tuple[int, datetime, Step] | None:
    """The first step of a search whose host is free, ours until the moment that is returned with it."""
    row = Discovery.objects.select_for_update(skip_locked=True).filter(pk=key, next_step_at__lte=now).first()
    if row is None:
        return None
    search = search_of(row.state)
    if row.attempts >= MAX_ATTEMPTS:
        search = give_up(search, search.todo[0], NEVER_ENDED)
        row.attempts = 0
    for step in search.todo:
        try:
            host = place_of(judged(step.address))
        except Stop as stop:
            search = after(search, step, stop.outcome, now=now)
            continue
        if _take_host(host, now):
            row.attempts += 1
            row.next_step_at, row.state = now + LEASE, search.as_json()
            row.save()
            return row.pk, row.next_step_at, step
        if _busy_for(host, now) > _PATIENCE:
            search = give_up(search, step, NOT_NOW)
    row.state = search.as_json()
    row.next_step_at = row.next_step_at if search.todo else None
    row.save()
    return None


@transaction.atomic
def _settle(key: int, until: datetime, step: Step, outcome: Outcome, now: datetime) -> None:
    row = Discovery.objects.select_for_update().filter(pk=key, next_step_at=until).first()
    if row is None:  # it was taken up by another since
        return
    search = after(search_of(row.state), step, outcome, now=now)
    row.state, row.attempts = search.as_json(), 0
    row.next_step_at = now if search.todo else None
    row.save()
    heed(host=place_of(judged(step.address)), outcome=outcome, now=now)


def _take_host(host: str, now: datetime) -> bool:
    """Take a host for five seconds, whoever else asks, if it is free."""
    HostPace.objects.bulk_create([HostPace(host=host, free_at=now)], ignore_conflicts=True)
    return HostPace.objects.filter(host=host, free_at__lte=now).update(free_at=now + HOST_PAUSE) == 1


def _busy_for(host: str, now: datetime) -> timedelta:
    return HostPace.objects.values_list("free_at", flat=True).get(host=host) - now
