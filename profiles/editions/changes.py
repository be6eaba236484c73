"""What changed: editions and later assessments of published profiles, newest first. Read by feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from profiles.editions.finding import searched_of
from profiles.editions.notes import confidence
from profiles.editions.page import Confidence
from profiles.editions.paging import page_of
from profiles.editions.query import ProfileQuery
from profiles.models import Assessment, EditionKind, Ending, EndingKind, ProfileState

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
    kind: str  # first, update, correction, fall
    title: str
    words: str
    shown: Confidence
    course: int  # against the assessment before: 1 risen, -1 fallen, 0 the same or the first


def changes(slug: str | None = None, most: int = NEWEST) -> tuple[Change, ...] | None:
    """The newest changes of all public profiles, or of the one at `slug`; None where nothing is published there."""
    rows = _rows()
    if slug is not None:
        rows = rows.filter(edition__profile__published__slug=slug)
    found = tuple(_change(row) for row in rows[:most])
    return found if found or slug is None else None


def changes_under(facet: str, slug: str) -> tuple[Change, ...]:
    """The newest change of each of the profiles under a term that changed last."""
    listings, _ = page_of(ProfileQuery(facets=((facet, slug),)), NEWEST)
    return tuple(_change(row) for row in _rows().filter(pk__in=[one.assessment_id for one in listings]))


def _rows() -> QuerySet[Assessment]:
    before = Assessment.objects.filter(
        edition__profile=OuterRef("edition__profile"), assessed_at__lt=OuterRef("assessed_at")
    )
    listing = "edition__profile__published"
    return (
        Assessment.objects.filter(**{f"{listing}__isnull": False})
        .select_related(listing)
        .defer("result", "edition__manifest", "edition__body", *searched_of(listing))
        .annotate(before=Subquery(before.order_by("-assessed_at", "-id").values("score")[:1]))
        .order_by("-assessed_at", "-id")
    )


@dataclass(frozen=True)
class Tombstone:
    """An entry that programs may still hold, of a profile that is not public any more."""

    profile: str  # public id
    number: str
    at: datetime


def tombstones() -> tuple[Tombstone, ...]:
    """Entries of the profiles that were withdrawn last, the newest first."""
    withdrawn = Ending.objects.filter(kind=EndingKind.WITHDRAWN, profile__state=ProfileState.WITHDRAWN)
    when: dict[int, Ending] = {}
    for ending in withdrawn.select_related("profile").order_by("-at", "-id")[:NEWEST]:
        when.setdefault(ending.profile_id, ending)
    rows = Assessment.objects.filter(edition__profile__in=when).order_by("-assessed_at", "-id")
    found = rows.values_list("edition__profile", "edition__number", "number")[:NEWEST]
    return tuple(
        Tombstone(when[key].profile.public_id, f"{edition}.{number}", when[key].at) for key, edition, number in found
    )


def _change(row: Assessment) -> Change:
    edition = row.edition
    listing = edition.profile.published
    is_edition = row.number == 1
    kinds = {"first": "first edition", "update": f"edition {edition.number}", "correction": "a correction"}
    shown = confidence(row.score, "")
    level = f"Confidence: {shown.label}" + (f" ({shown.range.replace('-', '–')})." if shown.range else ".")
    return Change(
        profile=edition.profile.public_id,
        slug=listing.slug,
        name=listing.name,
        number=f"{edition.number}.{row.number}",
        edition=edition.number,
        at=row.assessed_at,
        kind=edition.kind if is_edition else "fall",
        title=f"{listing.name}: {kinds[edition.kind] if is_edition else 'confidence lowered'}",
        words=" ".join(filter(None, [_said(row), level])),
        shown=shown,
        course=_course(row.before, row.score),  # type: ignore[attr-defined]
    )


def _said(row: Assessment) -> str:
    """The editor's note; of a first edition what the profile is about, of a fall its cause."""
    if row.number > 1:
        return f"{row.cause}."
    edition = row.edition
    return str(edition.profile.published.summary) if edition.kind == EditionKind.FIRST else edition.note


def _course(before: int | None, score: int | None) -> int:
    return 0 if before is None or score is None else (score > before) - (score < before)
