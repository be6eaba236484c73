"""Looks whether what a receipt says is gone is gone: in every table, in what fetched bytes hold, in files and Redis.

The receipt has no word of what went, so one looks by the journal's identifiers and keyed traces (records.erasing).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import redis
from django.conf import settings

from plumbline.erasure.libraries import mails, read_mail
from plumbline.erasure.steps import closure_of
from plumbline.erasure.stored import chunks, editions, fetched, kept_pages, of_kept, rows, tables
from plumbline.keeping.answers import from_bytes
from records.erasing import journal
from records.erasing.traces import Trace, find
from records.erasing.whole import stands_alone
from records.models import ErasureKind


class NotKnown(LookupError):
    """The journal has no such erasure."""


def remains(*, erasure: str) -> Counter[str]:
    """What is still there of an erasure (public id), by place in words; empty where it is gone.

    Reads every table from beginning to end. Raises NotKnown.
    """
    entry = journal.entry_of(erasure)
    if entry is None:
        raise NotKnown(f"The journal knows no erasure {erasure}.")
    found = Counter({f"by identifier: {kind}": many for kind, many in closure_of(entry.reach).items()})
    if not entry.traces:
        return found
    everywhere = entry.order.kind == ErasureKind.PASSAGE
    places = (
        ("published editions", editions(entry.reach, everywhere=everywhere)),
        *((f"table {table}", rows(table)) for table in tables(everywhere=everywhere)),
        # Beside the words of a document, a page may rightly have the same ones from another.
        *((("fetched bytes", fetched()), ("kept pages", kept_pages())) if everywhere else ()),
        ("media", _files(Path(settings.MEDIA_ROOT))),
        ("mails", (read_mail(path).encode() for path in mails())),
        ("Redis", in_redis()),
    )
    key = journal.key()
    longest = max(max(trace.length, trace.whole) for trace in entry.traces)
    for place, texts in places:
        for chunk in chunks(texts, longest):
            if entry.order.kind == ErasureKind.PERSON:  # addresses, in whatever letter case
                folded = chunk.decode(errors="replace").casefold().encode()
                many = _addresses(chunk, entry.traces, key) or _addresses(folded, entry.traces, key)
            else:
                many = sum(1 for _ in find(chunk, entry.traces, key))
            if many:
                found[place] += many
    return found


def _addresses(chunk: bytes, traces: tuple[Trace, ...], key: bytes) -> int:
    return sum(stands_alone(chunk, start, start + trace.length) for start, trace in find(chunk, traces, key))


def _files(folder: Path) -> Iterator[bytes]:
    if folder.is_dir():
        yield from (path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def in_redis() -> Iterator[bytes]:
    """Every value, whatever its type; a Redis that is away keeps nothing that a restart would not forget."""
    try:
        client = redis.Redis.from_url(settings.REDIS_URL)
        for key in client.scan_iter(count=1_000):
            yield bytes(key)
            for value in _values(client, key):
                yield value
                if kept := from_bytes(value):
                    yield from of_kept(kept.body, is_packed=kept.is_packed)
    except redis.ConnectionError:
        return


def _values(client: redis.Redis, key: bytes) -> Iterator[bytes]:
    kind = client.type(key)
    if kind == b"string":
        yield client.get(key) or b""  # type: ignore[misc]
    elif kind == b"list":
        yield from client.lrange(key, 0, -1)  # type: ignore[misc]
    elif kind == b"set":
        yield from client.sscan_iter(key)
    elif kind == b"zset":
        yield from (member for member, _ in client.zscan_iter(key))
    elif kind == b"hash":
        for name, value in client.hscan_iter(key):
            yield from (name, value)
