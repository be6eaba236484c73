"""The addresses of all public profiles in files of a sitemap, by slug, with the day on which each last changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Mod, RowNumber

from profiles.editions.finding import public
from profiles.models import PublishedProfile

IN_A_FILE = 50_000  # the most that a sitemap may hold


@dataclass(frozen=True)
class Place:
    slug: str
    changed_at: datetime


@dataclass(frozen=True)
class Span:
    """A file of the sitemap, from 1, and when the profile in it that changed last did so."""

    number: int
    changed_at: datetime


def spans(size: int = IN_A_FILE) -> tuple[Span, ...]:
    """The files there are. One query for where they begin, from the index of slugs alone, and one for each file."""
    begins = _begins(size)
    found = []
    for number, first in enumerate(begins, 1):
        after = begins[number] if number < len(begins) else None
        newest = _between(first, after).order_by("-changed_at", "-profile").values_list("changed_at", flat=True)
        if changed_at := newest.first():
            found.append(Span(number, changed_at))
    return tuple(found)


def places_in(number: int, size: int = IN_A_FILE) -> Iterable[Place]:
    """The profiles in file `number`, at most `size`; none where there is no such file."""
    begins = _begins(size)
    if not 1 <= number <= len(begins):
        return
    rows = public().filter(slug__gte=begins[number - 1]).order_by("slug").values_list("slug", "changed_at")
    for slug, changed_at in rows[:size].iterator(chunk_size=5000):
        yield Place(slug, changed_at)


def _begins(size: int) -> list[str]:
    """The first slug of each file."""
    counted = public().annotate(place=Mod(Window(RowNumber(), order_by=F("slug").asc()) - 1, size))
    return list(counted.filter(place=0).order_by("slug").values_list("slug", flat=True))


def _between(first: str, after: str | None) -> QuerySet[PublishedProfile]:
    return public().filter(Q(slug__gte=first), Q(slug__lt=after) if after else Q())
