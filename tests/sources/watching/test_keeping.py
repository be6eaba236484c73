from __future__ import annotations

import zlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.test import Client

from records.models import AuditRow
from sources.models import Document, DocumentVersion, Source
from sources.watching.keeping import BATCH, drop_old_bytes
from tests.cast import editor
from tests.sources.watching.room import CUT, NOW, courier

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def held(source: Source | None, number: int = 1, **values: object) -> None:
    """So many documents of a source, each with one version."""
    base = Document.objects.aggregate(most=Max("pk"))["most"] or 0
    documents = Document.objects.bulk_create(
        Document(public_id=f"do-{base}-{each}", title="Cut", source=source, made_at=NOW) for each in range(number)
    )
    given = {"raw": zlib.compress(b"<p>Cut"), "raw_length": 6, "text": CUT, "title": "Cut", "taken_at": NOW, **values}
    DocumentVersion.objects.bulk_create(
        DocumentVersion(document=each, number=1, content_hash=f"1:{each.pk:064x}", how="fetch", **given)
        for each in documents
    )


def a_source(name: str, days: int | None) -> Source:
    address = f"https://{name}.example.org/feed"
    return Source.objects.create(name=name, kind="feed", address=address, publisher=courier(), raw_days=days)


def with_bytes() -> list[str]:
    rows = DocumentVersion.objects.exclude(raw=b"").order_by("pk")
    return [name or "" for name in rows.values_list("document__source__name", flat=True)]


def test_bytes_go_when_they_were_kept_for_as_long_as_their_source_wants() -> None:
    held(None)
    held(a_source("forever", None))
    held(a_source("month", 30))
    week = a_source("week", 7)
    held(week)
    held(week, taken_at=NOW + DAY)
    assert drop_old_bytes(now=NOW + 7 * DAY) == 0  # not a moment sooner
    assert drop_old_bytes(now=NOW + 7 * DAY + timedelta(seconds=1)) == 1
    assert with_bytes() == ["", "forever", "month", "week"]
    assert drop_old_bytes(now=NOW + 30 * DAY + timedelta(seconds=1)) == 2
    assert with_bytes() == ["", "forever"]
    assert drop_old_bytes(now=NOW + 900 * DAY) == 0
    rows = AuditRow.objects.filter(verb="source.bytes_dropped").order_by("id")
    assert [(row.subject, row.detail) for row in rows] == [
        (f"source:{week.public_id}", {"versions": 1, "after_days": 7}),
        (f"source:{Source.objects.get(name='month').public_id}", {"versions": 1, "after_days": 30}),
        (f"source:{week.public_id}", {"versions": 1, "after_days": 7}),
    ]


def test_text_and_digest_stay_as_they_were() -> None:
    held(a_source("week", 7))
    before = DocumentVersion.objects.values().get()
    drop_old_bytes(now=NOW + 8 * DAY)
    after = DocumentVersion.objects.values().get()
    assert {**after, "raw": None} == {**before, "raw": None}
    assert (bytes(before["raw"]), bytes(after["raw"])) == (zlib.compress(b"<p>Cut"), b"")


@pytest.mark.parametrize("ways", ["on", "off"])
def test_many_go_in_batches_up_to_the_most_of_one_call(ways: str) -> None:
    with connection.cursor() as cursor:  # PostgreSQL may go row by row, and chooses anew for each where it is let
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "indexscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = {ways}")
    source = a_source("week", 7)
    held(source, BATCH * 2 + 10)
    held(a_source("other", 1), 5)
    assert drop_old_bytes(now=NOW + 8 * DAY, most=BATCH + 5) == BATCH + 5
    assert drop_old_bytes(now=NOW + 8 * DAY) == BATCH + 10
    assert with_bytes() == []


def columns() -> list[str]:
    return [field.column for field in DocumentVersion._meta.concrete_fields]


@pytest.mark.parametrize("column", columns())
def test_database_lets_bytes_go_and_nothing_else_change(column: str) -> None:
    """Every column of a version, those that are added one day too, together with its bytes and alone."""
    held(a_source("week", 7))
    held(a_source("other", 7))
    number = "GREATEST(number, id, raw_length, document_id) + 7"
    other = {
        "document_id": "(SELECT max(id) FROM sources_document)",
        "taken_at": "taken_at + interval '1 day'",
        "raw": "'other'::bytea",
        "how": "'upload'",
        **dict.fromkeys(("id", "number", "raw_length"), number),
    }.get(column, f"{column} || 'x'")
    for also in ([], ["raw = ''"]) if column != "raw" else ([],):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE sources_documentversion SET {', '.join([f'{column} = {other}', *also])} "
                "WHERE id = (SELECT min(id) FROM sources_documentversion)"
            )


def test_editor_sees_that_the_bytes_are_gone(client: Client) -> None:
    client.force_login(editor())
    held(a_source("week", 7))
    page = f"/admin/sources/document/{Document.objects.get().pk}/change/"
    assert "kept: 6 bytes" in client.get(page).content.decode()
    drop_old_bytes(now=NOW + 8 * DAY)
    assert "not kept any more (6 bytes came)" in client.get(page).content.decode()
