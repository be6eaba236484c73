"""The outbox: news is handled once, by one worker, and never lost."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from records.models import AuditRow, DeadLetter, OutboxRow
from records.outbox import LEASE, MAX_ATTEMPTS, announce, drain
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def note(row: OutboxRow) -> None:
    AuditRow.objects.create(at=NOW, actor="machine:test", verb="handled", subject=row.key)


def fail(row: OutboxRow) -> None:
    note(row)
    raise RuntimeError("no")


def die(row: OutboxRow) -> None:
    raise KeyboardInterrupt


def test_news_is_handled_once_and_in_order() -> None:
    for key in ("a", "b", "c"):
        announce(topic="t", key=key, now=NOW)
    announce(topic="other", key="z", now=NOW)
    assert drain(handlers={"t": note}, now=NOW) == 3
    assert drain(handlers={"t": note}, now=NOW) == 0
    assert list(AuditRow.objects.order_by("id").values_list("subject", flat=True)) == ["a", "b", "c"]
    assert OutboxRow.objects.filter(done_at=None).values_list("key", flat=True).get() == "z"


def test_failing_handler_leaves_nothing_behind_and_ends_as_a_dead_letter() -> None:
    announce(topic="t", key="poison", now=NOW, payload={"n": 1})
    announce(topic="t", key="good", now=NOW)
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        drain(handlers={"t": lambda row: fail(row) if row.key == "poison" else note(row)}, now=now)
        now += timedelta(hours=1)
    assert list(AuditRow.objects.values_list("subject", flat=True)) == ["good"]
    letter = DeadLetter.objects.get()
    assert (letter.key, letter.payload, letter.reason, letter.attempts) == (
        "poison",
        {"n": 1},
        "RuntimeError: no",
        MAX_ATTEMPTS,
    )
    assert not OutboxRow.objects.filter(done_at=None).exists()


def test_news_written_by_a_clock_that_is_ahead_is_handled_at_once() -> None:
    announce(topic="t", key="x", now=NOW + timedelta(hours=2))
    assert drain(handlers={"t": fail}, now=NOW) == 0
    assert OutboxRow.objects.get().attempts == 1
    assert drain(handlers={"t": note}, now=NOW + timedelta(seconds=39)) == 0  # that failed, and waits as all do
    assert drain(handlers={"t": note}, now=NOW + timedelta(seconds=40)) == 1
    announce(topic="t", key="y", now=NOW + timedelta(hours=2))
    with pytest.raises(KeyboardInterrupt):
        drain(handlers={"t": die}, now=NOW)
    assert drain(handlers={"t": note}, now=NOW + LEASE) == 1  # nor does a worker's death bring that clock back


def test_failed_news_waits_longer_each_time() -> None:
    announce(topic="t", key="x", now=NOW)
    drain(handlers={"t": fail}, now=NOW)
    assert OutboxRow.objects.get().due_at == NOW + timedelta(seconds=40)
    assert drain(handlers={"t": note}, now=NOW + timedelta(seconds=39)) == 0
    assert drain(handlers={"t": note}, now=NOW + timedelta(seconds=40)) == 1


def test_news_of_a_killed_worker_comes_back_and_its_claim_counts() -> None:
    announce(topic="t", key="x", now=NOW)
    OutboxRow.objects.update(attempts=1, lease_until=NOW + LEASE)  # what a claim leaves when its worker is killed
    assert drain(handlers={"t": note}, now=NOW + LEASE - timedelta(seconds=1)) == 0
    assert drain(handlers={"t": note}, now=NOW + LEASE) == 1
    assert OutboxRow.objects.get().attempts == 2


def test_news_that_kills_its_worker_takes_no_other_along() -> None:
    """A worker that dies in the middle has claimed the row it was at, and no other."""
    for key in ("poison", "next", "last"):
        announce(topic="t", key=key, now=NOW)
    with pytest.raises(KeyboardInterrupt):
        drain(handlers={"t": die}, now=NOW)
    assert list(OutboxRow.objects.order_by("id").values_list("attempts", flat=True)) == [1, 0, 0]


def test_news_that_kills_its_workers_is_buried() -> None:
    announce(topic="t", key="x", now=NOW)
    OutboxRow.objects.update(attempts=MAX_ATTEMPTS, lease_until=NOW)
    assert drain(handlers={"t": note}, now=NOW) == 0
    assert DeadLetter.objects.get().reason == "The worker died while handling it, four times."


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_news() -> None:
    for number in range(40):
        announce(topic="t", key=str(number), now=NOW)
    handled = []
    barrier = threading.Barrier(2)

    def work() -> None:
        barrier.wait()
        try:
            while done := drain(handlers={"t": note}, now=NOW, limit=3):
                handled.append(done)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(handled) == 40
    assert sorted(AuditRow.objects.values_list("subject", flat=True), key=int) == [str(number) for number in range(40)]
