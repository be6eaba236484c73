"""From what a fetch brought to what is stored of it: judged first, then written in one transaction, if it is still
ours to write."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TypeGuard

from django.db import transaction

from records.identifiers import Entropy
from sources.fetching.configured import judged
from sources.fetching.manners import HOST_PAUSE
from sources.fetching.outcomes import Failed, Failure, Fetched, Outcome, Refusal, Refused, Stop
from sources.models import Watch
from sources.models.watch import LISTS, WatchKind, WatchOutcome
from sources.reading.document import ReadDocument
from sources.stories import lock_stories
from sources.storing import Erased
from sources.watching import schedule
from sources.watching.arriving import Arrived, Visited
from sources.watching.bodies import Unreadable
from sources.watching.checking import (
    PageRead,
    confirm,
    edit_since,
    keep,
    look_ahead,
    miss,
    place,
    place_ahead,
    same_elsewhere,
)
from sources.watching.claiming import Claimed, come_back, heed
from sources.watching.edits import Edit
from sources.watching.entries import Feed, NotAFeed
from sources.watching.holding import weigh
from sources.watching.noting import Came, note, pace_of_watch, tally_of
from sources.watching.parts import follow_index
from sources.watching.schedule import Next, Pace, Tally
from sources.watching.settling_together import (
    after_answer,
    held_back,
    left_out,
    settle_feeds,
    unchanged,
    without_files,
)
from sources.watching.sitemaps import SitemapIndex
from sources.watching.troubles import ABSENT

# A turn that comes later is no matter of many who ask: its host wants to be left alone, and an editor should know.
_SOON = timedelta(hours=1)


def settle(*, came: Arrived, now: datetime, jitter: float, entropy: Entropy = secrets.token_bytes) -> Visited:
    """Store what came of a claimed visit and when the next is due, if the lease is still ours. Safe to run twice.

    `jitter`, from 0 to 1, spreads visits. What has to be read has been.
    """
    claimed, outcome = came.claimed, came.outcome
    if _is_not_our_turn(outcome) and _comes_back(claimed, outcome, now):
        return Visited(claimed.address, True, "", outcome.sentence)
    if isinstance(came.answer, Feed):
        return settle_feeds(came=[came], now=now, chance=lambda: jitter, entropy=entropy)[0]
    page = _look_ahead(came)  # what takes long, before anybody has to wait for it
    with transaction.atomic():
        if claimed.kind not in LISTS:
            lock_stories()  # before the row: whoever joins two documents holds it and moves watches
        watch = (
            Watch.objects.select_for_update(of=("self",))
            .select_related("source__publisher", "document__story", "document__publisher", "shows")
            .defer("shows__text", "shows__raw")
            .filter(pk=claimed.watch, lease=claimed.lease)
            .first()
        )
        if watch is None:
            return Visited(claimed.address, stored=False)
        result = without_files(watch, came, _settle(watch, came, page, now, jitter, entropy))
        note(watch, result, came.outcome, now=now)
        watch.save()
        return Visited(claimed.address, True, result.outcome, result.words)


def _is_not_our_turn(outcome: Outcome) -> TypeGuard[Failed]:
    """Whether others were before it; a host that wants to be left alone for long is another matter."""
    return (
        isinstance(outcome, Failed) and outcome.reason == Failure.TURN and (outcome.retry_after or HOST_PAUSE) <= _SOON
    )


def _comes_back(claimed: Claimed, put_off: Failed, now: datetime) -> bool:
    return come_back(claimed=claimed, at=now + (put_off.retry_after or HOST_PAUSE), now=now)


def _look_ahead(came: Arrived) -> PageRead | None:
    """The page that came, judged before anything is locked; None where none did."""
    outcome, answer = came.outcome, came.answer
    if isinstance(outcome, Fetched) and isinstance(answer, ReadDocument):
        page = PageRead(answer, outcome.body, outcome.headers.content_type, outcome.address, came.digest)
        return look_ahead(came.claimed.watch, page)
    if came.claimed.kind == WatchKind.DOCUMENT and not came.is_unchanged:
        place_ahead(came.claimed.watch)
    return None


def _settle(watch: Watch, came: Arrived, page: PageRead | None, now: datetime, jitter: float, entropy: Entropy) -> Came:
    tally, pace, outcome = tally_of(watch), pace_of_watch(watch), came.outcome
    if came.is_unchanged:
        if watch.kind not in LISTS:
            confirm(watch, now=now, outcome="unchanged")
        return unchanged(watch, came, now, jitter)
    if isinstance(outcome, Fetched):
        answer = came.answer
        if isinstance(answer, SitemapIndex):
            return _index(watch, answer, came, now, jitter)
        if page is not None:
            return _page(watch, page, came, now, jitter, entropy)
        reason = answer.reason if isinstance(answer, NotAFeed | Unreadable) else "Nothing came."
        place(watch, now=now, entropy=entropy)
        following = schedule.after_unreadable(tally, pace, sentence=reason, now=now, jitter=jitter)
        return Came(WatchOutcome.UNREADABLE, reason, following)
    if isinstance(outcome, Failed) and outcome.reason == Failure.STATUS and outcome.status in ABSENT:
        return _missing(watch, outcome.sentence, outcome.status, tally, pace, now, jitter)
    place(watch, now=now, entropy=entropy)
    if isinstance(outcome, Refused):
        return Came(WatchOutcome.REFUSED, outcome.sentence, _after_refusal(watch, outcome, now, jitter))
    if _is_not_our_turn(outcome):
        words = f"Put off for a day. {outcome.sentence}"
        following = schedule.after_waiting(tally, pace, retry_after=outcome.retry_after, now=now, jitter=jitter)
        return Came(WatchOutcome.FAILED, words, following)
    if isinstance(outcome, Failed):
        heed(host=watch.host, outcome=outcome, now=now)
        following = schedule.after_failure(
            tally, pace, sentence=outcome.sentence, retry_after=outcome.retry_after, now=now, jitter=jitter
        )
        return Came(WatchOutcome.FAILED, outcome.sentence, following)
    raise TypeError(f"no outcome: {outcome!r}")


def _index(watch: Watch, index: SitemapIndex, came: Arrived, now: datetime, jitter: float) -> Came:
    count = len(index.files)
    if reason := weigh(watch, count=count + sum(each for _, each in index.left_out), now=now):
        return held_back(watch, reason, now, jitter)
    followed = follow_index(watch=watch, index=index, now=now)
    watch.body_digest = came.digest
    words = [f"An index of sitemaps; {count} {'file is' if count == 1 else 'files are'} visited, {followed.new} new."]
    if followed.changed:
        words.append(f"{followed.changed} said to have changed, and visited again.")
    if followed.back:
        words.append(f"{followed.back} that rested {'is' if followed.back == 1 else 'are'} visited again.")
    if followed.refused:
        words.append(f"{followed.refused} cannot be visited, or are visited for another source.")
    changed = followed.new + followed.changed > 0 if watch.last_checked_at else None
    following = after_answer(watch, came, changed=changed, now=now, jitter=jitter)
    kind = WatchOutcome.NEW if followed.new else WatchOutcome.UNCHANGED
    return Came(kind, " ".join([*words, *left_out(index.left_out), *index.notes]), following, answered=True)


def _page(watch: Watch, page: PageRead, came: Arrived, now: datetime, jitter: float, entropy: Entropy) -> Came:
    tally, pace = tally_of(watch), pace_of_watch(watch)
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
        following = after_answer(watch, came, changed=changed, now=now, jitter=jitter)
    return Came(kind, words, following, answered=True)


def _missing(
    watch: Watch, words: str, status: int | None, tally: Tally, pace: Pace, now: datetime, jitter: float
) -> Came:
    following = schedule.after_miss(tally, pace, status=status, now=now, jitter=jitter)
    if watch.kind not in LISTS:
        miss(watch, misses=following.tally.misses, status=status, now=now)
    return Came(WatchOutcome.MISSING, words, following, answered=True)


def _after_refusal(watch: Watch, refused: Refused, now: datetime, jitter: float) -> Next:
    tally, pace = tally_of(watch), pace_of_watch(watch)
    if refused.reason == Refusal.ROBOTS:
        return schedule.after_robots(tally, now=now, jitter=jitter)
    if refused.reason == Refusal.ADDRESS and not _may_be_fetched(watch.address):
        return schedule.never_again(tally, sentence=refused.sentence)
    # Where it leads, what it sends and what its name resolves to may be mended.
    return schedule.after_failure(tally, pace, sentence=refused.sentence, retry_after=None, now=now, jitter=jitter)


def _may_be_fetched(address: str) -> bool:
    try:
        judged(address)
    except Stop:
        return False
    return True
