"""How the sources are, for editors: which need somebody, and what the visits of each are like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Concat

from sources.models import Source, Watch
from sources.models.watch import MOVED, NEEDS_SOMEBODY, OF_SOURCES, WatchKind
from sources.watching.health_query import HealthQuery
from sources.watching.ledger import Figures, Ledger, figures_of
from sources.watching.rate import History, freshness_at
from sources.watching.troubles import WORDS, Trouble

PAGE = 50
MEASURED_FROM = 3  # visits; before, nobody knows how often it changes
FILES = 50  # of a sitemap index, that are shown
# What an index names no more rests, and is nobody's concern.
_FAILING_FILES = Q(kind=WatchKind.PART) & ~Q(trouble="") & (Q(next_fetch_at__isnull=False) | Q(ended_at__isnull=False))
_LISTS = {"all": OF_SOURCES, "look": NEEDS_SOMEBODY & Q(source__is_active=True), "moved": MOVED}
_GOES_ON = Q(ended_at=None, held_at=None, next_fetch_at__isnull=False)
_IN_STATE = {  # what `_state` says of a watch
    "ended": Q(ended_at__isnull=False),
    "held": Q(held_at__isnull=False),  # none of them has ended, by `watch_held_whole`
    "resting": Q(ended_at=None, held_at=None, next_fetch_at=None),
    "new": _GOES_ON & Q(last_visit_at=None),
    "failing": _GOES_ON & Q(last_visit_at__isnull=False) & ~Q(trouble=""),
    "well": _GOES_ON & Q(last_visit_at__isnull=False, trouble=""),
}
_EVERYTHING = HealthQuery()


class _Folded(Func):
    """As `health_query.folded` does it."""

    template = r"lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\u0300-\u036f]', '', 'g'))"
    output_field = CharField()


_NAMES = _Folded(Concat("source__name", Value("\n"), "host", Value("\n"), "source__publisher__name"))


@dataclass(frozen=True, slots=True)
class DeadSource:
    """`state` is "ended" (visited no more), "held" (its answers wait for an editor) or "failing" (visited, in vain);
    `words` says why; `since` is when it ended or was held, or when it last answered, None where it never did. `source`
    is the public id, `key` the primary key."""

    source: str
    key: int
    name: str
    address: str
    state: str
    words: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """`fresh` is the share of the time, 0 to 1, in which what we hold is up to date, None as long as nobody knows, or
    where it is not visited, and `wanted` the one that an editor wants. `trouble` and `advice` are "" where nothing is
    wrong."""

    key: int
    name: str
    publisher: str
    address: str
    state: str  # as of DeadSource, or "well", "resting", "new" (not visited yet)
    last_success_at: datetime | None
    next_due_at: datetime | None
    every: int  # seconds
    fresh: float | None
    wanted: float
    trouble: str
    advice: str
    words: str
    moved_to: str
    figures: Figures
    failing_files: int = 0  # of a sitemap index: how many of its files brought nothing when they were last visited


@dataclass(frozen=True, slots=True)
class FailingFile:
    """A file of a sitemap index that brought nothing when it was last visited; `since` is when it last did, None where
    it never did."""

    address: str
    words: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class HealthPage:
    """`after` is the key with which the next page begins, None at the end."""

    rows: tuple[SourceHealth, ...]
    after: int | None


def dead_sources(*, most: int | None = None) -> tuple[DeadSource, ...]:
    """Return the active sources that need somebody: those whose watch has ended, whose answers are held, or that have
    failed three times in a row; the longest dead first, `most` of them, or all."""
    watches = dead_watches().select_related("source").order_by(F("ended_at").asc(nulls_last=True), "last_checked_at")
    return tuple(
        DeadSource(
            source=watch.source.public_id,
            key=watch.source.pk,
            name=watch.source.name,
            address=watch.address,
            state=_state(watch),
            words=watch.ended_reason or watch.held_reason or watch.last_words,
            since=watch.ended_at or watch.held_at or watch.last_checked_at,
        )
        for watch in watches[:most]
        if watch.source
    )


def count_dead_sources() -> int:
    """How many `dead_sources` there are."""
    return dead_watches().count()


def dead_watches() -> QuerySet[Watch]:
    """The watches of active sources that have ended, are held or are failing."""
    return Watch.objects.filter(NEEDS_SOMEBODY, source__is_active=True)


def source_health(*, now: datetime, asked: HealthQuery = _EVERYTHING) -> HealthPage:
    """A page of the watched sources that answer to `asked`, in the order in which they were entered. Two queries,
    however many sources there are."""
    watches = Watch.objects.filter(_LISTS[asked.show], _of_class(asked), pk__gt=asked.after).alias(names=_NAMES)
    for term in asked.terms:  # one with a slash is of an address
        watches = watches.filter(Q(address__icontains=term) if "/" in term else Q(names__contains=term))
    found = list(watches.select_related("source__publisher").order_by("pk")[: PAGE + 1])
    failing = _failing_files(watch.source_id for watch in found[:PAGE] if watch.source_id)
    rows = tuple(health_of(watch, now=now, failing=failing[watch.source_id or 0]) for watch in found[:PAGE])
    return HealthPage(rows, found[PAGE - 1].pk if len(found) > PAGE else None)


def _of_class(asked: HealthQuery) -> Q:
    """The watches in the state and with the class of trouble that are asked for, as `health_of` shows them."""
    wanted = _IN_STATE[asked.state] if asked.state else Q()
    if asked.trouble == Trouble.HELD:  # one that an editor has ended keeps the class
        return wanted & (Q(held_at__isnull=False) | Q(trouble=Trouble.HELD))
    return wanted & Q(held_at=None, trouble=asked.trouble) if asked.trouble else wanted


def failing_files(*, source: Source) -> tuple[FailingFile, ...]:
    """The files of a sitemap index that bring nothing, by address, 50 at most."""
    found = Watch.objects.filter(_FAILING_FILES, source=source).order_by("address")[:FILES]
    return tuple(
        FailingFile(each.address, each.ended_reason or each.last_words, each.last_success_at) for each in found
    )


def _failing_files(sources: Iterable[int]) -> Counter[int]:
    found = Watch.objects.filter(_FAILING_FILES, source__in=list(sources))
    return Counter(found.values_list("source", flat=True))


def health_of(watch: Watch, *, now: datetime, failing: int = 0) -> SourceHealth:
    """How one source is, by the watch of its own address; `failing` of its files bring nothing."""
    source = watch.source
    if source is None:  # the database forbids it
        raise ValueError("the watch of a source without a source")
    history = history_of(watch)
    is_known = len(watch.recent) >= MEASURED_FROM and history.changes > 0 and watch.next_fetch_at is not None
    trouble, advice = WORDS.get(Trouble.HELD if watch.held_at else Trouble(watch.trouble), ("", ""))
    return SourceHealth(
        key=source.pk,
        name=source.name,
        publisher=source.publisher.name,
        address=watch.address,
        state=_state(watch),
        last_success_at=watch.last_success_at,
        next_due_at=watch.next_fetch_at,
        every=watch.interval_seconds,
        fresh=freshness_at(history, watch.interval_seconds) if is_known else None,
        wanted=source.freshness_percent / 100,
        trouble=trouble,
        advice=advice,
        words=watch.ended_reason or watch.held_reason or watch.last_words,
        moved_to=watch.moved_to,
        figures=figures_of(ledger_of(watch), since=watch.first_seen_at, now=now),
        failing_files=failing,
    )


def history_of(watch: Watch) -> History:
    """How often a watch was found changed."""
    return History(watch.changes, watch.changed_seconds, watch.unchanged_seconds)


def ledger_of(watch: Watch) -> Ledger:
    """What the visits of a watch were like up to the last one."""
    return Ledger(watch.recent, watch.items, watch.repeats, watch.last_visit_at)


def _state(watch: Watch) -> str:
    if watch.ended_at:
        return "ended"
    if watch.held_at:
        return "held"
    if watch.next_fetch_at is None:
        return "resting"
    if watch.last_visit_at is None:
        return "new"
    return "failing" if watch.trouble else "well"
