"""How the watch as a whole stands, for whoever runs it: whether it keeps up, and what it is held up by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min

from records.models import DeadLetter
from sources.models import HostDue, HostPace, Watch
from sources.models.watch import OF_SOURCES, VISITS, WatchKind
from sources.watching.health import dead_watches
from sources.watching.troubles import WORDS, Trouble

BEHIND_FROM = timedelta(minutes=10)
MOST_HOSTS = 10  # that are named
_LONG = timedelta(minutes=1)  # a host is taken for seconds with each visit


@dataclass(frozen=True, slots=True)
class Standing:
    """`waited` is for how long the host that waits longest could have been asked; `waiting` is how many could be asked
    now. `visited` counts addresses by kind, `troubles` sources that need somebody by class, the most first;
    `left_alone` are hosts that want to be, with until when, the longest first, ten at most."""

    waited: timedelta
    waiting: int
    last_visit_at: datetime | None  # to a source
    visited: tuple[tuple[str, int], ...]
    troubles: tuple[tuple[str, int], ...]
    left_alone: tuple[tuple[str, datetime], ...]
    letters: int  # visits that never came to an end, and that nobody has looked at

    @property
    def is_behind(self) -> bool:
        """Whether work waits that a worker should long have taken."""
        return self.waited >= BEHIND_FROM


def standing_of_watch(*, now: datetime) -> Standing:
    """How the watch stands at `now`, by PostgreSQL's clock. A few queries, of which one counts all addresses."""
    due = HostPace.objects.filter(due_at__lte=now)
    # Notes of what became due sooner, which whoever claims next takes: they pile up where nobody does.
    noted = HostDue.objects.filter(due_at__lte=now).exclude(host__in=HostPace.objects.filter(free_at__gt=now))
    moments = [each.aggregate(first=Min("due_at"))["first"] for each in (due, noted)]
    first = min((each for each in moments if each is not None), default=now)
    unseen = noted.exclude(host__in=due).values("host").distinct()
    kinds = Watch.objects.filter(next_fetch_at__isnull=False).values_list("kind").annotate(count=Count("pk"))
    held_off = HostPace.objects.filter(free_at__gt=now + _LONG).order_by("-free_at", "host")[:MOST_HOSTS]
    counted = dict(kinds)
    return Standing(
        waited=max(now - first, timedelta()),
        waiting=due.count() + unseen.count(),
        last_visit_at=Watch.objects.filter(OF_SOURCES).aggregate(last=Max("last_visit_at"))["last"],
        visited=tuple((str(kind.label), counted[kind.value]) for kind in WatchKind if kind.value in counted),
        troubles=_troubles(),
        left_alone=tuple(held_off.values_list("host", "free_at")),
        letters=DeadLetter.objects.filter(topic=VISITS, settled_at=None).count(),
    )


def _troubles() -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for trouble, held_at in dead_watches().values_list("trouble", "held_at"):
        known = WORDS.get(Trouble.HELD if held_at else Trouble(trouble))
        counts[known[0] if known else "Ended"] += 1
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
