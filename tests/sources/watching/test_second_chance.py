"""What four deaths of workers have buried is tried once more a day later, alone, and never a third time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from records.dead_letters import settle
from records.models import DeadLetter
from sources.models import Source, Watch
from sources.watching.claiming import LEASE, NEVER_ENDED, TRIED_AGAIN, claim_due
from sources.watching.entering import check_now
from sources.watching.second_chance import AFTER, try_again
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import BY, NOW, feed, item, room, source, tick

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def die(now: datetime, times: int) -> datetime:
    """Workers claim what is due and die of it, so many times; the moment at which the next would claim."""
    for _ in range(times):
        assert len(claim_due(limit=5, now=now)) == 1
        now += LEASE
    return now


def buried(now: datetime) -> datetime:
    now = die(now, 4)
    assert claim_due(limit=5, now=now) == ()
    return now


def test_what_was_not_to_blame_goes_on_a_day_later() -> None:
    with room({"/feed": feed(item(1, ""))}) as server:
        made = source(server.url("/feed"))
        at = buried(NOW)
        assert try_again(now=at + AFTER - SECOND) == 0
        assert tick(at + AFTER) == ()
        assert try_again(now=at + AFTER) == 1
        watch = Watch.objects.get(source=made)
        assert (watch.ended_at, watch.next_fetch_at, watch.attempts) == (None, at + AFTER, 2)
        assert try_again(now=at + AFTER) == 0
        assert [each.outcome for each in tick(at + AFTER)] == ["new"]
        [letter] = DeadLetter.objects.all()
        assert (letter.settled_at, letter.settled_by) == (at + AFTER, "machine:watch")
        watch.refresh_from_db()
        assert (watch.ended_at, watch.attempts, watch.trouble) == (None, 0, "")


def test_what_kills_is_found_out_again_and_left_to_people() -> None:
    source("https://a.example.org/feed")
    at = buried(NOW) + AFTER
    assert try_again(now=at) == 1
    assert len(claim_due(limit=5, now=at, alone=False)) == 0  # not beside others
    died = die(at, 2)
    assert claim_due(limit=5, now=died) == ()
    [letter] = DeadLetter.objects.all()
    told = f"{NEVER_ENDED} {TRIED_AGAIN}"
    assert (letter.attempts, letter.reason, letter.died_at, letter.settled_at) == (6, told, died, None)
    watch = Watch.objects.get()
    assert (watch.ended_reason, watch.next_fetch_at) == (told, None)
    assert try_again(now=died + 30 * AFTER) == 0


@pytest.mark.parametrize("how", ["looked at", "resting", "gone"])
def test_what_somebody_has_decided_about_is_left_alone(how: str) -> None:
    made = source("https://a.example.org/feed")
    at = buried(NOW)
    if how == "looked at":
        settle(letters=DeadLetter.objects.all(), by=BY, now=at)
    elif how == "resting":
        Source.objects.filter(pk=made.pk).update(is_active=False)
    else:
        Watch.objects.all().delete()
    assert try_again(now=at + AFTER) == 0
    assert claim_due(limit=5, now=at + AFTER) == ()


def test_however_a_visit_ends_it_has_ended() -> None:
    with room({"/feed": answer("500 Oh")}) as server:
        source(server.url("/feed"))
        at = buried(NOW) + AFTER
        try_again(now=at)
        assert [each.outcome for each in tick(at)] == ["failed"]
        assert not DeadLetter.objects.filter(settled_at=None).exists()


def test_no_more_than_asked_for_the_oldest_first() -> None:
    for name in "abc":
        source(f"https://{name}.example.org/feed")
        buried(NOW)
    assert try_again(now=NOW + 2 * AFTER, most=2) == 2
    assert list(Watch.objects.filter(next_fetch_at=None).values_list("host", flat=True)) == ["c.example.org"]


def _try_again_beside(at: datetime) -> int:
    try:
        return try_again(now=at)
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_editor_who_begins_anew_at_the_same_moment_waits_in_no_circle() -> None:
    made = source("https://a.example.org/feed")
    at = buried(NOW) + AFTER
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            Watch.objects.select_for_update().get(source=made)
            beside = thread.submit(_try_again_beside, at)
            while not _somebody_waits():
                assert not beside.done()
            check_now(source=made, by=BY, now=at)  # settles the letter
        assert beside.result() == 0
    assert (Watch.objects.get().attempts, DeadLetter.objects.get().settled_by) == (0, BY)
