"""From what a fetch brought to what is stored of it: judged first, then written in one transaction, if it is still
ours to write."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db import transaction

from records import audit
from records.identifiers import Entropy
from sources.fetching.outcomes import Failed, Failure, Fetched, Headers, Outcome, Redirect, Refusal, Refused, Unchanged
from sources.many_rows import update_each
from sources.models import Source, Watch
from sources.models.watch import Robots, WatchKind, WatchOutcome
from sources.reading.document import ReadDocument
from sources.stories import lock_stories
from sources.storing import Erased
from sources.watching import schedule
from sources.watching.arriving import Arrived
from sources.watching.bodies import Unreadable
from sources.watching.checking import PageRead, confirm, edit_since, keep, miss, place, same_elsewhere
from sources.watching.claiming import BY, hold_host
from sources.watching.edits import Edit
from sources.watching.feeds import Feed, NotAFeed
from sources.watching.schedule import Next, Pace, Tally
from sources.watching.sighting import Counted, see

_BUSY = frozenset({429, 503})  # with Retry-After they speak for the whole host
_GONE = frozenset({404, 410})
# What an unchanged answer writes of a watch, and what has to be known of its source for it.
SETTLED = (
    *("interval_seconds", "failures", "misses", "next_fetch_at", "lease", "leased_until", "attempts"),
    *("last_visit_at", "last_outcome", "last_words", "last_checked_at", "robots", "robots_at"),
    *("etag", "last_modified", "validated_for", "moved_to"),
)
_SAID = ("source__interval_seconds", "source__recheck_seconds")


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visit came to. `stored` is False where the lease was lost meanwhile: then nothing was written."""

    address: str
    stored: bool
    outcome: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Same:
    """The bytes are those of the last visit."""


@dataclass(frozen=True, slots=True)
class _Came:
    outcome: WatchOutcome
    words: str
    next: Next
    answered: bool = False  # whether it spoke about itself, whatever it said


Body = Feed | NotAFeed | PageRead | Unreadable | Same


def settle(*, came: Arrived, now: datetime, jitter: float, entropy: Entropy = secrets.token_bytes) -> Visited:
    """Store what came of a claimed visit and when the next is due, if the lease is still ours. Safe to run twice.

    `jitter`, from 0 to 1, spreads visits. What has to be read has been.
    """
    claimed = came.claimed
    if isinstance(came.answer, Feed):
        return settle_feeds(came=[came], now=now, chance=lambda: jitter, entropy=entropy)[0]
    with transaction.atomic():
        if claimed.kind != WatchKind.FEED:
            lock_stories()  # before the row: whoever joins two documents holds it and moves watches
        watch = (
            Watch.objects.select_for_update(of=("self",))
            .select_related("source__publisher", "document__story", "document__publisher", "shows")
            .filter(pk=claimed.watch, lease=claimed.lease)
            .first()
        )
        if watch is None:
            return Visited(claimed.address, stored=False)
        result = _settle(watch, came.outcome, _body(came), now, jitter, entropy)
        _write(watch, result, came.outcome, now)
        watch.save()
        return Visited(claimed.address, True, result.outcome, result.words)


def settle_feeds(
    *, came: Sequence[Arrived], now: datetime, chance: Callable[[], float], entropy: Entropy = secrets.token_bytes
) -> tuple[Visited, ...]:
    """As `settle`, for feeds that were read or say "as at the last visit": all in one transaction, and in as many
    statements as for one. What a fault in one of them brings about undoes all: then settle each by itself."""
    visited = []
    with transaction.atomic():
        found = Watch.objects.select_for_update(of=("self",)).select_related("source").order_by("pk")
        if all(each.is_unchanged for each in came):
            found = found.only("kind", "lease", *SETTLED, *_SAID)
        watches = {each.pk: each for each in found.filter(pk__in=[each.claimed.watch for each in came])}
        ours = [
            (each, watches[each.claimed.watch])
            for each in came
            if each.claimed.watch in watches and watches[each.claimed.watch].lease == each.claimed.lease
        ]
        read = [(each, each.answer, watch) for each, watch in ours if isinstance(each.answer, Feed)]
        shown = [(_source(watch), feed) for _, feed, watch in read]
        counted = see(shown=shown, now=now, entropy=entropy) if read else ()
        results = {
            watch.pk: _feed(watch, feed, count, each.digest, now, chance())
            for (each, feed, watch), count in zip(read, counted, strict=True)
        }
        for each, watch in ours:
            result = results.get(watch.pk) or _unchanged(watch, _tally(watch), _pace(watch), now, chance())
            _write(watch, result, each.outcome, now)
            visited.append(Visited(each.claimed.address, True, result.outcome, result.words))
        names = (*SETTLED, "body_digest", "last_changed_at") if read else SETTLED
        values = attrgetter("pk", *names)
        update_each(Watch, names, [values(watch) for _, watch in ours])
    theirs = {each.claimed.watch for each in came} - {each.claimed.watch for each, _ in ours}
    lost = (Visited(each.claimed.address, stored=False) for each in came if each.claimed.watch in theirs)
    return (*visited, *lost)


