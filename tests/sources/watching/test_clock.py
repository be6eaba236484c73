"""The watch goes by PostgreSQL's clock: one fetch for each slot, however often a task is delivered and whatever the
clocks of workers say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from records.clock import database_clock, database_now
from sources.models import HostPace, Watch
from sources.tasks import refresh_due
from sources.watching.manners import keep_robots
from tests.sources.watching.room import feed, item, room, source

pytestmark = pytest.mark.django_db(transaction=True)

DELIVERIES = 6  # two beats, and each message three times
HOUR = timedelta(hours=1)


@pytest.fixture(params=[-2, 0, 2])
def _clock_of_the_worker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process believes to be so many hours ahead."""
    true = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: true() + request.param * HOUR)


def deliver() -> None:
    start = Barrier(DELIVERIES)

    def run(_: int) -> None:
        try:
            start.wait(timeout=30)
            refresh_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(DELIVERIES) as pool:
        list(pool.map(run, range(DELIVERIES)))


def due_at(moment: datetime, path: str) -> None:
    Watch.objects.filter(address__endswith=path).update(next_fetch_at=moment)


@pytest.mark.usefixtures("_clock_of_the_worker")
def test_each_slot_is_one_fetch_and_nothing_is_fetched_before_its_time() -> None:
    pages = {path: feed(item(1, "")) for path in ("/due", "/later", "/leased")}
    with room(pages) as server:
        for path in pages:
            source(server.url(path), interval_seconds=900)
            Watch.objects.filter(address__endswith=path).update(host=f"of{path}")  # a host for each
        begun = database_now()
        keep_robots(origin=server.url(""), text="", now=begun)
        due_at(begun - timedelta(seconds=1), "/due")
        due_at(begun + HOUR, "/later")
        due_at(begun - HOUR, "/leased")
        lease = {"lease": "0" * 32, "leased_until": begun + timedelta(minutes=3), "attempts": 1}
        Watch.objects.filter(address__endswith="/leased").update(**lease)  # another worker is at it
        deliver()
        assert server.paths == ["/due"]
        watch = Watch.objects.get(address__endswith="/due")
        assert watch.next_fetch_at is not None
        assert begun + timedelta(seconds=900) <= watch.next_fetch_at <= database_now() + timedelta(seconds=990)
        free = HostPace.objects.get(host="of/due").free_at
        assert begun <= free <= database_now() + timedelta(seconds=5)
        deliver()
        assert server.paths.count("/due") == 1  # its next slot is to come
        due_at(begun, "/due")
        HostPace.objects.update(free_at=begun)
        deliver()
        assert server.paths.count("/due") == 2
        assert "/leased" not in server.paths
        assert "/later" not in server.paths


def test_database_has_a_clock_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    before = database_now()
    monkeypatch.setattr(timezone, "now", lambda: before - 9 * HOUR)
    assert before < database_now() < before + HOUR
    assert before.utcoffset() is not None


def test_clock_that_goes_by_the_database_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before = database_now()
    clock = database_clock()
    monkeypatch.setattr(timezone, "now", lambda: before - 9 * HOUR)
    told = [clock() for _ in range(1_000)]
    assert told == sorted(told)
    assert before <= told[0]
    assert told[-1] < database_now() + timedelta(seconds=1)
