"""Every text that the database holds, as it was before the table, JSON or compression wrote it in another way."""

from __future__ import annotations

import gzip
import html
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import BinaryField, Model
from psycopg.sql import SQL, Identifier

from plumbline.erasure.steps import OF_OTHERS
from profiles.editions.erasing import blocks_of_documents, blocks_on
from profiles.models import Edition
from records.erasing.orders import Reach
from records.models import StoredPage
from sources.models import DocumentVersion

CHUNK = 1 << 20  # bytes that are searched at once
OVERLAP = 1 << 14  # so that what lies on the edge of two chunks is found


def chunks_of_texts(longest: int = 0) -> Iterator[bytes]:
    """Everything that the database holds, fetched bytes unpacked, in pieces; no text of `longest` bytes is cut by
    the edge of one."""
    yield from chunks(editions(Reach(), everywhere=True), longest)
    for table in tables(everywhere=True):
        yield from chunks(rows(table), longest)
    yield from chunks(fetched(), longest)


def tables(*, everywhere: bool) -> Iterator[str]:
    """Every table but those whose texts are read in another way, or are other documents' own."""
    apart = {Edition._meta.db_table}
    if not everywhere:
        apart |= {model._meta.db_table for model in OF_OTHERS}
    with connection.cursor() as cursor:
        yield from (table for table in sorted(connection.introspection.table_names(cursor)) if table not in apart)


def rows(table: str) -> Iterator[bytes]:
    """The texts of each row; those of JSON one by one. Of a table that has no model, what PostgreSQL makes of it."""
    models: dict[str, type[Model]] = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    if table not in models:
        yield from _as_copied(table)
        return
    model = models[table]
    names = [field.attname for field in model._meta.concrete_fields if not isinstance(field, BinaryField)]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=500):
        yield "\n".join(_texts(row)).encode()


def editions(reach: Reach, *, everywhere: bool) -> Iterator[bytes]:
    """The words of editions; unless `everywhere`, without titles and addresses of documents that are not of `reach`."""
    for edition in Edition.objects.order_by("pk").iterator(chunk_size=200):
        others: set[str] = set()
        if not everywhere:
            others = set(blocks_of_documents(edition.manifest)) - set(blocks_on(edition.manifest, reach))
        texts = [entry[1] for block, entry in edition.body.items() if entry and block not in others]
        yield "\n".join([edition.note, *texts]).encode()


def fetched() -> Iterator[bytes]:
    """What was fetched, unpacked; of what has HTML's entities also what they stand for."""
    for raw in DocumentVersion.objects.order_by("pk").values_list("raw", flat=True).iterator(chunk_size=50):
        yield from _as_read(zlib.decompress(bytes(raw)) if raw else b"")


def kept_pages() -> Iterator[bytes]:
    """Pages that were kept for the next reader, unpacked, as they are read and as they are written."""
    for headers, body in StoredPage.objects.order_by("pk").values_list("headers", "body").iterator(chunk_size=50):
        yield from of_kept(bytes(body), is_packed=headers["is_packed"])


def of_kept(body: bytes, *, is_packed: bool) -> Iterator[bytes]:
    """The texts of one kept answer."""
    yield from _as_read(gzip.decompress(body) if is_packed else body)


def _as_read(page: bytes) -> Iterator[bytes]:
    """A page as it is written, and where it has HTML's entities also with what they stand for."""
    yield page
    if b"&" in page:
        yield html.unescape(page.decode(errors="replace")).encode(errors="replace")


def chunks(texts: Iterable[bytes], longest: int = 0) -> Iterator[bytes]:
    """The texts in pieces of about CHUNK bytes; a long text's pieces overlap."""
    overlap = max(OVERLAP, longest)
    held = b""
    for text in texts:
        held += text + b"\n"
        while len(held) > CHUNK:
            yield held[: CHUNK + overlap]
            held = held[CHUNK:]
    if held:
        yield held


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield str(name)
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _as_copied(table: str) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        every = SQL("COPY (SELECT t::text FROM {} t) TO STDOUT").format(Identifier(table))
        with cursor.copy(every) as copied:
            yield from map(bytes, copied)
