"""Tells a restored backup of every erasure that the journal knows, before anybody can read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from plumbline.erasure.ordering import TERMS
from plumbline.erasure.steps import reach_of, steps_of
from plumbline.erasure.stored import chunks_of_texts
from records.erasing import journal
from records.erasing.forms import as_written
from records.erasing.orders import Reach
from records.erasing.traces import LONG, Trace, find, whole_at
from records.models import Erasure, ErasureKind, ErasureState


def replay(*, now: datetime, told: tuple[journal.Entry, ...] = ()) -> tuple[journal.Entry, ...]:
    """Carry out, in the database that we are connected to, each erasure of the journal that it does not know; return
    them, after those that it was `told` of before.

    One of these that the journal has found more of since is carried out again. Safe to run again. Raises
    JournalBroken before anything is done.
    """
    done = Erasure.objects.filter(state=ErasureState.DONE).exclude(public_id__in=[entry.order.id for entry in told])
    known = set(done.values_list("public_id", flat=True))
    found = {entry.order.id: entry for entry in told}
    for entry in list(journal.entries()):
        journal.refuse(entry.returns, order=entry.order.id)
        if entry.order.id not in known and entry != found.get(entry.order.id):
            _carry_out(entry, now)
            found[entry.order.id] = entry
    return tuple(found.values())


def _carry_out(entry: journal.Entry, now: datetime) -> None:
    order, reach = entry.order, entry.reach + _begun(entry.order.id)
    if order.kind == ErasureKind.PASSAGE:
        reach += Reach(texts=as_written(passages(entry.traces)))
    else:
        reach += reach_of(order)
    went: dict[str, int] = {}
    for step in steps_of(order).values():
        for kind, many in step(order, reach, now).items():
            went[kind] = went.get(kind, 0) + many
    _note(entry, went, now)


def _begun(order: str) -> Reach:
    """What was there when the order began, in a backup that was made while it was carried out."""
    row = Erasure.objects.filter(public_id=order).first()
    return Reach.from_json(row.reach) if row and row.reach else Reach()


def passages(traces: Sequence[Trace]) -> list[str]:
    """The texts that the traces are of, as they stand in this database, longest first; those that do not stand in it
    are left out. Of a whole text its long runs stand there as well: somebody may have quoted no more than one."""
    key = journal.key()
    wanted = set(traces)
    found: set[str] = set()
    for chunk in chunks_of_texts(max((trace.whole for trace in traces), default=0)):
        for start, trace in find(chunk, wanted, key):
            if trace.length >= LONG or not trace.whole:
                found.add(chunk[start : start + trace.length].decode())
            whole = whole_at(chunk, start, trace, key)
            if whole:
                found.add(whole.decode())
            if whole or not trace.whole:
                wanted.discard(trace)
        if not wanted:
            break
    return sorted(found, key=lambda text: (-len(text), text))


def _note(entry: journal.Entry, went: dict[str, int], now: datetime) -> None:
    """The order is known here from now on, as done. A backup may hold it as asked for or half done."""
    on = datetime.combine(entry.order.on, time(), tzinfo=UTC)
    asked, decided = entry.people
    order = replace(entry.order, passage="")
    Erasure.objects.update_or_create(
        public_id=order.id,
        defaults={
            "kind": order.kind,
            "target": order.target,
            "passage": "",
            "reason": order.reason,
            "state": ErasureState.DONE,
            "asked_by": asked,
            "asked_at": on,
            "decided_by": decided,
            "decided_at": on,
            "reach": None,
            "done_at": now,
            "receipt": {
                "erasure": order.id,
                "kind": order.kind,
                "target": order.target,
                "reason": order.reason,
                "replayed_at": now.isoformat(),
                "went": dict(sorted(went.items())),
                "terms": TERMS,
            },
        },
    )
