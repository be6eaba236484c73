"""Orders to erase: asked for by one person, approved by another, carried out in steps that survive a crash."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.db.models import F

from plumbline.erasure.steps import closure_of, reach_of, standing_of_texts, steps_of
from records.audit import record
from records.erasing import journal
from records.erasing.orders import Order, Reach
from records.erasing.traces import traces_of
from records.models import Erasure, ErasureKind, ErasureState, User

log = logging.getLogger(__name__)

SHORTEST_PASSAGE = 12  # signs: what is shorter stands in too many places by chance
_LOCK = 7_042  # one worker for one order; the number is only ours
NO_REASON = "Say in a sentence why; readers see it where words are missing."
TERMS = (
    "The write-ahead log and backups made before may hold it until they expire: backups after the days for which they "
    "are kept (docs/operating.md). A backup that is restored is told of every erasure first."
)


@dataclass(frozen=True)
class WaitingErasure:
    """An order that waits for a second person, as the desk lists it."""

    pk: int
    what: str
    reason: str
    since: datetime


class NotErased(ValueError):
    """The order cannot be given, or not by this person. The message says why."""


@transaction.atomic
def ask(*, kind: str, target: str = "", passage: str = "", reason: str, by: str, now: datetime) -> Erasure:
    """Ask for something to be erased; return the order with its closure: how much would go, by kind.

    `target` is a public id, or `passage` the words. Nothing is erased before somebody else approves. Raises NotErased.
    """
    if not reason.strip():
        raise NotErased(NO_REASON)
    if kind == ErasureKind.PASSAGE and len(passage.strip()) < SHORTEST_PASSAGE:
        raise NotErased(
            f"Give a passage of at least {SHORTEST_PASSAGE} signs: a shorter one stands elsewhere by chance."
        )
    is_passage = kind == ErasureKind.PASSAGE
    if kind == ErasureKind.PERSON and User.objects.filter(public_id=target.strip(), is_superuser=True).exists():
        raise NotErased(
            "This is an administrator's account. Another administrator has to take that right from it first."
        )
    made = Erasure(
        kind=ErasureKind(kind),
        target="" if is_passage else target.strip(),
        passage=passage.strip() if is_passage else "",
        reason=reason.strip(),
        asked_by=by,
        asked_at=now,
    )
    made.closure = dict(closure_of_order(made, now=now))
    if not made.closure:
        raise NotErased("There is nothing of it here. Look at the identifier, or at the words.")
    made.save(force_insert=True)
    record(by=by, verb="erasure.asked", subject=subject_of(made), now=now, kind=made.kind, target=made.target)
    return made


def closure_of_order(erasure: Erasure, *, now: datetime) -> Counter[str]:
    """How much the order would take away now, by kind in words. Reads only."""
    order = order_of(erasure, now)
    reach = reach_of(order)
    found = closure_of(reach)
    if order.kind == ErasureKind.PASSAGE:
        found += standing_of_texts(order, reach)
    return found


@transaction.atomic
def approve(*, erasure_id: int, by: str, now: datetime) -> Erasure:
    """Approve an order; from then on it is carried out. Raises NotErased for whoever asked, and for a decided one."""
    found = _waiting(erasure_id)
    if found.asked_by == by:
        raise NotErased("Somebody else has to approve what you asked for.")
    found.state, found.decided_by, found.decided_at = ErasureState.APPROVED, by, now
    found.save(update_fields=["state", "decided_by", "decided_at"])
    record(by=by, verb="erasure.approved", subject=subject_of(found), now=now)
    return found


@transaction.atomic
def decline(*, erasure_id: int, by: str, now: datetime) -> Erasure:
    """Decline an order, one's own included; nothing is erased, and the words of a passage are forgotten."""
    found = _waiting(erasure_id)
    found.state, found.decided_by, found.decided_at, found.passage = ErasureState.DECLINED, by, now, ""
    found.save(update_fields=["state", "decided_by", "decided_at", "passage"])
    record(by=by, verb="erasure.declined", subject=subject_of(found), now=now)
    return found


def carry_out_due(*, now: datetime) -> int:
    """Carry out every approved order that nobody else is at; return how many were finished."""
    done = 0
    for key in (
        Erasure.objects.filter(state=ErasureState.APPROVED).order_by("decided_at", "id").values_list("pk", flat=True)
    ):
        try:
            done += carry_out(erasure_id=key, now=now)
        except SoftTimeLimitExceeded:
            raise
        except Exception:  # one that fails must not hold up the others; it is tried again
            log.exception("Erasure %s did not come to its end", key)
    return done


