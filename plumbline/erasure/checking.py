"""Looks whether what a receipt says is gone is gone: in every table, in what fetched bytes hold, in files and Redis.

The receipt has no word of what went, so one looks by the journal's identifiers and keyed traces (records.erasing).
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Identifier

from plumbline.erasure.libraries import mails, read_mail
from plumbline.erasure.steps import OF_OTHERS, closure_of
from profiles.editions.erasing import blocks_of_documents, blocks_on
from profiles.models import Edition
from records.erasing import journal
from records.erasing.orders import Reach
from records.erasing.traces import find
from sources.models import DocumentVersion

CHUNK = 1 << 20  # bytes that are searched at once
OVERLAP = 1 << 14  # so that what lies on the edge of two chunks is found


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
    everywhere = entry.order.kind == "passage"
    places = (
        ("published editions", _editions(entry.reach, everywhere=everywhere)),
        *((f"table {table}", _rows(table)) for table in _tables(everywhere=everywhere)),
        *((("fetched bytes", _fetched()),) if everywhere else ()),
        ("media", _files(Path(settings.MEDIA_ROOT))),
        ("mails", (read_mail(path).encode() for path in mails())),
        ("Redis", _redis()),
    )
    key = journal.key()
    for place, texts in places:
        for chunk in _chunks(texts):
            many = sum(1 for _ in find(chunk, entry.traces, key))
            if many:
                found[place] += many
    return found


def chunks_of_texts() -> Iterator[bytes]:
    """Everything that the database holds, fetched bytes unpacked, in pieces."""
    yield from _chunks(_editions(Reach(), everywhere=True))
    for table in _tables(everywhere=True):
        yield from _chunks(_rows(table))
    yield from _chunks(_fetched())


def _tables(*, everywhere: bool) -> Iterator[str]:
    """Every table but those whose texts are read in another way, or are other documents' own."""
    apart = {Edition._meta.db_table}
    if not everywhere:
        apart |= {model._meta.db_table for model in OF_OTHERS}
    with connection.cursor() as cursor:
        yield from (table for table in sorted(connection.introspection.table_names(cursor)) if table not in apart)


def _rows(table: str) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        rows_of = SQL("COPY (SELECT t::text FROM {} t) TO STDOUT").format(Identifier(table))
        with cursor.copy(rows_of) as rows:
            yield from map(bytes, rows)


def _editions(reach: Reach, *, everywhere: bool) -> Iterator[bytes]:
    for edition in Edition.objects.order_by("pk").iterator(chunk_size=200):
        others: set[str] = set()
        if not everywhere:
            others = set(blocks_of_documents(edition.manifest)) - set(blocks_on(edition.manifest, reach))
        texts = [entry[1] for block, entry in edition.body.items() if entry and block not in others]
        yield "\n".join([edition.note, *texts]).encode()


def _fetched() -> Iterator[bytes]:
    for raw in DocumentVersion.objects.order_by("pk").values_list("raw", flat=True).iterator(chunk_size=50):
        yield zlib.decompress(bytes(raw)) if raw else b""


def _files(folder: Path) -> Iterator[bytes]:
    if folder.is_dir():
        yield from (path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _redis() -> Iterator[bytes]:
    """Every value, whatever its type; a Redis that is away keeps nothing that a restart would not forget."""
    try:
        client = redis.Redis.from_url(settings.REDIS_URL)
        for key in client.scan_iter(count=1_000):
            yield bytes(key)
            yield from _values(client, key)
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


def _chunks(texts: Iterable[bytes]) -> Iterator[bytes]:
    """The texts in pieces of about CHUNK bytes; a long text's pieces overlap."""
    held = b""
    for text in texts:
        held += text + b"\n"
        while len(held) > CHUNK:
            yield held[: CHUNK + OVERLAP]
            held = held[CHUNK:]
    if held:
        yield held
