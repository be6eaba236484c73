"""What an answer about a profile depends on, known before anything is drawn. Equal tags mean equal bytes.

Within one release, that is. Every tag holds what the profile's newest page depends on, the version of its status
included: whatever changes what may be read of old editions (erasure, say) has to raise that version. It also says
when all that was kept was last thrown away: what is erased from words beside an edition is kept by nobody then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from weakref import WeakSet

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, Subquery

from profiles.editions.dependants import mark_of_dependants
from profiles.editions.finding import end_of, public, readable, slugs_of
from profiles.models import Assessment, JoinWay, Reply, Teaser, Verdict
from records.models import StoredPage

_OF_EDITION = (
    "edition__digest",
    "number",
    "edition__manifest__words__dependencies",
    "edition__manifest__words__also_read",
)

_NEWEST = (
    "card__others",
    "profile_id",
    "profile__public_id",
    "profile__status__version",
    "edition__number",
    "edition__digest",
    "assessment__number",
    "dependants",
    "teasers",
    "ways",
    "verdict",
    "reply",
    "emptied",
)
_SLUG = "the slug that is asked for"  # no slug has spaces
_prepared: WeakSet[Any] = WeakSet()  # connections that know the query


def tag_of(slug: str, number: int | None = None) -> str | None:
    """The tag of a profile's newest edition, or of edition `number`; None where nothing may be read there.

    It depends on edition, assessment, status, the addresses of the other profiles that the page links, the public
    words about members' texts, what stands beside statements, and the other profiles that depend on this one.
    """
    newest = _newest(slug)
    if newest is None:
        return None
    if number is None or number == newest["edition__number"]:
        return _tag(newest, others=newest["card__others"])
    old = _assessments(newest, Q(edition__number=number)).order_by("-number").values_list(*_OF_EDITION).first()
    return _tag(newest, *old[:2], others=_others(old[2:])) if old else None


def tag_on(slug: str, day: date, now: datetime) -> str | None:
    """The tag of a profile as it stood on `day`."""
    newest, until = _newest(slug), end_of(day, now)
    if newest is None or until is None:
        return None
    then = Q(edition__published_at__lt=until, assessed_at__lt=until)
    rows = _assessments(newest, then).order_by("-edition__number", "-number")
    old = rows.values_list(*_OF_EDITION).first()
    is_today = day == now.astimezone(UTC).date()
    return _tag(newest, *old[:2], is_today, others=_others(old[2:])) if old else None


def tag_between(slug: str, before: int, after: int) -> str | None:
    """The tag of the difference of two editions, by number."""
    newest = _newest(slug)
    if newest is None:
        return None
    rows = _assessments(newest, Q(edition__number__in=(before, after))).order_by("edition__number", "number")
    found = rows.values_list("edition__number", "edition__digest", "number")
    return _tag(newest, *found, others=()) if {number for number, *_ in found} == {before, after} else None


def _newest(slug: str) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        _prepare(cursor)
        cursor.execute("EXECUTE profile_tag (%s)", [slug])
        row = cursor.fetchone()
    return {**dict(zip(_NEWEST, row, strict=True)), "card__others": json.loads(row[0])} if row else None


def _prepare(cursor: Any) -> None:
    """Give PostgreSQL the query once for each connection: it is four kilobytes long, and to read and plan it took
    four times as long as to answer it."""
    there = connection.connection
    if there not in _prepared:
        asked, given = _asking()
        written = str(cursor.mogrify(asked, given)).replace(f"'{_SLUG}'", "$1")
        # Past Django's cursor: what belongs to the connection is no query of the page that happens to be the first.
        with connection.wrap_database_errors:
            there.execute(f"PREPARE profile_tag (text) AS {written}")
        _prepared.add(there)


def _asking() -> tuple[str, tuple[Any, ...]]:
    """The query of all that a tag depends on, with what it is given."""
    teasers = Teaser.objects.filter(profile=OuterRef("profile_id")).order_by("position", "id")
    rows = public().filter(slug=_SLUG)
    rows = rows.annotate(
        dependants=mark_of_dependants(),
        teasers=ArraySubquery(teasers.values("version")),
        ways=ArraySubquery(JoinWay.objects.order_by("position").values("version")),
        # Both are written once, so the newest of each tells of all.
        verdict=Subquery(Verdict.objects.filter(profile=OuterRef("profile_id")).order_by("-id").values("id")[:1]),
        reply=Subquery(Reply.objects.filter(profile=OuterRef("profile_id")).order_by("-id").values("id")[:1]),
        emptied=Subquery(StoredPage.objects.filter(path=StoredPage.EMPTIED).values("tag")),
    )
    return rows.values_list(*_NEWEST)[:1].query.sql_with_params()


def _assessments(newest: dict[str, Any], which: Q) -> Any:
    return Assessment.objects.filter(which, edition__in=readable(newest["profile_id"]))


def _others(links: Iterable[Iterable[dict[str, str]]]) -> set[str]:
    return {link["other"] for group in links for link in group} - {""}


def _tag(newest: dict[str, Any], *parts: object, others: Iterable[str]) -> str:
    said = [*newest.values(), *parts, *sorted(slugs_of(others).items())]
    return hashlib.sha256("|".join(map(str, said)).encode()).hexdigest()[:32]
