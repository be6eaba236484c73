"""Looking for what there is to watch at an address: one step after the other, each by the fetcher, each host at its
pace. Steps that wait are rows in PostgreSQL."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from records import audit
from records.erasing.journal import may_not_return
from sources.apart.children import Children, ReaderFault, TooHard
from sources.apart.here import children_here
from sources.fetching.beside import Fetches
from sources.fetching.configured import judged
from sources.fetching.outcomes import Fetched, Outcome, Stop
from sources.models import Discovery
from sources.reading.address import LONGEST, address_key
from sources.watching.claiming import LEASE, MAX_ATTEMPTS, heed
from sources.watching.discovered import Search, Seen, Step, after, begin, give_up, look, search_of
from sources.watching.manners import take_turn

log = logging.getLogger(__name__)

AT_ONCE = 10
_KEPT = timedelta(days=1)
_PATIENCE = 60  # seconds; beyond that nobody waits for a host
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


def look_on(
    *,
    fetcher: Callable[[], AbstractContextManager[Fetches]],
    now: datetime,
    limit: int = AT_ONCE,
    children: Children | None = None,
) -> int:
    """Take the next step of every search that waits, at most `limit`, all at once; return how many were taken.
    `children` read what comes, those of this process unless others are given.

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
        fetches = [opened.fetch(step.address, now=now) for _, _, step in claimed]
        came = [_waited(coming) for coming in fetches]
        reading = children or children_here()
        looks = [_begin_look(reading, step, outcome, now) for (_, _, step), outcome in zip(claimed, came, strict=True)]
        for (key, until, step), outcome, looking in zip(claimed, came, looks, strict=True):
            if outcome is not None:  # else its lease brings it back, four times
                _settle(key, until, step, outcome, _seen(looking), now)
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
            host = judged(step.address).place
        except Stop as stop:
            search = after(search, step, stop.outcome)
            yield search
            continue
        turn = take_turn(place=host, now=clock())
        if not turn.taken:
            if turn.seconds > _PATIENCE:
                search = give_up(search, step, NOT_NOW)
                yield search
            else:
                wait(max(0.1, turn.seconds))
            continue
        now = clock()
        outcome = fetcher.fetch(step.address, now=now).result()
        heed(host=host, outcome=outcome, now=now)
        search = after(search, step, outcome, _seen(_begin_look(children_here(), step, outcome, now)))
        yield search


def _waited(coming: Future[Outcome]) -> Outcome | None:
    """What came of a fetch; None for a fault of ours, which must not cost others their step."""
    try:
        return coming.result()
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception("A step of a search could not be taken")
        return None


def _begin_look(children: Children, step: Step, outcome: Outcome | None, now: datetime) -> Future[Seen] | None:
    """Have a child read what came, if there is something."""
    if not isinstance(outcome, Fetched):
        return None
    is_moved = bool(outcome.redirects) and all(each.status in {301, 308} for each in outcome.redirects)
    return children.read(
        look,
        outcome.body,
        step=step,
        address=outcome.address,
        media_type=outcome.headers.content_type,
        is_moved=is_moved,
        now=now,
    )


def _seen(looking: Future[Seen] | None) -> Seen | None:
    try:
        return looking.result() if looking else None
    except TooHard as hard:
        return Seen(words=str(hard))
    except ReaderFault:
        log.exception("What came of a search could not be read")
        return Seen(words="It could not be read, by a fault of ours.")


def _begun(address: str) -> Search:
    search = begin(address)
    typed = search.todo[0].address
    try:
        judged(typed)
    except Stop as stop:
        raise NotDiscovered(stop.outcome.sentence) from None
    if len(typed) > LONGEST:
        raise NotDiscovered(f"The address is longer than {LONGEST} characters.")
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
            host = judged(step.address).place
        except Stop as stop:
            search = after(search, step, stop.outcome)
            continue
        turn = take_turn(place=host, now=now)
        if turn.taken:
            row.attempts += 1
            row.next_step_at, row.state = now + LEASE, search.as_json()
            row.save()
            return row.pk, row.next_step_at, step
        if turn.seconds > _PATIENCE:
            search = give_up(search, step, NOT_NOW)
    row.state = search.as_json()
    row.next_step_at = row.next_step_at if search.todo else None
    row.save()
    return None


@transaction.atomic
def _settle(key: int, until: datetime, step: Step, outcome: Outcome, seen: Seen | None, now: datetime) -> None:
    row = Discovery.objects.select_for_update().filter(pk=key, next_step_at=until).first()
    if row is None:  # it was taken up by another since
        return
    search = after(search_of(row.state), step, outcome, seen)
    row.state, row.attempts = search.as_json(), 0
    row.next_step_at = now if search.todo else None
    row.save()
    heed(host=judged(step.address).place, outcome=outcome, now=now)
