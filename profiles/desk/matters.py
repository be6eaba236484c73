"""Statements that wait for an editor: those that are out of date, and contradictions that nobody has settled.

An editor settles a contradiction by setting one side aside, by publishing another value, or by a verdict on the
statement; what is out of date by newer evidence or a verdict. Nothing here reads an account of a score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from profiles.models import Claim, MatterKind, ProfileState, PublishedMatter, Verdict

GONE = "A statement that the working file no longer has"


@dataclass(frozen=True)
class Matter:
    """`claim_pk` is None where the statement is public and no longer in the working file.

    `is_public`: readers see it. `is_open`: the working file has it too; else publishing ends it.
    """

    profile_pk: int
    profile: str
    claim_pk: int | None
    statement: str
    since: datetime
    is_public: bool
    is_open: bool


def stale(most: int) -> tuple[int, tuple[Matter, ...]]:
    """How many public statements are out of date, and the `most` that have been so for longest. Two queries."""
    waiting = stale_matters()
    return waiting.count(), tuple(_public(row) for row in _oldest(waiting, most))


def contradictions(most: int) -> tuple[int, tuple[Matter, ...]]:
    """How many statements are contradicted and not settled, and the `most` longest so. Four queries.

    Those of working files, and those that readers see although the working file has settled them.
    """
    in_files = contested()
    elsewhere = disputed_matters().filter(~Exists(in_files.filter(public_id=OuterRef("claim"))))
    shown = PublishedMatter.objects.filter(claim=OuterRef("public_id"), kind=MatterKind.DISPUTED)
    rows = in_files.select_related("profile").annotate(is_public=Exists(shown)).order_by("contested_since", "id")[:most]
    found = [
        Matter(row.profile_id, row.profile.name, row.pk, row.statement, since, row.is_public, is_open=True)
        for row in rows
        if (since := row.contested_since)
    ]
    found += [replace(_public(row), is_open=False) for row in _oldest(elsewhere, most)]
    oldest = sorted(found, key=lambda matter: matter.since)[:most]
    return in_files.count() + elsewhere.count(), tuple(oldest)


def contested() -> QuerySet[Claim]:
    """The contradicted statements of working files, without those of profiles that came to an end."""
    going_on = (ProfileState.DRAFT, ProfileState.PUBLISHED)
    return Claim.objects.filter(contested_since__isnull=False, profile__state__in=going_on)


def stale_matters() -> QuerySet[PublishedMatter]:
    """The public statements that are out of date, without those that were settled since."""
    return _unsettled(MatterKind.STALE)


def disputed_matters() -> QuerySet[PublishedMatter]:
    """The public statements that are disputed, without those that were settled since."""
    return _unsettled(MatterKind.DISPUTED)


def _unsettled(kind: MatterKind) -> QuerySet[PublishedMatter]:
    verdicts = Verdict.objects.filter(claim=OuterRef("claim"), at__gte=OuterRef("since"))
    return PublishedMatter.objects.filter(~Exists(verdicts), kind=kind)


def _oldest(rows: QuerySet[PublishedMatter], most: int) -> QuerySet[PublishedMatter]:
    """With the statement as the working file has it: the published words stand in the edition, sealed."""
    own = Claim.objects.filter(public_id=OuterRef("claim"))
    return rows.annotate(
        claim_pk=Subquery(own.values("pk")), statement=Subquery(own.values("statement")), name=F("listing__name")
    ).order_by("since", "id")[:most]


def _public(row: Any) -> Matter:
    has_statement = row.claim_pk is not None
    return Matter(
        row.listing_id,
        row.name,
        row.claim_pk,
        row.statement if has_statement else GONE,
        row.since,
        is_public=True,
        is_open=has_statement,
    )
