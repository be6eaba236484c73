"""What we corrected, withdrew and removed, newest first, and how long reported errors waited for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet

from profiles.editions.finding import public
from profiles.models import Edition, EditionKind, Ending, EndingKind, ErrorReport, Removal, ReportState

PAGE = 50
REPORTS_OF = timedelta(days=365)


@dataclass(frozen=True)
class Correction:
    """`name` and `slug` are empty where the profile is not public any more: of it no more is told than that."""

    id: str  # stable, for feeds
    kind: str  # correction, withdrawn, removal
    at: datetime
    name: str
    slug: str
    edition: int  # 0 where it is about none
    words: str


@dataclass(frozen=True)
class Answers:
    """Of the reports of the last 365 days. Hours are whole and rounded down; None where none was answered."""

    reported: int
    waiting: int
    upheld: int
    declined: int
    median_hours: int | None
    longest_hours: int | None


@dataclass(frozen=True)
class CorrectionsPage:
    rows: tuple[Correction, ...]
    answers: Answers
    older: str  # where the next page begins, as the address gives it; "" where there is none


def corrections(now: datetime, before: datetime | None = None) -> CorrectionsPage:
    """A page of what was corrected, withdrawn or removed before a moment, newest first."""
    rows = tuple(islice(newest(before), PAGE + 1))
    older = rows[PAGE - 1].at.astimezone(UTC).isoformat() if len(rows) > PAGE else ""
    return CorrectionsPage(rows[:PAGE], answers(now), older)


def newest(before: datetime | None = None) -> Iterator[Correction]:
    """All of it, newest first, read as far as it is asked for."""
    kinds = (_corrected(before), _withdrawn(before), _removed(before))
    yield from merge(*kinds, key=lambda one: one.at, reverse=True)


def answers(now: datetime) -> Answers:
    """How reports of errors were answered."""
    rows = ErrorReport.objects.filter(made_at__gt=now - REPORTS_OF)
    found = list(rows.values_list("state", "made_at", "answered_at"))
    took = sorted(answered - made for _, made, answered in found if answered)
    hours = [int(one.total_seconds() // 3600) for one in took]
    states = [state for state, *_ in found]
    return Answers(
        len(found),
        states.count(ReportState.WAITING),
        states.count(ReportState.UPHELD),
        states.count(ReportState.DECLINED),
        int(median(hours)) if hours else None,
        hours[-1] if hours else None,
    )


def _by(before: datetime | None, field: str) -> Q:
    return Q(**{f"{field}__lt": before}) if before else Q()


def _corrected(before: datetime | None) -> Iterator[Correction]:
    rows = Edition.objects.filter(_by(before, "published_at"), kind=EditionKind.CORRECTION, profile__in=_public_keys())
    rows = rows.select_related("profile__published").defer("manifest", "body", "profile__published__text")
    for row in rows.order_by("-published_at", "-id")[: PAGE + 1]:
        listing = row.profile.published
        mark = f"{row.profile.public_id}/{row.number}"
        yield Correction(mark, "correction", row.published_at, listing.name, listing.slug, row.number, row.note)


def _withdrawn(before: datetime | None) -> Iterator[Correction]:
    rows = Ending.objects.filter(_by(before, "at"), kind=EndingKind.WITHDRAWN).select_related("profile")
    for row in rows.order_by("-at", "-id")[: PAGE + 1]:
        yield Correction(f"{row.profile.public_id}/withdrawn-{row.pk}", "withdrawn", row.at, "", "", 0, row.reason)


def _removed(before: datetime | None) -> Iterator[Correction]:
    """Days, not moments, are known of them: the day's beginning stands for it."""
    by = Q(on__lte=before.astimezone(UTC).date()) if before else Q()
    rows = Removal.objects.filter(by).select_related("edition__profile__published")
    rows = rows.defer("edition__manifest", "edition__body", "edition__profile__published__text")
    for row in rows.order_by("-on", "-id")[: PAGE + 1]:
        at = _morning(row.on)
        if before and at >= before:
            continue
        profile = row.edition.profile
        listing = getattr(profile, "published", None)
        mark = f"{profile.public_id}/{row.edition.number}-removed-{row.pk}"
        name, slug = (listing.name, listing.slug) if listing else ("", "")
        yield Correction(mark, "removal", at, name, slug, row.edition.number if listing else 0, row.reason)


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(), tzinfo=UTC)


def _public_keys() -> QuerySet[Any]:
    return public().values("profile")
