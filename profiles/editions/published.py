"""The one read model of the public: what was published, as plain data. Doors read here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from profiles.editions.asides import asides_of
from profiles.editions.beside import Beside
from profiles.editions.citing import Reference
from profiles.editions.dependants import dependants_of
from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.drawing import draw
from profiles.editions.finding import Found, newest, numbered, public, readable, slugs_of, standing_on
from profiles.editions.indexing import mark_of, others_of
from profiles.editions.ledgers import draw_confidence
from profiles.editions.notes import confidence
from profiles.editions.page import Confidence, ConfidencePage, EditionLine, ProfilePage, RemovalView
from profiles.editions.record import record_of
from profiles.editions.schemas import read_words
from profiles.editions.teasers import teaser_rows, teaser_views, way_rows, way_views
from profiles.editions.whereabouts import ended
from profiles.editions.words import Words
from profiles.models import Assessment, Edition, PublishedPicture, PublishedProfile, Status


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
    address: str  # the permanent one

    @property
    def newest_first(self) -> tuple[tuple[str, datetime, str, Confidence], ...]:
        return self.assessments[::-1]


@dataclass(frozen=True)
class Editions:
    name: str
    slug: str
    mark: str
    rows: tuple[EditionRow, ...]
    cite: Reference  # the newest
    older: int  # there are more before this number; 0: these were the last
    newest: int  # the number of the newest


@dataclass(frozen=True)
class _Read:
    """What is stored of one edition: words, numbers, when it was checked, and what stands beside it."""

    listing: Any  # PublishedProfile, or what stands in for one that ended
    words: Words
    result: Mapping[str, Any]
    line: EditionLine
    checks: Mapping[str, Any] | None
    beside: Mapping[str, Beside]
    cite: Reference


def profile_page(slug: str, number: int | None = None) -> ProfilePage | None:
    """The page of a profile's newest edition, or of edition `number`; None where nothing may be read there."""
    listing = _listing(slug) or (ended(slug) if number is not None else None)
    found = _of(listing, number) if listing else None
    return _page(_read(found)) if found else None


def page_on(slug: str, day: date, now: datetime) -> ProfilePage | None:
    """The page as it stood at the end of `day` in UTC; None where nothing is public. Raises NothingThen."""
    listing = _listing(slug) or ended(slug)
    return _page(_read(standing_on(listing, day, now))) if listing else None


def confidence_page(slug: str) -> ConfidencePage | None:
    """How each statement of a profile's newest edition got its score; None where nothing is published."""
    listing = _listing(slug)
    found = newest(listing) if listing else None
    if found is None:
        return None
    read = _read(found)
    return draw_confidence(_page(read), read.result)


def record(slug: str, number: int | None = None) -> dict[str, Any] | None:
    """A profile's newest edition, or edition `number`, as one record for programs; None where there is none."""
    listing = _listing(slug) or (ended(slug) if number is not None else None)
    found = _of(listing, number) if listing else None
    return _record(_read(found)) if found else None


def record_on(slug: str, day: date, now: datetime) -> dict[str, Any] | None:
    """The record as it stood at the end of `day` in UTC; None where nothing is public. Raises NothingThen."""
    listing = _listing(slug) or ended(slug)
    return _record(_read(standing_on(listing, day, now))) if listing else None


def reference(slug: str, number: int) -> Reference | None:
    """How edition `number` of a profile is cited; None where it may not be read."""
    listing = public().filter(slug=slug).select_related("edition").first() or ended(slug)
    found = numbered(listing, number) if listing else None
    return _reference(found.edition, read_words(found.edition.manifest, found.edition.body)) if found else None


def address_of(profile: str, number: int | None = None) -> str | None:
    """Where the profile with this public id, or its edition `number`, is read today: a path; None where nowhere."""
    row = public().filter(profile__public_id=profile).values_list("slug", "profile_id").first()
    if row is None:
        return None
    slug, key = row
    if number is None:
        return f"/profiles/{slug}/"
    return f"/profiles/{slug}/editions/{number}/" if readable(key).filter(number=number).exists() else None


