"""The one read model of the public: what was published, as plain data. Doors read here and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from profiles.editions.asides import asides_of
from profiles.editions.beside import Beside
from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.drawing import draw
from profiles.editions.indexing import mark_of, others_of
from profiles.editions.ledgers import draw_confidence
from profiles.editions.notes import confidence
from profiles.editions.page import Confidence, ConfidencePage, EditionLine, ProfilePage
from profiles.editions.record import record_of
from profiles.editions.schemas import read_words
from profiles.editions.teasers import teaser_rows, teaser_views, way_rows, way_views
from profiles.editions.words import Words
from profiles.models import (
    Assessment,
    Edition,
    JoinWay,
    PublishedPicture,
    PublishedProfile,
    Reply,
    Status,
    Teaser,
    Verdict,
)


@dataclass(frozen=True)
class EditionRow:
    number: int
    published_at: datetime
    kind: str
    note: str
    digest: str
    confidence: Confidence
    assessments: tuple[tuple[str, datetime, str, Confidence], ...]  # number, when, cause, score
    is_newest: bool


@dataclass(frozen=True)
class Editions:
    name: str
    slug: str
    mark: str
    rows: tuple[EditionRow, ...]


@dataclass(frozen=True)
class Place:
    """An address of the sitemap."""

    slug: str
    changed_at: datetime


@dataclass(frozen=True)
class _Read:
    """What is stored of one edition: words, numbers, and when it was checked."""

    words: Words
    result: dict[str, Any]
    line: EditionLine
    checks: dict[str, Any]
    teasers: list[dict[str, str]]
    ways: list[dict[str, str]]
    beside: dict[str, Beside]


def tag_of(slug: str, number: int | None = None) -> str | None:
    """What an answer about a profile (or its edition `number`) depends on; None where nothing is published there.

    Equal tags mean equal bytes within one release: edition, assessment, status, the addresses of the other
    profiles that the page links, the public words about members' texts, and what stands beside statements.
    """
    newest = (
        PublishedProfile.objects.filter(slug=slug)
        .values_list(
            "profile_id",
            "profile__status__version",
            "edition__number",
            "edition__digest",
            "assessment__number",
            "card__others",
            ArraySubquery(
                Teaser.objects.filter(profile=OuterRef("profile_id")).order_by("position", "id").values("version")
            ),
            ArraySubquery(JoinWay.objects.order_by("position").values("version")),
            # Both are written once, so the newest of each tells of all.
            Subquery(Verdict.objects.filter(profile=OuterRef("profile_id")).order_by("-id").values("id")[:1]),
            Subquery(Reply.objects.filter(profile=OuterRef("profile_id")).order_by("-id").values("id")[:1]),
        )
        .first()
    )
    if newest is None:
        return None
    profile_id, _, newest_number, _, _, others, *_ = newest
    parts: list[object] = [*newest]
    if number is not None and number != newest_number:
        old = (
            Assessment.objects.filter(edition__profile_id=profile_id, edition__number=number)
            .order_by("-number")
            .values_list(
                "edition__digest",
                "number",
                "edition__manifest__words__dependencies",
                "edition__manifest__words__also_read",
            )
            .first()
        )
        if old is None:
            return None
        parts += old[:2]
        others = sorted({link["other"] for links in old[2:] for link in links} - {""})
    parts += sorted(_slugs(others).items())
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def profile_page(slug: str, number: int | None = None) -> ProfilePage | None:
    """The page of a profile's newest edition, or of edition `number`; None where there is none."""
    found = _read(slug, number)
    if found is None:
        return None
    page = _page(found)
    if not found.line.is_newest:
        return page  # an old edition is shown as it was, and nothing is offered there
    return replace(page, teasers=teaser_views(found.teasers, page.slug), ways=way_views(found.ways))


def confidence_page(slug: str) -> ConfidencePage | None:
    """How each statement of a profile's newest edition got its score; None where nothing is published."""
    found = _read(slug, None)
    return None if found is None else draw_confidence(_page(found), found.result)


