"""From what a fetch brought to what is stored of it: judged first, then written in one transaction, if it is still
ours to write."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from records.identifiers import Entropy
from sources.fetching.answering import fresh_for
from sources.fetching.outcomes import Failed, Failure, Fetched, Outcome, Refusal, Refused, Unchanged
from sources.models import Watch
from sources.models.watch import LISTS, WatchKind, WatchOutcome
from sources.publishers import known_publishers
from sources.stories import lock_stories
from sources.storing import Erased
from sources.watching import schedule
from sources.watching.checking import PageRead, confirm, edit_since, keep, miss, place, same_elsewhere
from sources.watching.choices import choice_of
from sources.watching.claiming import Claimed, hold_host
from sources.watching.edits import Edit
from sources.watching.entries import Feed, NotAFeed
from sources.watching.holding import lift, weigh
from sources.watching.noting import Came, note, pace_of_watch, tally_of
from sources.watching.parts import follow_index
from sources.watching.reading_kinds import read_list, read_one
from sources.watching.relisted import check_changed
from sources.watching.schedule import Next, Pace, Tally
from sources.watching.sighting import see
from sources.watching.sitemaps import SitemapIndex

_BUSY = frozenset({429, 503})  # with Retry-After they speak for the whole host
_GONE = frozenset({404, 410})


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


Body = Feed | SitemapIndex | NotAFeed | PageRead | Same


def settle(
    *, claimed: Claimed, outcome: Outcome, now: datetime, jitter: float, entropy: Entropy = secrets.token_bytes
) -> Visited:
    """Store what came of a claimed visit and when the next is due, if the lease is still ours. Safe to run twice.

    `jitter`, from 0 to 1, spreads visits. Bodies are read before the transaction begins.
    """
    body = _read(claimed, outcome, now)
    with transaction.atomic():
        if claimed.kind not in LISTS:
            lock_stories()  # before the row: whoever joins two documents holds it and moves watches
        watch = (
            Watch.objects.select_for_update(of=("self",))
            .select_related("source__publisher", "document__story", "document__publisher", "shows")
            .defer("shows__raw")
            .filter(pk=claimed.watch, lease=claimed.lease)
            .first()
        )
        if watch is None:
            return Visited(claimed.address, stored=False)
        came = _settle(watch, outcome, body, now, jitter, entropy)
        note(watch, came, outcome, now=now)
        watch.save()
        return Visited(claimed.address, True, came.outcome, came.words)


def _read(claimed: Claimed, outcome: Outcome, now: datetime) -> Body | None:
    """The body as what it is meant to be; None where there is none."""
    if not isinstance(outcome, Fetched):
        return None
    digest = hashlib.sha256(outcome.body).hexdigest()
    if digest == claimed.body_digest:
        return Same()
    choice = choice_of(claimed.choice, is_list=claimed.kind in LISTS)
    if choice.is_list:
        return read_list(outcome.body, choice, address=outcome.address, now=now)
    media_type = outcome.headers.content_type
    read = read_one(
        outcome.body,
        choice,
        latest=now.date(),
        address=outcome.address,
        media_type=media_type,
        known=known_publishers(),
    )
    if isinstance(read, NotAFeed):
        return read
    return PageRead(read, outcome.body, media_type, outcome.address, digest)


def _settle(watch: Watch, outcome: Outcome, body: Body | None, now: datetime, jitter: float, entropy: Entropy) -> Came:
    tally, pace = tally_of(watch), pace_of_watch(watch)
    if isinstance(outcome, Unchanged | Fetched) and (isinstance(outcome, Unchanged) or isinstance(body, Same)):
        if watch.kind not in LISTS:
            confirm(watch, now=now, outcome="unchanged")
        lift(watch, now=now)
        following = _after_answer(watch, outcome, tally, pace, False, now, jitter)
        return Came(WatchOutcome.UNCHANGED, "Unchanged.", following, answered=True)
    if isinstance(outcome, Fetched):
        if isinstance(body, Feed):
            return _feed(watch, body, outcome, tally, pace, now, jitter, entropy)
        if isinstance(body, SitemapIndex):
            return _index(watch, body, outcome, tally, pace, now, jitter)
        if isinstance(body, PageRead):
            return _page(watch, body, outcome, tally, pace, now, jitter, entropy)
        reason = body.reason if isinstance(body, NotAFeed) else "Nothing came."
        place(watch, now=now, entropy=entropy)
        following = schedule.after_unreadable(tally, pace, sentence=reason, now=now, jitter=jitter)
        return Came(WatchOutcome.UNREADABLE, reason, following)
    if isinstance(outcome, Failed) and outcome.reason == Failure.STATUS and outcome.status in _GONE:
        return _missing(watch, outcome.sentence, outcome.status, tally, pace, now, jitter)
    place(watch, now=now, entropy=entropy)
    if isinstance(outcome, Refused):
        return Came(WatchOutcome.REFUSED, outcome.sentence, _after_refusal(outcome, tally, pace, now, jitter))
    if isinstance(outcome, Failed):
        if outcome.retry_after and outcome.status in _BUSY:
            hold_host(host=watch.host, until=now + outcome.retry_after)
        following = schedule.after_failure(
            tally, pace, sentence=outcome.sentence, retry_after=outcome.retry_after, now=now, jitter=jitter
        )
        return Came(WatchOutcome.FAILED, outcome.sentence, following)
    raise TypeError(f"no outcome: {outcome!r}")


def _after_answer(
    watch: Watch,
    outcome: Fetched | Unchanged,
    tally: Tally,
    pace: Pace,
    changed: bool | None,
    now: datetime,
    jitter: float,
) -> Next:
    last, holds = watch.last_checked_at, fresh_for(outcome.headers, now)
    return schedule.after_answer(tally, pace, changed=changed, now=now, jitter=jitter, last=last, fresh_for=holds)


def _feed(
    watch: Watch,
    feed: Feed,
    outcome: Fetched,
    tally: Tally,
    pace: Pace,
    now: datetime,
    jitter: float,
    entropy: Entropy,
) -> Came:
    if watch.source is None:  # the database forbids it
        raise ValueError("a feed without a source")
    count = len(feed.entries) + sum(each for _, each in feed.left_out)
    held = weigh(watch, count=count, now=now)
    if held:
        following = schedule.after_answer(tally, pace, changed=None, now=now, jitter=jitter)
        return Came(WatchOutcome.HELD, f"{held} Nothing of it was stored.", following)
    new, without, known = see(source=watch.source, feed=feed, now=now, entropy=entropy)
    watch.body_digest = hashlib.sha256(outcome.body).hexdigest()
    words = [f"{len(feed.entries)} {'entry' if len(feed.entries) == 1 else 'entries'}, {new} new."]
    if without:
        words.append(f"{without} of the new without an address that can be visited.")
    if again := check_changed(entries=feed.entries, now=now):
        words.append(f"{again} said to have changed, and checked again.")
    words += _left_out(feed.left_out)
    changed = new > 0 if watch.last_checked_at else None
    following = _after_answer(watch, outcome, tally, pace, changed, now, jitter)
    kind = WatchOutcome.NEW if new else WatchOutcome.UNCHANGED
    return Came(kind, " ".join([*words, *feed.notes]), following, answered=True, new=new, known=known)


def _index(
    watch: Watch, index: SitemapIndex, outcome: Fetched, tally: Tally, pace: Pace, now: datetime, jitter: float
) -> Came:
    followed = follow_index(watch=watch, index=index, now=now)
    watch.body_digest = hashlib.sha256(outcome.body).hexdigest()
    count = len(index.files)
    words = [f"An index of sitemaps; {count} {'file is' if count == 1 else 'files are'} visited, {followed.new} new."]
    if followed.changed:
        words.append(f"{followed.changed} said to have changed, and visited again.")
    if followed.refused:
        words.append(f"{followed.refused} cannot be visited, or are visited for another source.")
    changed = followed.new + followed.changed > 0 if watch.last_checked_at else None
    following = _after_answer(watch, outcome, tally, pace, changed, now, jitter)
    kind = WatchOutcome.NEW if followed.new else WatchOutcome.UNCHANGED
    return Came(kind, " ".join([*words, *_left_out(index.left_out), *index.notes]), following, answered=True)


def _left_out(counted: tuple[tuple[str, int], ...]) -> list[str]:
    return ["Left out: " + ", ".join(f"{count:,} {reason}" for reason, count in counted) + "."] if counted else []


def _page(
    watch: Watch,
    page: PageRead,
    outcome: Fetched,
    tally: Tally,
    pace: Pace,
    now: datetime,
    jitter: float,
    entropy: Entropy,
) -> Came:
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
            return Came(WatchOutcome.REFUSED, erased.message, following)
        kind = WatchOutcome.CHANGED if edit else WatchOutcome.NEW
    watch.body_digest = page.digest
    other = same_elsewhere(watch) if watch.kind == WatchKind.DOCUMENT else None
    if other is not None:
        following = schedule.never_again(tally, sentence=f"It is the same document as {other.address}, visited there.")
    else:
        changed = None if edit is None else edit is Edit.EDITED
        following = _after_answer(watch, outcome, tally, pace, changed, now, jitter)
    return Came(kind, words, following, answered=True)


def _missing(
    watch: Watch, words: str, status: int | None, tally: Tally, pace: Pace, now: datetime, jitter: float
) -> Came:
    following = schedule.after_miss(tally, pace, status=status, now=now, jitter=jitter)
    if watch.kind not in LISTS:
        miss(watch, misses=following.tally.misses, status=status, now=now)
    return Came(WatchOutcome.MISSING, words, following, answered=True)


def _after_refusal(refused: Refused, tally: Tally, pace: Pace, now: datetime, jitter: float) -> Next:
    if refused.reason == Refusal.ROBOTS:
        return schedule.after_robots(tally, now=now, jitter=jitter)
    if refused.reason == Refusal.ADDRESS:
        return schedule.never_again(tally, sentence=refused.sentence)
    return schedule.after_failure(tally, pace, sentence=refused.sentence, retry_after=None, now=now, jitter=jitter)
