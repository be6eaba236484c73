"""What changed: editions and later assessments of published profiles, newest first. Read by feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from profiles.editions.notes import confidence
from profiles.models import Assessment

NEWEST = 50


@dataclass(frozen=True)
class Change:
    """One edition, or one later assessment of it."""

    profile: str  # public id
    slug: str
    name: str
    number: str  # "7.1"
    edition: int
    at: datetime
    is_edition: bool
    title: str
    words: str


def changes(slug: str | None = None) -> tuple[Change, ...] | None:
    """The newest changes of all public profiles, or of the one at `slug`; None where nothing is published there."""
    rows = (
        Assessment.objects.filter(edition__profile__published__isnull=False)
        .annotate(
            slug=F("edition__profile__published__slug"),
            name=F("edition__profile__published__name"),
            profile=F("edition__profile__public_id"),
        )
        .select_related("edition")
        .defer("result", "edition__manifest", "edition__body")
        .order_by("-assessed_at", "-id")
    )
    if slug is not None:
        rows = rows.filter(slug=slug)
    found = tuple(_change(row) for row in rows[:NEWEST])
    return found if found or slug is None else None


def _change(row: Assessment) -> Change:
    edition = row.edition
    is_edition = row.number == 1
    kinds = {"first": "first edition", "update": f"edition {edition.number}", "correction": "a correction"}
    shown = confidence(row.score, "")
    level = f"Confidence: {shown.label}" + (f" ({shown.range})." if shown.range else ".")
    return Change(
        profile=row.profile,
        slug=row.slug,
        name=row.name,
        number=f"{edition.number}.{row.number}",
        edition=edition.number,
        at=row.assessed_at,
        is_edition=is_edition,
        title=f"{row.name}: {kinds[edition.kind] if is_edition else 'confidence lowered'}",
        words=" ".join(filter(None, [edition.note if is_edition else f"{row.cause}.", level])),
    )