def carry_out(*, erasure_id: int, now: datetime) -> bool:
    """Carry out an approved order, or what is left of it after a crash; return whether it is done.

    First the journal is written: from then on nothing of it is taken in again, and a restored backup is told. Every
    step is a transaction or many; which are done stands in the row. Where another worker is at it, nothing is done.
    """
    with _alone(erasure_id) as is_mine:
        return is_mine and _carry_out(erasure_id, now)


@contextmanager
def _alone(erasure_id: int) -> Iterator[bool]:
    """Hold the order for this connection; it is free again as soon as the process is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, erasure_id])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, erasure_id])


def _carry_out(erasure_id: int, now: datetime) -> bool:
    erasure = Erasure.objects.filter(pk=erasure_id, state=ErasureState.APPROVED).first()
    if erasure is None:
        return False
    Erasure.objects.filter(pk=erasure_id).update(attempts=F("attempts") + 1)
    order = order_of(erasure, now)
    # What is left now, and what was there when it began: a step may have taken away what would lead to the rest.
    reach = reach_of(order) + (Reach.from_json(erasure.reach) if erasure.reach else Reach())
    Erasure.objects.filter(pk=erasure_id).update(reach=reach.as_json())
    _journal(order, reach, erasure)
    # What was being stored until its return was refused belongs to it as well.
    whole = reach + reach_of(order)
    if whole != reach:
        reach = whole
        Erasure.objects.filter(pk=erasure_id).update(reach=reach.as_json())
        _journal(order, reach, erasure)
    for name, step in steps_of(order).items():
        if name not in erasure.steps:
            went = step(order, reach, now)
            erasure.steps = {**erasure.steps, name: dict(+went)}
            Erasure.objects.filter(pk=erasure_id).update(steps=erasure.steps)
    with transaction.atomic():
        finished = Erasure.objects.select_for_update().get(pk=erasure_id)
        if finished.state != ErasureState.APPROVED:
            return False  # another worker came to the end first
        finished.state, finished.done_at = ErasureState.DONE, now
        finished.passage, finished.reach = "", None
        finished.receipt = receipt_of(finished)
        finished.save()
        record(by=finished.decided_by, verb="erasure.done", subject=subject_of(finished), now=now)
    return True


def _journal(order: Order, reach: Reach, erasure: Erasure) -> None:
    """Write what is erased to the journal, and have its return refused."""
    key = journal.key()
    traced = list(reach.texts)
    if order.kind == ErasureKind.PERSON:  # the check looks for addresses in every letter case by this one
        traced += [text.casefold() for text in reach.texts]
    entry = journal.Entry(
        order,
        reach.ids,
        traces_of(traced, key),
        tuple(journal.keyed(mark) for mark in reach.returns),
        (erasure.asked_by, erasure.decided_by),
    )
    with journal.alone():
        # Where a restored backup has taken the place of the database that we read, our connection has ended, and it
        # knows nothing of what we found: it must not look to the next restore as if that had gone.
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        journal.write(entry)
    journal.refuse(entry.returns, order=order.id)


def receipt_of(erasure: Erasure) -> dict[str, Any]:
    """What went, by kind, and on whose word; plain JSON without a word of what was erased."""
    went: Counter[str] = Counter()
    for some in erasure.steps.values():
        went.update(some)
    return {
        "erasure": erasure.public_id,
        "kind": erasure.kind,
        "target": erasure.target,
        "reason": erasure.reason,
        "asked": {"by": erasure.asked_by, "at": erasure.asked_at.isoformat()},
        "approved": {"by": erasure.decided_by, "at": erasure.decided_at.isoformat() if erasure.decided_at else ""},
        "done_at": erasure.done_at.isoformat() if erasure.done_at else "",
        "went": dict(sorted(went.items())),
        "terms": TERMS,
    }


def waiting(*, shown: int = 12) -> tuple[WaitingErasure, ...]:
    """Orders that nobody has decided yet, oldest first, at most `shown`."""
    rows = Erasure.objects.filter(state=ErasureState.ASKED).order_by("asked_at", "id")
    return tuple(WaitingErasure(row.pk, row.get_kind_display(), row.reason, row.asked_at) for row in rows[:shown])


def order_of(erasure: Erasure, now: datetime) -> Order:
    """The order as each app is given it. Its day is that of the approval, however long the work takes."""
    day = (erasure.decided_at or now).astimezone(UTC).date()
    return Order(erasure.public_id, erasure.kind, erasure.target, erasure.passage, erasure.reason, day)


def subject_of(erasure: Erasure) -> str:
    """The text id under which an order is recorded."""
    return f"erasure:{erasure.public_id}"


def _waiting(erasure_id: int) -> Erasure:
    found = Erasure.objects.select_for_update().get(pk=erasure_id)
    if found.state != ErasureState.ASKED:
        raise NotErased("This was decided already.")
    return found
