from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from records.models import DeadLetter, OutboxRow
from sources.fetching.outcomes import Failed, Failure, Fetched, Headers, Outcome
from sources.models import Document, HostPace, Sighting, Watch
from sources.tasks import refresh_due
from sources.watching.arriving import Visited, arrived, reading_of
from sources.watching.claiming import LEASE, Claimed, claim_due
from sources.watching.entering import check_now, watch_source
from sources.watching.settling import settle
from sources.watching.visiting import visit_rounds
from tests.sources.watching.room import BY, NOW, beside, feed, item, room, rss, source

SECOND = timedelta(seconds=1)


class Brings:
    """Stands in for the network: every fetch brings the same outcome at once."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.asked: list[str] = []

    def fetch(self, url: str, **more: Any) -> Future[Outcome]:
        self.asked.append(url)
        done: Future[Outcome] = Future()
        done.set_result(self.outcome)
        return done

    def __call__(self) -> AbstractContextManager[Brings]:
        return nullcontext(self)


FEED = Fetched(200, "https://a.example.org/feed", Headers(), rss(item(1, "/cut")))


def visit(claimed: Claimed, outcome: Outcome, now: datetime) -> Visited:
    """The second half of a visit: what has come is read and settled, whoever has the lease by now."""
    came = arrived(claimed, outcome)
    if reading := reading_of(came, now=now):
        came = replace(came, answer=reading.function(came.body, **reading.given))
    return settle(came=came, now=now, jitter=0.0)


def once(fetcher: Any, now: datetime) -> tuple[Visited, ...]:
    return visit_rounds(fetcher=fetcher, clock=lambda: now, seconds=0)


def claims(now: datetime = NOW, limit: int = 20) -> list[str]:
    return [each.address for each in claim_due(limit=limit, now=now)]


@pytest.mark.django_db
def test_claims_are_the_longest_due_first_and_one_per_host() -> None:
    for address in ("https://a.example.org/1", "http://a.example.org/2", "https://b.example.org/1", "https://c.org/1"):
        source(address)
    Watch.objects.filter(address="https://c.org/1").update(next_fetch_at=NOW - SECOND)
    assert claims(limit=2) == ["https://c.org/1", "https://a.example.org/1"]
    assert claims() == ["https://b.example.org/1"]
    assert claims(NOW + 4 * SECOND) == []
    assert claims(NOW + 5 * SECOND) == ["http://a.example.org/2"]
    assert claims(NOW + 60 * SECOND) == []
    free = dict(HostPace.objects.values_list("host", "free_at"))
    assert free == {
        "a.example.org": NOW + 10 * SECOND,
        "b.example.org": NOW + 5 * SECOND,
        "c.org": NOW + 5 * SECOND,
    }


@pytest.mark.django_db
def test_claims_only_what_is_due() -> None:
    source("https://a.example.org/1")
    assert claims(NOW - SECOND) == []
    assert claims(NOW) == ["https://a.example.org/1"]


@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once_have_one_winner() -> None:
    """Of one due watch, and of two due watches of one host."""
    source("https://a.example.org/1")
    source("https://b.example.org/1")
    source("https://b.example.org/2")
    start = Barrier(6)

    def run(_: int) -> tuple[Claimed, ...]:
        try:
            start.wait(timeout=30)
            return claim_due(limit=20, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = [claimed.address for part in pool.map(run, range(6)) for claimed in part]
    assert len(found) == 2
    assert {address.split("/")[2] for address in found} == {"a.example.org", "b.example.org"}
    assert sorted(Watch.objects.values_list("attempts", flat=True)) == [0, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_fetch_once() -> None:
    source("https://a.example.org/feed")
    brings, start = Brings(FEED), Barrier(2)

    def run(_: int) -> tuple[Visited, ...]:
        try:
            start.wait(timeout=30)
            return visit_rounds(fetcher=brings, clock=lambda: NOW, seconds=0, chance=lambda: 0.0)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        visited = [each for part in pool.map(run, range(2)) for each in part]
    assert [(each.stored, each.outcome) for each in visited] == [(True, "new")]
    assert brings.asked == ["https://a.example.org/feed"]
    assert Sighting.objects.count() == 1


@pytest.mark.django_db
def test_lost_lease_stores_nothing() -> None:
    made = source("https://a.example.org/feed")
    [late] = claim_due(limit=1, now=NOW)
    [again] = claim_due(limit=1, now=NOW + LEASE)  # the first worker is given up
    assert visit(late, FEED, NOW + LEASE) == Visited(made.address, False)
    assert (Document.objects.count(), Watch.objects.get().lease) == (0, again.lease)
    done = visit(again, FEED, NOW + LEASE)
    assert (done.stored, done.outcome) == (True, "new")
    assert visit(again, FEED, NOW + LEASE).stored is False  # delivered twice
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_address_changed_during_the_visit_stores_nothing() -> None:
    made = source("https://a.example.org/feed")
    [claimed] = claim_due(limit=1, now=NOW)
    made.address = "https://a.example.org/other"
    made.save()
    watch_source(source=made, by=BY, now=NOW)
    assert visit(claimed, FEED, NOW).stored is False
    assert [each.address for each in Watch.objects.all()] == ["https://a.example.org/other"]


@pytest.mark.django_db
def test_worker_that_dies_four_times_leaves_a_dead_letter() -> None:
    made = source("https://a.example.org/feed")
    now = NOW
    for attempt in range(1, 5):
        assert claims(now) == ["https://a.example.org/feed"]
        assert Watch.objects.get().attempts == attempt
        assert claims(now + LEASE - SECOND) == []
        now += LEASE
    assert claims(now) == []
    reason = "Four visits began and none came to an end."
    letters = DeadLetter.objects.values_list("topic", "key", "payload", "reason", "attempts", "died_at")
    watch = Watch.objects.get()
    payload = {"address": "https://a.example.org/feed", "kind": "feed"}
    assert list(letters) == [("watch.visit", str(watch.pk), payload, reason, 4, now)]
    assert (watch.ended_at, watch.ended_reason, watch.next_fetch_at, watch.lease) == (now, reason, None, None)
    check_now(source=made, by=BY, now=now)
    assert claims(now) == ["https://a.example.org/feed"]
    assert list(DeadLetter.objects.values_list("settled_at", "settled_by")) == [(now, BY)]


@pytest.mark.django_db
def test_what_dies_beside_a_document_that_kills_workers_is_not_buried_with_it() -> None:
    """Three are claimed together and die together, twice; from then on each is claimed alone."""
    names = [f"https://{letter}.example.org/feed" for letter in "abc"]
    for name in names:
        source(name)
    now, died = NOW, []
    poison = names[1]
    for _ in range(12):
        found = claim_due(limit=20, now=now)
        died.append([each.address for each in found])
        for each in found:  # nothing ends beside the one that kills
            if poison not in died[-1]:
                visit(each, FEED, now)
        Watch.objects.filter(last_outcome="new").update(next_fetch_at=NOW + timedelta(days=9))
        Watch.objects.filter(kind="document").delete()
        now += LEASE
    assert died[:2] == [names, names]
    assert sorted(died[2:6]) == sorted([[names[0]], [poison], [poison], [names[2]]])
    assert died[6:] == [[]] * 6
    assert [each.payload["address"] for each in DeadLetter.objects.all()] == [poison]
    assert sorted(Watch.objects.filter(last_outcome="new").values_list("address", flat=True)) == [names[0], names[2]]


@pytest.mark.django_db
def test_visit_that_ended_is_no_attempt_any_more() -> None:
    source("https://a.example.org/feed")
    claim_due(limit=1, now=NOW)
    [claimed] = claim_due(limit=1, now=NOW + LEASE)
    assert Watch.objects.get().attempts == 2
    visit(claimed, Failed(Failure.TIME, "Late."), NOW + LEASE)
    watch = Watch.objects.get()
    assert (watch.attempts, watch.failures, watch.last_words) == (0, 1, "Late.")


@pytest.mark.django_db
def test_what_cannot_be_stored_does_not_stop_the_others_and_is_buried_with_its_reason() -> None:
    """A body that is none at all stands in for a fault of ours."""
    source("https://a.example.org/feed")
    source("https://b.example.org/feed")
    broken = Brings(FEED)

    def fetch(url: str, **more: Any) -> Future[Outcome]:
        done: Future[Outcome] = Future()
        body: Any = None if "//a." in url else FEED.body
        done.set_result(Fetched(200, url, Headers(), body))
        return done

    broken.fetch = fetch  # type: ignore[method-assign]
    now = NOW
    assert [each.address for each in once(broken, now)] == ["https://b.example.org/feed"]
    for _ in range(4):
        now += timedelta(minutes=1)
        Watch.objects.filter(host="b.example.org").delete()
        assert once(broken, now) == ()
    assert [each.reason for each in DeadLetter.objects.all()] == [
        "Four visits began and none came to an end. What came could not be stored: TypeError."
    ]


@pytest.mark.django_db
def test_nothing_due_opens_no_connection() -> None:
    def no_fetcher() -> AbstractContextManager[Brings]:
        raise AssertionError("nothing is due")

    assert once(no_fetcher, NOW) == ()


@pytest.mark.django_db
def test_visit_of_a_host_that_is_not_there_is_a_failure_in_words() -> None:
    with room({}) as server:
        closed = server.url("/feed")
    source(closed)
    [visited] = once(beside, NOW)
    assert visited == Visited(closed, True, "failed", "The connection was not taken.")
    assert OutboxRow.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_task_visits_what_is_due_by_the_clock(settings: Any) -> None:
    with room({"/feed": feed(item(1, "/cut"))}) as server:
        source(server.url("/feed"))
        refresh_due()  # due in 2031: perhaps not yet
        Watch.objects.update(next_fetch_at=datetime(2020, 1, 1, tzinfo=UTC))
        HostPace.objects.all().delete()
        refresh_due()
        assert Sighting.objects.count() == 1
        names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
        assert refresh_due.name in names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("suspects", "others", "alone", "chance", "claimed"),
    [
        (0, 2, True, 0.0, "o0 o1"),
        (2, 0, True, 0.0, "s0"),
        (2, 0, False, 0.9, ""),
        (2, 2, True, 0.9, "s0"),
        (2, 2, True, 0.1, "o0 o1"),
        (2, 2, False, 0.9, "o0 o1"),
    ],
)
def test_suspects_go_alone_and_hold_nobody_up(
    suspects: int, others: int, alone: bool, chance: float, claimed: str
) -> None:
    made = [source(f"https://s{number}.example.org/") for number in range(suspects)]
    Watch.objects.filter(source__in=made).update(attempts=2)
    for number in range(others):
        source(f"https://o{number}.example.org/")
    found = claim_due(limit=9, now=NOW, chance=lambda: chance, alone=alone)
    names = [each.address.removeprefix("https://").partition(".")[0] for each in found]
    assert sorted(names) == claimed.split()
    waiting = HostPace.objects.filter(free_at=NOW, due_at=NOW).count()  # nobody has asked them: they are free at once
    assert waiting == suspects + others - len(found)
    assert Watch.objects.filter(lease=None).count() == waiting
    assert Watch.objects.filter(lease=None, attempts=3).count() == 0
