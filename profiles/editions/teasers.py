"""The one way in which words about members' texts come to profile pages: public words, put here from above."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from profiles.editions.page import TeaserView, WayView
from profiles.models import JoinWay, Profile, Teaser

_TEASER = ("briefing", "title", "text", "tier", "address")
_WAY = ("tier", "text", "label", "address")


@dataclass(frozen=True)
class TeaserWords:
    """Public words about one thing for members. `briefing` is its public id, or "" for the profile's source notes.

    In `address` the signs "{profile}" stand for the slug at which the profile is public.
    """

    briefing: str
    title: str
    text: str
    tier: str
    address: str


@dataclass(frozen=True)
class WayWords:
    """A way to become a member."""

    tier: str
    text: str
    label: str
    address: str


@transaction.atomic
def put_teasers(*, profile: Profile, teasers: Sequence[TeaserWords], now: datetime) -> bool:
    """Make `teasers`, in this order, all that the profile's page shows; return whether anything changed.

    A row whose words stay the same is not touched: an edit of gated text alone changes no public byte and no tag.
    The caller holds the profile's row, so that two who publish at once do not undo each other.
    """
    stored = {row.briefing: row for row in Teaser.objects.filter(profile=profile)}
    wanted = {one.briefing for one in teasers}
    gone = [row.pk for row in stored.values() if row.briefing not in wanted]
    changed = bool(gone)
    Teaser.objects.filter(pk__in=gone).delete()
    for position, one in enumerate(teasers):
        row = stored.get(one.briefing)
        version = _version(position, *astuple(one))
        if row is None or row.version != version:
            changed = True
            Teaser.objects.update_or_create(
                profile=profile,
                briefing=one.briefing,
                defaults={**asdict(one), "position": position, "version": version, "updated_at": now},
            )
    return changed


@transaction.atomic
def put_ways(*, ways: Sequence[WayWords]) -> None:
    """Make `ways`, in this order, all the ways to join that profile pages offer."""
    JoinWay.objects.filter(position__gte=len(ways)).delete()
    for position, way in enumerate(ways):
        defaults = {**asdict(way), "version": _version(position, *astuple(way))}
        JoinWay.objects.update_or_create(position=position, defaults=defaults)


def teaser_rows() -> ArraySubquery:
    """An expression for a query on what has a `profile_id`: the rows that `teaser_views` takes. No query more."""
    rows = Teaser.objects.filter(profile=OuterRef("profile_id")).order_by("position", "id")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in _TEASER})))


def way_rows() -> ArraySubquery:
    """The same for `way_views`."""
    return ArraySubquery(JoinWay.objects.order_by("position").values(row=JSONObject(**{name: name for name in _WAY})))


def teaser_views(rows: Sequence[Mapping[str, str]], slug: str) -> tuple[TeaserView, ...]:
    """What the page of a profile, public at `slug`, shows of members' texts."""
    return tuple(
        TeaserView(
            row["title"], row["text"], row["tier"], row["address"].replace("{profile}", slug), not row["briefing"]
        )
        for row in rows
    )


def way_views(rows: Sequence[Mapping[str, str]]) -> tuple[WayView, ...]:
    return tuple(WayView(**row) for row in rows)


def profiles_that_tease(briefing: str) -> Iterable[int]:
    """The profiles (primary keys) whose pages point to the briefing with this public id."""
    return list(Teaser.objects.filter(briefing=briefing).values_list("profile_id", flat=True))


def _version(*words: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()[:32]