def editions(slug: str, *, before: int | None = None, most: int | None = None) -> Editions | None:
    """The editions of a profile with their assessments, newest first; None where nothing is published.

    All of them, or at most `most` of those with a number below `before`.
    """
    listing = public().filter(slug=slug).select_related("edition").first()
    if listing is None:
        return None
    cite = _reference(listing.edition, read_words(listing.edition.manifest, listing.edition.body))
    # Scores and causes are shown, accounts are not: of thousands they would be megabytes.
    assessments = Prefetch("assessments", Assessment.objects.defer("result"))
    rows = readable(listing.profile_id).defer("manifest", "body").prefetch_related(assessments).order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows if most is None else rows[: most + 1])
    shown = found if most is None else found[:most]
    return Editions(
        listing.name,
        listing.slug,
        listing.card["mark"],
        tuple(_row(edition, replace(cite, number=edition.number), listing.edition_id) for edition in shown),
        cite,
        shown[-1].number if len(found) > len(shown) else 0,
        listing.edition.number,
    )


def stands(slug: str) -> bool:
    """Whether a public profile is read at `slug`."""
    return public().filter(slug=slug).exists()


def shows_picture(file: str) -> bool:
    """Whether an edition of a public profile shows the picture `file`."""
    return PublishedPicture.objects.filter(file=file, listing__in=public()).exists()


def _listing(slug: str) -> PublishedProfile | None:
    rows = public().filter(slug=slug).select_related("edition")
    return rows.annotate(teasers=teaser_rows(), ways=way_rows()).first()


def _of(listing: Any, number: int | None) -> Found | None:
    return newest(listing) if number is None else numbered(listing, number)


def _read(found: Found) -> _Read:
    edition, listing, assessment, until = found.edition, found.listing, found.assessment, found.until
    is_now = found.is_newest and until is None
    # When sources were checked is known for now alone, so nothing is said of it on any other page.
    status = Status.objects.filter(profile_id=listing.profile_id).first() if is_now else None
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
        is_newest=found.is_newest,
        newest=listing.edition.number,
        claims_changed=edition.manifest["changes"],
        ended=listing.ended if found.is_ended else None,
        removals=removals_of(edition),
        as_of=(until - timedelta(days=1)).date() if until else None,
        day_is_over=found.day_is_over,
    )
    # The address is the profile's, not the edition's: an old edition is read at today's.
    words = replace(read_words(edition.manifest, edition.body), slug=listing.slug)
    # What has contradicted it since stands beside what was published.
    words = with_disputes(words, disputes_in(assessment.result))
    checks = (status.citations if status else {}) if is_now else None
    # An old edition is shown as it was; what came to stand beside its statements stands at the newest, and on
    # the page of the day on which readers saw it.
    beside = asides_of(listing.profile_id, until) if is_now or until else {}
    return _Read(listing, words, assessment.result, line, checks, beside, _reference(edition, words))


def removals_of(edition: Edition) -> tuple[RemovalView, ...]:
    """When words of an edition were removed for good, and why. No query where none was."""
    if None not in edition.body.values():
        return ()
    rows = edition.removals.order_by("on", "id")
    return tuple(RemovalView(row.on, row.reason, row.blocks) for row in rows)


def _page(read: _Read) -> ProfilePage:
    page = draw(
        read.words,
        read.result,
        edition=read.line,
        mark=mark_of(read.words),
        checks=read.checks,
        slugs=slugs_of(others_of(read.words)),
        beside=read.beside,
    )
    page = replace(page, cite=read.cite)
    if not read.line.is_now:
        return page  # an old edition is shown as it was, and nothing is offered there
    offers: Any = read.listing  # `_listing` has annotated it
    dependants = dependants_of(page.public_id, read.listing.profile_id)
    teasers, ways = teaser_views(offers.teasers, page.slug), way_views(offers.ways)
    return replace(page, dependants=dependants, teasers=teasers, ways=ways)


def _record(read: _Read) -> dict[str, Any]:
    return record_of(read.words, read.result, read.line, mark_of(read.words), read.cite, read.beside)


def _reference(edition: Edition, words: Words) -> Reference:
    return Reference(
        site=settings.SITE_ADDRESS,
        profile=words.profile,
        number=edition.number,
        name=words.name,
        byline=words.byline,
        published_on=edition.published_at.astimezone(UTC).date(),
        digest=edition.digest,
    )


def _row(edition: Edition, cite: Reference, newest_key: int) -> EditionRow:
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
        edition.pk == newest_key,
        cite.address,
    )