def record(slug: str, number: int | None = None) -> dict[str, Any] | None:
    """A profile's newest edition, or edition `number`, as one record for programs; None where there is none."""
    found = _read(slug, number)
    if found is None:
        return None
    return record_of(found.words, found.result, found.line, mark_of(found.words), found.beside)


def editions(slug: str) -> Editions | None:
    """Every edition of a profile with its assessments, newest first; None where nothing is published."""
    listing = PublishedProfile.objects.filter(slug=slug).first()
    if listing is None:
        return None
    rows = list(
        Edition.objects.filter(profile_id=listing.profile_id)
        .defer("manifest", "body")
        .prefetch_related("assessments")
        .order_by("-number")
    )
    return Editions(
        listing.name,
        listing.slug,
        listing.card["mark"],
        tuple(_row(edition, is_newest=edition.pk == listing.edition_id) for edition in rows),
    )


def shows_picture(file: str) -> bool:
    """Whether an edition of a public profile shows the picture `file`."""
    return PublishedPicture.objects.filter(file=file).exists()


def places() -> Iterable[Place]:
    """Every public profile, for the sitemap."""
    rows = PublishedProfile.objects.order_by("slug").values_list("slug", "changed_at")
    return [Place(slug, changed_at) for slug, changed_at in rows[:50_000]]


def _read(slug: str, number: int | None) -> _Read | None:
    rows = PublishedProfile.objects.filter(slug=slug).select_related("edition")
    listing = rows.annotate(teasers=teaser_rows(), ways=way_rows()).first()
    if listing is None:
        return None
    newest = listing.edition
    is_newest = number is None or number == newest.number
    edition = newest if is_newest else Edition.objects.filter(profile=listing.profile_id, number=number or 0).first()
    if edition is None:
        return None
    assessment = edition.assessments.order_by("-number").first()
    if assessment is None:
        return None
    status = Status.objects.filter(profile_id=listing.profile_id).first()
    line = EditionLine(
        number=edition.number,
        assessment=f"{edition.number}.{assessment.number}",
        published_at=edition.published_at,
        assessed_at=assessment.assessed_at,
        kind=edition.kind,
        note=edition.note,
        cause=assessment.cause,
        digest=edition.digest,
        last_checked=status.last_checked_on if status else None,
        is_newest=edition.pk == newest.pk,
        newest=newest.number,
        claims_changed=edition.manifest["changes"],
    )
    # The address is the profile's, not the edition's: an old edition is read at today's.
    words = replace(read_words(edition.manifest, edition.body), slug=listing.slug)
    # What has contradicted it since stands beside what was published.
    words = with_disputes(words, disputes_in(assessment.result))
    checks = status.citations if status else {}
    # An old edition is shown as it was; what came to stand beside its statements stands at the newest.
    beside = asides_of(listing.profile_id) if is_newest else {}
    return _Read(words, assessment.result, line, checks, listing.teasers, listing.ways, beside)


def _page(found: _Read) -> ProfilePage:
    return draw(
        found.words,
        found.result,
        edition=found.line,
        mark=mark_of(found.words),
        checks=found.checks,
        slugs=_slugs(others_of(found.words)),
        beside=found.beside,
    )


def _slugs(others: Iterable[str]) -> dict[str, str]:
    """Public id to slug of those of the profiles `others` that are public now."""
    ids = list(others)
    if not ids:
        return {}
    rows = PublishedProfile.objects.filter(profile__public_id__in=ids)
    return dict(rows.values_list("profile__public_id", "slug"))


def _row(edition: Edition, *, is_newest: bool) -> EditionRow:
    assessments = sorted(edition.assessments.all(), key=lambda one: one.number)
    return EditionRow(
        edition.number,
        edition.published_at,
        edition.kind,
        edition.note,
        edition.digest,
        confidence(assessments[-1].score, assessments[-1].cause),
        tuple(
            (f"{edition.number}.{one.number}", one.assessed_at, one.cause, confidence(one.score, one.cause))
            for one in assessments
        ),
        is_newest,
    )
