"""What profiles do about news from below. One place that names the topics and who handles them."""

from __future__ import annotations

from datetime import datetime

from profiles.desk.intake import current_matcher, make_signals
from profiles.editions.checking import watch_cited
from profiles.editions.falling import due_all, due_by_document, due_by_publisher
from profiles.editions.refitting import REFITTED
from profiles.editions.settling import JUDGED
from records.models import OutboxRow
from records.outbox import drain

BATCH = 100


def read_news(*, now: datetime) -> int:
    """Handle waiting news, a batch at a time; return how many rows were handled."""
    matcher = current_matcher()

    def document_stored(row: OutboxRow) -> None:
        make_signals(document=row.key, now=now, matcher=matcher)

    def document_moved(row: OutboxRow) -> None:
        """Whatever was found of a cited document: who cites it looks again, and no other."""
        due_by_document(document=row.key, now=now)

    def publisher_changed(row: OutboxRow) -> None:
        due_by_publisher(publisher=row.key, now=now)

    def figures_changed(row: OutboxRow) -> None:
        due_all(now=now)

    def edition_published(row: OutboxRow) -> None:
        watch_cited(profile=row.key, by="watch", now=now)

    def nothing(row: OutboxRow) -> None:
        """Pages are drawn from the rows themselves; nothing is kept that would have to be renewed."""

    return drain(
        handlers={
            "document.stored": document_stored,
            "document.checked": document_moved,
            "document.changed": document_moved,
            "document.vanished": document_moved,
            "document.back": document_moved,
            "document.judged": document_moved,
            "publisher.changed": publisher_changed,
            JUDGED: publisher_changed,
            REFITTED: figures_changed,
            "edition.published": edition_published,
            "assessment.lowered": nothing,
            "profile.withdrawn": nothing,
            "profile.merged": nothing,
            "profile.split": nothing,
        },
        now=now,
        limit=BATCH,
    )
