"""How long fetched bytes are kept: as long as their document, or as many days as its source says.

Text, digest and quotes stay, so everything that is cited can still be checked.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from records import audit
from sources.models import Source
from sources.watching.claiming import BY

BATCH = 200  # versions in one transaction; a page as it came may have megabytes

# Chosen apart: as a part of the condition it may be asked again for each row, and passes over what it has locked.
_DROP = """
WITH chosen AS MATERIALIZED (
    SELECT version.id FROM sources_documentversion version
    JOIN sources_document document ON document.id = version.document_id
    WHERE document.source_id = %s AND version.raw <> '' AND version.taken_at < %s
    LIMIT %s FOR UPDATE OF version SKIP LOCKED
)
UPDATE sources_documentversion SET raw = '' FROM chosen WHERE sources_documentversion.id = chosen.id
"""


def drop_old_bytes(*, now: datetime, most: int = 20_000) -> int:
    """Remove the fetched bytes that have been kept for longer than their sources want, up to `most` versions, in
    batches; return how many lost them. Safe to run twice at once and to be broken off."""
    dropped = 0
    for source in Source.objects.filter(raw_days__isnull=False).order_by("id").iterator(chunk_size=500):
        while dropped < most:
            batch = min(BATCH, most - dropped)
            gone = _drop(source, batch, now)
            dropped += gone
            if gone < batch:
                break
    return dropped


@transaction.atomic
def _drop(source: Source, batch: int, now: datetime) -> int:
    days = source.raw_days or 0
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [source.pk, now - timedelta(days=days), batch])
        gone = cursor.rowcount
    if gone:
        subject = f"source:{source.public_id}"
        audit.record(by=BY, verb="source.bytes_dropped", subject=subject, now=now, versions=gone, after_days=days)
    return gone
