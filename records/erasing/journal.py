"""The journal of erasures: lines in a file outside the database, so that a restored backup can be told what is gone.

It holds identifiers, keyed traces and keyed hashes, never an address or a word of what was erased. The key lies
beside it; who has a dump without the key can test no guess. Backups of the database do not hold it: keep the folder
on a disk of its own, and give it to every process that fetches or erases.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from records.erasing.lines import sealed, unsealed
from records.erasing.orders import Order, Reach
from records.erasing.traces import Trace
from records.models import RefusedReturn

FILE = "erasures.jsonl"
KEY = "erasures.key"
LOCK = "erasures.lock"


class JournalBroken(Exception):
    """A line of the journal cannot be read; nothing may be restored or checked on the strength of the others."""


@dataclass(frozen=True)
class Entry:
    """One erasure as the journal knows it: what it reached, by identifier, and how to find again what was there."""

    order: Order  # its passage is empty
    reach: Reach  # identifiers only
    traces: tuple[Trace, ...]
    returns: tuple[str, ...]  # keyed hashes
    people: tuple[str, str]  # who asked, who approved


def key() -> bytes:
    """The key of traces and hashes; made at its first use, by one process."""
    path = _folder() / KEY
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    return key()


def keyed(text: str) -> str:
    """The keyed hash of an address key or a content hash."""
    return hmac.new(key(), b"return|" + text.encode(), hashlib.sha256).hexdigest()


def returning(marks: Iterable[str]) -> set[str]:
    """Those of these marks (address keys, content hashes and the like) that were erased. One query, and none where
    nothing ever was."""
    if not (settings.JOURNAL_DIR / KEY).exists():
        return set()
    by_digest = {keyed(mark): mark for mark in marks if mark}
    found = RefusedReturn.objects.filter(digest__in=by_digest).values_list("digest", flat=True)
    return {by_digest[digest] for digest in found}


def may_not_return(*marks: str) -> bool:
    """Whether one of these marks was erased."""
    return bool(returning(marks))


def write(entry: Entry) -> None:
    """Append an entry and see it on the disk. A second one for the same erasure takes the first one's place."""
    kept = json.dumps(
        {
            "order": {**asdict(entry.order), "on": entry.order.on.isoformat(), "passage": ""},
            "reach": entry.reach.ids.as_json(),
            "traces": [list(asdict(trace).values()) for trace in entry.traces],
            "returns": list(entry.returns),
            "people": list(entry.people),
        },
        separators=(",", ":"),
    )
    path = _folder() / FILE
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        # A line that a crash cut short must not swallow this one.
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(sealed(kept.encode()) + b"\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else writes to the journal, on this machine or another that shares the folder, until the block ends."""
    handle = os.open(_folder() / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def entries() -> Iterator[Entry]:
    """Every erasure there was, oldest first. Raises JournalBroken for a line that is no entry, torn ones excepted."""
    path = settings.JOURNAL_DIR / FILE
    if not path.exists():
        return
    lines = path.read_bytes().split(b"\n")
    found: dict[str, Entry] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            kept = unsealed(line)
            if kept is None:
                continue  # the crash came before anything was erased; the order still stands, and writes it again
            entry = _read(json.loads(kept))
        except (ValueError, KeyError, TypeError) as error:
            raise JournalBroken(f"Line {number} of {FILE} cannot be read.") from error
        found[entry.order.id] = entry
    yield from found.values()


def entry_of(order: str) -> Entry | None:
    """The entry of one erasure (public id)."""
    return next((entry for entry in entries() if entry.order.id == order), None)


def refuse(returns: Iterable[str], *, order: str) -> None:
    """Have these keyed hashes refused from now on."""
    RefusedReturn.objects.bulk_create(
        [RefusedReturn(digest=one, erasure=order) for one in dict.fromkeys(returns)], ignore_conflicts=True
    )


def _read(line: dict[str, Any]) -> Entry:
    order = {**line["order"], "on": date.fromisoformat(line["order"]["on"])}
    asked, decided = line["people"]
    return Entry(
        Order(**order),
        Reach.from_json(line["reach"]),
        tuple(Trace(*trace) for trace in line["traces"]),
        tuple(line["returns"]),
        (asked, decided),
    )


def _folder() -> Path:
    folder = Path(settings.JOURNAL_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
