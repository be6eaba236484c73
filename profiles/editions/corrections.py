"""What we corrected, withdrew and removed, newest first, and how long reported errors waited for an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from statistics import median
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import TupleLessThan

from profiles.editions.finding import public, searched_of
from profiles.editions.query import BadQuery
from profiles.models import Edition, EditionKind, Ending, EndingKind, ErrorReport, Removal, ReportState

PAGE = 50
CORRECTION, WITHDRAWN, REMOVAL = "correction", "withdrawn", "removal"
LAST_ROW = 2**63 - 1
REPORTS_OF = timedelta(days=365)
_PLACE = re.compile(rf"([0-9]{{8}}T[0-9]{{6}}\.[0-9]{{6}})-({CORRECTION}|{WITHDRAWN}|{REMOVAL})-([1-9][0-9]{{0,18}})")


@dataclass(frozen=True)
class Correction:
    """`name` and `slug` are empty where the profile is not public any more: of it no more is told than that."""

    id: str  # stable, for feeds
    kind: str  # CORRECTION, WITHDRAWN or REMOVAL
    at: datetime
    name: str
    slug: str
    edition: int  # 0 where it is about none
    words: str
    row: int  # its number among those of its kind

    @property
    def place(self) -> Place:
        return Place(self.at, self.kind, self.row)


@dataclass(frozen=True)
class Place:
    """A row's place in the list, newest first: by moment, then by kind, then by the row's number."""

    at: datetime  # with a time zone
    kind: str
    row: int

    @property
    def as_tuple(self) -> tuple[datetime, str, int]:
        return self.at, self.kind, self.row

    @property
    def address(self) -> str:
        """As addresses give it, such as 20261120T100000.000000-removal-12."""
        # strftime writes years before 1000 with fewer digits.
        at = self.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
        return f"{at.replace('-', '').replace(':', '')}-{self.kind}-{self.row}"

    @classmethod
    def of_address(cls, text: str) -> Place:
        """The place that an address gives. Raises BadQuery for whatever `address` would not have written."""
        if match := _PLACE.fullmatch(text):
            moment, kind, row = match.groups()
            with suppress(ValueError):
                at = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
                found = cls(at, kind, int(row))
                if found.row <= LAST_ROW and (kind != REMOVAL or found.at == _morning(found.at.date())):
                    return found
        raise BadQuery("Follow the link to older ones; this is no place in the list.")


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


def corrections(now: datetime, before: Place | None = None) -> CorrectionsPage:
    """A page of what was corrected, withdrawn or removed, newest first, from the place after `before` on."""
    rows = tuple(islice(newest(before), PAGE + 1))
    older = rows[PAGE - 1].place.address if len(rows) > PAGE else ""
    return CorrectionsPage(rows[:PAGE], answers(now), older)


def newest(before: Place | None = None) -> Iterator[Correction]:
    """What follows a place, newest first: enough for a page and the row after it."""
    kinds = (_corrected(before), _withdrawn(before), _removed(before))
    yield from merge(*kinds, key=lambda one: one.place.as_tuple, reverse=True)


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


def _older(rows: QuerySet[Any], field: str, kind: str, before: Place | None) -> QuerySet[Any]:
    """The rows of a kind after a place, newest first. The kind is the same in all of them: a row's (moment, kind,
    number) is smaller where its moment is, or where that is the same and the rest decides."""
    if before is not None:
        at: date | datetime = before.at
        kinds = (kind > before.kind) - (kind < before.kind)
        if field == "on":
            at = before.at.astimezone(UTC).date()
            if before.at > _morning(at):
                kinds = -1  # the whole of that day is older
        if kinds == 0:
            rows = rows.filter(TupleLessThan((F(field), F("pk")), (at, before.row)))
        else:
            rows = rows.filter(**{f"{field}__{'lte' if kinds < 0 else 'lt'}": at})
    return rows.order_by(f"-{field}", "-pk")[: PAGE + 1]


def _corrected(before: Place | None) -> Iterator[Correction]:
    rows = Edition.objects.filter(kind=EditionKind.CORRECTION, profile__in=_public_keys())
    rows = rows.select_related("profile__published").defer("manifest", "body", *searched_of("profile__published"))
    for row in _older(rows, "published_at", CORRECTION, before):
        listing = row.profile.published
        mark = f"{row.profile.public_id}/{row.number}"
        yield Correction(mark, CORRECTION, row.published_at, listing.name, listing.slug, row.number, row.note, row.pk)


def _withdrawn(before: Place | None) -> Iterator[Correction]:
    rows = Ending.objects.filter(kind=EndingKind.WITHDRAWN).select_related("profile")
    for row in _older(rows, "at", WITHDRAWN, before):
        mark = f"{row.profile.public_id}/withdrawn-{row.pk}"
        yield Correction(mark, WITHDRAWN, row.at, "", "", 0, row.reason, row.pk)


def _removed(before: Place | None) -> Iterator[Correction]:
    """Days, not moments, are known of them: the day's beginning stands for it."""
    rows = Removal.objects.select_related("edition__profile__published")
    rows = rows.defer("edition__manifest", "edition__body", *searched_of("edition__profile__published"))
    for row in _older(rows, "on", REMOVAL, before):
        profile = row.edition.profile
        listing = getattr(profile, "published", None)
        mark = f"{profile.public_id}/{row.edition.number}-removed-{row.pk}"
        name, slug = (listing.name, listing.slug) if listing else ("", "")
        number = row.edition.number if listing else 0
        yield Correction(mark, REMOVAL, _morning(row.on), name, slug, number, row.reason, row.pk)


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(), tzinfo=UTC)


def _public_keys() -> QuerySet[Any]:
    return public().values("profile")