def _source(watch: Watch) -> Source:
    if watch.source is None:  # the database forbids it
        raise ValueError("a feed without a source")
    return watch.source


def _body(came: Arrived) -> Body | None:
    """The body as what it was read as; None where there is none."""
    if not isinstance(came.outcome, Fetched):
        return None
    if came.is_unchanged:
        return Same()
    if isinstance(came.answer, ReadDocument):
        outcome = came.outcome
        return PageRead(came.answer, outcome.body, outcome.headers.content_type, outcome.address, came.digest)
    return came.answer


def _settle(watch: Watch, outcome: Outcome, body: Body | None, now: datetime, jitter: float, entropy: Entropy) -> _Came:
    tally, pace = _tally(watch), _pace(watch)
    if isinstance(outcome, Unchanged | Fetched) and (isinstance(outcome, Unchanged) or isinstance(body, Same)):
        if watch.kind != WatchKind.FEED:
            confirm(watch, now=now, outcome="unchanged")
        return _unchanged(watch, tally, pace, now, jitter)
    if isinstance(outcome, Fetched):
        if isinstance(body, PageRead):
            return _page(watch, body, tally, pace, now, jitter, entropy)
        reason = body.reason if isinstance(body, NotAFeed | Unreadable) else "Nothing came."
        place(watch, now=now, entropy=entropy)
        following = schedule.after_unreadable(tally, pace, sentence=reason, now=now, jitter=jitter)
        return _Came(WatchOutcome.UNREADABLE, reason, following)
    if isinstance(outcome, Failed) and outcome.reason == Failure.STATUS and outcome.status in _GONE:
        return _missing(watch, outcome.sentence, outcome.status, tally, pace, now, jitter)
    place(watch, now=now, entropy=entropy)
    if isinstance(outcome, Refused):
        return _Came(WatchOutcome.REFUSED, outcome.sentence, _after_refusal(outcome, tally, pace, now, jitter))
    if isinstance(outcome, Failed):
        if outcome.retry_after and outcome.status in _BUSY:
            hold_host(host=watch.host, until=now + outcome.retry_after)
        following = schedule.after_failure(
            tally, pace, sentence=outcome.sentence, retry_after=outcome.retry_after, now=now, jitter=jitter
        )
        return _Came(WatchOutcome.FAILED, outcome.sentence, following)
    raise TypeError(f"no outcome: {outcome!r}")


def _unchanged(watch: Watch, tally: Tally, pace: Pace, now: datetime, jitter: float) -> _Came:
    following = schedule.after_answer(tally, pace, changed=False, now=now, jitter=jitter)
    return _Came(WatchOutcome.UNCHANGED, "Unchanged.", following, answered=True)


def _tally(watch: Watch) -> Tally:
    return Tally(watch.interval_seconds, watch.failures, watch.misses)


def _pace(watch: Watch) -> Pace:
    asked = None
    if watch.source:
        is_document = watch.kind == WatchKind.DOCUMENT
        asked = watch.source.recheck_seconds if is_document else watch.source.interval_seconds
    return schedule.pace_of(watch.kind, asked)


def _feed(watch: Watch, feed: Feed, counted: Counted, digest: str, now: datetime, jitter: float) -> _Came:
    new, without = counted.new, counted.without
    watch.body_digest = digest
    words = [f"{len(feed.entries)} {'entry' if len(feed.entries) == 1 else 'entries'}, {new} new."]
    if without:
        words.append(f"{without} of the new without an address that can be visited.")
    if feed.left_out:
        words.append("Left out: " + ", ".join(f"{count} {reason}" for reason, count in feed.left_out) + ".")
    following = schedule.after_answer(_tally(watch), _pace(watch), changed=new > 0, now=now, jitter=jitter)
    kind = WatchOutcome.NEW if new else WatchOutcome.UNCHANGED
    return _Came(kind, " ".join([*words, *feed.notes]), following, answered=True)


