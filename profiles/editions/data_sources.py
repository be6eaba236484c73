"""Where our data comes from: the sources that public profiles rest on, on which terms, and how we treat them.

What is watched and cited nowhere is nobody's business; neither is how often something is cited by what is not public.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date

from django.db.models import Count, Exists, OuterRef, QuerySet

from profiles.editions.finding import public
from profiles.models import PublishedSource
from sources.models import Document, Source, Watch
from sources.models.watch import WatchKind

PAGE = 100


@dataclass(frozen=True)
class DataSource:
    """`robots` is what its robots.txt said when we last fetched: allows, refuses, or "" where nothing was fetched.
    `kept_days` is how long the pages are kept as they came, None where that is as long as their text."""

    name: str
    publisher: str
    kind: str
    address: str
    terms: str
    licence: str
    robots: str
    fetched_on: date | None
    is_watched: bool
    kept_days: int | None


@dataclass(frozen=True)
class ByHand:
    """A publisher whose documents are cited and came by hand, not from a source that is watched."""

    publisher: str
    documents: int


@dataclass(frozen=True)
class DataSourcesPage:
    sources: tuple[DataSource, ...]
    by_hand: tuple[ByHand, ...]  # on the first page alone
    after: str  # the name after which the next page begins; "" where there is none


def data_sources(after: str = "") -> DataSourcesPage:
    """A page of the sources that public profiles rest on, by name, those after `after`."""
    cited = PublishedSource.objects.filter(listing__in=public(), document=OuterRef("public_id"))
    documents = Document.objects.filter(Exists(cited))
    mine = documents.filter(source=OuterRef("pk"))
    rows = Source.objects.filter(Exists(mine), name__gt=after).exclude(name__startswith="[removed]")
    found = list(rows.select_related("publisher").order_by("name", "id")[: PAGE + 1])
    watches = {
        watch.source_id: watch
        for watch in Watch.objects.filter(source__in=found[:PAGE], kind__in=[WatchKind.FEED, WatchKind.PAGE])
    }
    more = found[PAGE - 1].name if len(found) > PAGE else ""
    shown = tuple(_source(row, watches.get(row.pk)) for row in found[:PAGE])
    return DataSourcesPage(shown, () if after else _by_hand(documents), more)


def _source(row: Source, watch: Watch | None) -> DataSource:
    return DataSource(
        name=row.name,
        publisher=row.publisher.name,
        kind=row.get_kind_display(),
        address=row.address,
        terms=row.terms,
        licence=row.licence,
        robots=watch.robots if watch else "",
        fetched_on=watch.robots_at.astimezone(UTC).date() if watch and watch.robots_at else None,
        is_watched=bool(watch and watch.next_fetch_at),
        kept_days=row.raw_days,
    )


def _by_hand(documents: QuerySet[Document]) -> tuple[ByHand, ...]:
    """The publishers of most such documents first."""
    rows = documents.filter(source=None, publisher__isnull=False).values("publisher__name")
    counted = rows.annotate(many=Count("pk")).order_by("-many", "publisher__name")
    named = counted.exclude(publisher__name__startswith="[removed]")[:PAGE]
    return tuple(ByHand(row["publisher__name"], row["many"]) for row in named)
