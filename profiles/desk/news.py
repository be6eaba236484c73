"""What profiles do about news from below. One place that names the topics and who handles them."""

from __future__ import annotations

from datetime import datetime

from profiles.desk.intake import current_matcher, make_signals
from records.models import OutboxRow
from records.outbox import drain

BATCH = 100


def read_news(*, now: datetime) -> int:
    """Handle waiting news, a batch at a time; return how many rows were handled."""
    matcher = current_matcher()

    def document_stored(row: OutboxRow) -> None:
        make_signals(document=row.key, now=now, matcher=matcher)

    def edition_published(row: OutboxRow) -> None:
        """Pages are drawn from the rows themselves; nothing is kept that would have to be renewed."""

    return drain(
        handlers={"document.stored": document_stored, "edition.published": edition_published}, now=now, limit=BATCH
    )