def _page(
    watch: Watch, page: PageRead, tally: Tally, pace: Pace, now: datetime, jitter: float, entropy: Entropy
) -> _Came:
    edit = edit_since(watch, page)
    if edit is Edit.ANOTHER:
        words = f"It leads to another page now: {page.address}"
        return _missing(watch, words, None, tally, pace, now, jitter)
    if edit is Edit.SAME:
        confirm(watch, now=now, outcome="unchanged")
        words, kind = "Unchanged but for dates and counters.", WatchOutcome.UNCHANGED
    else:
        try:
            with transaction.atomic():
                words = keep(watch, page, now=now, entropy=entropy)
        except Erased as erased:
            following = schedule.never_again(tally, sentence=erased.message)
            return _Came(WatchOutcome.REFUSED, erased.message, following)
        kind = WatchOutcome.CHANGED if edit else WatchOutcome.NEW
    watch.body_digest = page.digest
    other = same_elsewhere(watch) if watch.kind == WatchKind.DOCUMENT else None
    if other is not None:
        following = schedule.never_again(tally, sentence=f"It is the same document as {other.address}, visited there.")
    else:
        changed = None if edit is None else edit is Edit.EDITED
        following = schedule.after_answer(tally, pace, changed=changed, now=now, jitter=jitter)
    return _Came(kind, words, following, answered=True)


def _missing(
    watch: Watch, words: str, status: int | None, tally: Tally, pace: Pace, now: datetime, jitter: float
) -> _Came:
    following = schedule.after_miss(tally, pace, status=status, now=now, jitter=jitter)
    if watch.kind != WatchKind.FEED:
        miss(watch, misses=following.tally.misses, status=status, now=now)
    return _Came(WatchOutcome.MISSING, words, following, answered=True)


def _after_refusal(refused: Refused, tally: Tally, pace: Pace, now: datetime, jitter: float) -> Next:
    if refused.reason == Refusal.ROBOTS:
        return schedule.after_robots(tally, now=now, jitter=jitter)
    if refused.reason == Refusal.ADDRESS:
        return schedule.never_again(tally, sentence=refused.sentence)
    return schedule.after_failure(tally, pace, sentence=refused.sentence, retry_after=None, now=now, jitter=jitter)


def _robots(outcome: Outcome) -> Robots | None:
    """What the host's robots.txt said; nothing is fetched against it, so what came was allowed."""
    if isinstance(outcome, Fetched | Unchanged):
        return Robots.ALLOWS
    is_refused = isinstance(outcome, Refused) and outcome.reason == Refusal.ROBOTS
    return Robots.REFUSES if is_refused else None


def _write(watch: Watch, came: _Came, outcome: Outcome, now: datetime) -> None:
    watch.interval_seconds = came.next.tally.interval
    watch.failures, watch.misses = came.next.tally.failures, came.next.tally.misses
    watch.next_fetch_at = came.next.due_at
    watch.lease = watch.leased_until = None
    watch.attempts = 0
    watch.last_visit_at, watch.last_outcome, watch.last_words = now, came.outcome, came.words
    if came.answered:
        watch.last_checked_at = now
    if robots := _robots(outcome):
        watch.robots, watch.robots_at = robots, now
    if came.outcome in {WatchOutcome.NEW, WatchOutcome.CHANGED}:
        watch.last_changed_at = now
    if came.answered and isinstance(outcome, Fetched | Unchanged) and came.outcome != WatchOutcome.MISSING:
        _remember(watch, outcome.headers, outcome.address, outcome.redirects, is_new=isinstance(outcome, Fetched))
    if came.next.ended:
        watch.ended_at, watch.ended_reason = now, came.next.ended
        detail = {"address": watch.address, "reason": came.next.ended}
        audit.record(by=BY, verb="watch.ended", subject=f"watch:{watch.pk}", now=now, **detail)


def _remember(watch: Watch, headers: Headers, address: str, redirects: tuple[Redirect, ...], *, is_new: bool) -> None:
    """Validators belong to the address that sent them; a 304 may leave them out and then they stay."""
    if is_new or headers.etag or headers.last_modified:
        watch.etag, watch.last_modified = headers.etag, headers.last_modified
        watch.validated_for = address if headers.etag or headers.last_modified else ""
    moved = redirects and all(each.status in {301, 308} for each in redirects)
    watch.moved_to = address if moved else ""
