"""What a visit came to is noted on its watch: when the next is due, how it stands, what it is like of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records import audit
from records.dead_letters import settle
from records.models import DeadLetter
from sources.fetching.addresses import MAX_LENGTH
from sources.fetching.outcomes import Fetched, Headers, Outcome, Redirect, Refusal, Refused, Unchanged
from sources.models import Watch
from sources.models.watch import SOURCE_KINDS, VISITS, Robots, WatchKind, WatchOutcome
from sources.watching.claiming import BY
from sources.watching.entering import pace_of_source
from sources.watching.health import history_of, ledger_of
from sources.watching.ledger import entered
from sources.watching.schedule import Next, Pace, Tally, pace_of
from sources.watching.troubles import trouble_of

# What `note` and the weighing of an answer may write, for whoever writes many watches in one statement, and what they
# have to know of the source.
NOTED = (
    *("interval_seconds", "failures", "misses", "next_fetch_at", "lease", "leased_until", "attempts"),
    "put_off_since",
    *("last_visit_at", "last_outcome", "last_words", "last_checked_at", "last_success_at", "last_changed_at"),
    *("trouble", "robots", "robots_at", "etag", "last_modified", "validated_for", "moved_to"),
    *("changes", "changed_seconds", "unchanged_seconds", "recent", "items", "repeats"),
    *("counts", "held_at", "held_reason", "ended_at", "ended_reason"),
)
PACED_BY = ("interval_seconds", "recheck_seconds", "shortest_seconds", "longest_seconds", "freshness_percent")
_SUCCESS = frozenset({WatchOutcome.NEW, WatchOutcome.CHANGED, WatchOutcome.UNCHANGED})


@dataclass(frozen=True, slots=True)
class Came:
    """What a visit came to, in words, and what follows. `answered`: it spoke about itself, whatever it said. `new`
    entries of a feed were stored, `known` of them known from elsewhere."""

    outcome: WatchOutcome
    words: str
    next: Next
    answered: bool = False
    new: int = 0
    known: int = 0


def tally_of(watch: Watch) -> Tally:
    """How it stands with a watch before a visit is noted."""
    return Tally(watch.interval_seconds, watch.failures, watch.misses, history_of(watch))


def pace_of_watch(watch: Watch) -> Pace:
    """The pace that an editor wants of its source; a document is checked again at a pace of its own."""
    source = watch.source
    if source is None or watch.kind == WatchKind.PART:  # the index says when its files have changed
        return pace_of(watch.kind, None)
    if watch.kind == WatchKind.DOCUMENT:
        return pace_of(watch.kind, source.recheck_seconds, freshness=source.freshness_percent / 100)
    return pace_of_source(source, watch.kind)


def note(watch: Watch, came: Came, outcome: Outcome, *, now: datetime) -> None:
    """Set everything on `watch`, unsaved, that a visit at `now` has to say; where it ended, an audit row is written."""
    if watch.last_outcome == WatchOutcome.NEVER_ENDED:  # this one did
        letters = DeadLetter.objects.filter(topic=VISITS, key=str(watch.pk))
        settle(letters=letters, by=BY, now=now)
    _note_ledger(watch, came, outcome, now)
    tally = came.next.tally
    watch.interval_seconds, watch.failures, watch.misses = tally.interval, tally.failures, tally.misses
    watch.changes = tally.history.changes
    watch.changed_seconds, watch.unchanged_seconds = tally.history.changed_seconds, tally.history.unchanged_seconds
    watch.next_fetch_at = came.next.due_at
    watch.lease = watch.leased_until = watch.put_off_since = None
    watch.attempts = 0
    watch.last_visit_at, watch.last_outcome, watch.last_words = now, came.outcome, came.words
    watch.trouble = trouble_of(outcome, came.outcome)
    if came.answered:
        watch.last_checked_at = now
    if came.outcome in _SUCCESS:
        watch.last_success_at = now
    if robots := _robots(outcome):
        watch.robots, watch.robots_at = robots, now
    if came.outcome in {WatchOutcome.NEW, WatchOutcome.CHANGED}:
        watch.last_changed_at = now
    if came.answered and isinstance(outcome, Fetched | Unchanged) and came.outcome != WatchOutcome.MISSING:
        _remember(watch, outcome.headers, outcome.address, outcome.redirects, is_new=isinstance(outcome, Fetched))
    if came.next.ended:
        watch.ended_at, watch.ended_reason = now, came.next.ended
        watch.held_at, watch.held_reason = None, ""
        detail = {"address": watch.address, "reason": came.next.ended}
        audit.record(by=BY, verb="watch.ended", subject=f"watch:{watch.pk}", now=now, **detail)


def _note_ledger(watch: Watch, came: Came, outcome: Outcome, now: datetime) -> None:
    if watch.kind not in SOURCE_KINDS:
        return  # nobody asks for the figures of one article
    ledger = entered(
        ledger_of(watch),
        outcome=came.outcome,
        not_modified=isinstance(outcome, Unchanged),
        now=now,
        new=came.new,
        known=came.known,
    )
    watch.recent, watch.items, watch.repeats = ledger.recent, ledger.items, ledger.repeats


def _robots(outcome: Outcome) -> Robots | None:
    """What the host's robots.txt said; nothing is fetched against it, so what came was allowed."""
    if isinstance(outcome, Fetched | Unchanged):
        return Robots.ALLOWS
    is_refused = isinstance(outcome, Refused) and outcome.reason == Refusal.ROBOTS
    return Robots.REFUSES if is_refused else None


def _remember(watch: Watch, headers: Headers, address: str, redirects: tuple[Redirect, ...], *, is_new: bool) -> None:
    """Validators belong to the address that sent them; a 304 may leave them out and then they stay. Of an address that
    is too long to be kept nothing is."""
    if len(address) > MAX_LENGTH:
        headers, address, redirects = Headers(), "", ()
    if is_new or headers.etag or headers.last_modified:
        watch.etag, watch.last_modified = headers.etag, headers.last_modified
        watch.validated_for = address if headers.etag or headers.last_modified else ""
    moved = redirects and all(each.status in {301, 308} for each in redirects)
    watch.moved_to = address if moved else ""
