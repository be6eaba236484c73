"""What was found of documents since they were stored: read by those who cite them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Max, OuterRef, Subquery

from sources.models import Document, DocumentVersion, Watch


@dataclass(frozen=True)
class Found:
    """A document as it stands now.

    `shows` is the number of the version that its address showed at the last check, or the newest one where it is
    not watched; 0 where we hold none. `checked_on` is None where it was never checked.
    """

    document: str  # public id
    is_evidence: bool
    vanished_on: date | None
    checked_on: date | None
    shows: int


def found_of(documents: Iterable[str]) -> dict[str, Found]:
    """What was found of the documents with these public ids, in one query however many they are."""
    shown = Watch.objects.filter(document=OuterRef("pk"), shows__isnull=False).order_by("-last_checked_at", "-pk")
    rows = (
        Document.objects.filter(public_id__in=set(documents))
        .annotate(newest=Max("versions__number"), shown=Subquery(shown.values("shows__number")[:1]))
        .values_list("public_id", "is_evidence", "vanished_at", "last_checked_at", "shown", "newest")
    )
    return {
        public_id: Found(public_id, is_evidence, _day(vanished), _day(checked), shown or newest or 0)
        for public_id, is_evidence, vanished, checked, shown, newest in rows
    }


def texts_of(versions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The texts of versions, each named by its document's public id and its number."""
    wanted = set(versions)
    rows = DocumentVersion.objects.filter(
        document__public_id__in={document for document, _ in wanted}, number__in={number for _, number in wanted}
    ).values_list("document__public_id", "number", "text")
    return {(document, number): text for document, number, text in rows if (document, number) in wanted}


def _day(at: datetime | None) -> date | None:
    return at.astimezone(UTC).date() if at else None
