"""Turns and robots.txt files are one for all who fetch, in PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sources.fetching.beside import FetcherBeside
from sources.fetching.fetcher import Fetcher
from sources.fetching.manners import HOST_PAUSE, RobotsFile, Turn
from sources.fetching.outcomes import Fetched
from sources.models import HostPace, HostRobots, Watch
from sources.watching.claiming import claim_due, hold_host
from sources.watching.health import dead_watches
from sources.watching.manners import SharedManners, forget_robots, keep_robots, robots_of, take_turn
from sources.watching.visiting import visit_rounds
from tests.sources.fetching.rig import AGENT, Server, answer
from tests.sources.watching.room import NOW, feed, item, room, source

SECOND = timedelta(seconds=1)
HOST = "a.example.org"


class TestTurns(TestCase):
    @given(st.lists(st.tuples(st.integers(0, 9_000), st.sampled_from([0, 7, 25]), st.booleans()), max_size=20))
    def test_five_seconds_lie_between_two_whoever_takes_them(self, asked: list[tuple[int, int, bool]]) -> None:
        """Turns are taken, and watches claimed, in any order; what is asked for later may come sooner in time."""
        source(f"https://{HOST}/feed")
        Watch.objects.update(interval_seconds=10)
        granted = []
        for after, longest, is_claim in sorted(asked):
            now = NOW + after * timedelta(milliseconds=10)
            if is_claim:
                Watch.objects.update(next_fetch_at=now, lease=None, leased_until=None, attempts=0)
                granted += [now for _ in claim_due(limit=5, now=now)]
                continue
            turn = take_turn(place=HOST, now=now, longest=timedelta(seconds=longest))
            if turn.taken:
                assert turn.seconds <= longest
                granted.append(now + timedelta(seconds=turn.seconds))
        assert granted == sorted(granted)
        assert all(later - sooner >= HOST_PAUSE for sooner, later in pairwise(granted))


@pytest.mark.django_db
def test_turns_of_a_host_follow_one_another() -> None:
    assert [take_turn(place=HOST, now=NOW, longest=12 * SECOND) for _ in range(4)] == [
        *(Turn(True, seconds) for seconds in (0, 5, 10)),
        Turn(False, 15),
    ]
    assert take_turn(place="b.example.org", now=NOW) == Turn(True, 0)
    assert take_turn(place=HOST, now=NOW + 15 * SECOND) == Turn(True, 0)


@pytest.mark.django_db(transaction=True)
def test_host_whose_turn_is_not_to_be_had_is_held_up_for_nobody() -> None:
    take_turn(place=HOST, now=NOW)
    with transaction.atomic(), ThreadPoolExecutor(1) as beside:
        assert take_turn(place=HOST, now=NOW) == Turn(False, 5)
        assert beside.submit(_free_rows).result() == [HOST]


def _free_rows() -> list[str]:
    """The hosts whose rows nobody holds."""
    try:
        with transaction.atomic():
            return list(HostPace.objects.select_for_update(skip_locked=True).values_list("host", flat=True))
    finally:
        connection.close()


@pytest.mark.django_db
def test_host_that_wants_to_be_left_alone_is_nobodys_turn() -> None:
    take_turn(place=HOST, now=NOW)
    hold_host(host=HOST, until=NOW + timedelta(hours=1))
    assert take_turn(place=HOST, now=NOW, longest=25 * SECOND) == Turn(False, 3600)


@pytest.mark.django_db
def test_host_of_what_is_due_tomorrow_can_be_asked_today() -> None:
    source(f"https://{HOST}/feed")
    Watch.objects.update(next_fetch_at=NOW + timedelta(days=1))
    assert claim_due(limit=5, now=NOW - timedelta(days=1)) == ()
    assert take_turn(place=HOST, now=NOW) == Turn(True, 0)


@pytest.mark.django_db
def test_visits_that_lead_to_a_host_do_not_shut_its_own_out() -> None:
    """One a second is led there, and they would take every turn in advance; whoever claims looks every other second."""
    source(f"https://{HOST}/feed")
    take_turn(place=HOST, now=NOW)
    claimed, taken = [], 0
    for second in range(300):
        now = NOW + second * SECOND
        taken += take_turn(place=HOST, now=now, longest=25 * SECOND).taken
        if second % 2 == 0 and claim_due(limit=5, now=now):
            claimed.append(second)
            Watch.objects.update(next_fetch_at=now, lease=None, leased_until=None, attempts=0)
    assert claimed == [46, 96, 146, 196, 246, 296]  # of ten turns one: three were taken before it was known to be due
    assert taken + len(claimed) == 62


@pytest.mark.django_db
def test_host_with_nothing_due_is_shared_by_all_that_are_led_there() -> None:
    turns = [take_turn(place=HOST, now=NOW + number * 5 * SECOND, longest=25 * SECOND) for number in range(30)]
    assert turns == [Turn(True, 0)] * 30


@pytest.mark.django_db
def test_robots_files_are_believed_for_a_day() -> None:
    origin, day = f"https://{HOST}", timedelta(hours=24)
    assert robots_of(origin=origin, now=NOW) is None
    keep_robots(origin=origin, text="User-agent: *", now=NOW)
    assert robots_of(origin=origin, now=NOW + day - SECOND) == RobotsFile("User-agent: *", NOW)
    assert robots_of(origin=origin, now=NOW + day) is None
    keep_robots(origin=origin, text="", now=NOW + day)
    assert robots_of(origin=origin, now=NOW + day) == RobotsFile("", NOW + day)
    keep_robots(origin=f"http://{HOST}", text="", now=NOW)
    assert forget_robots(now=NOW + day) == 1
    assert list(HostRobots.objects.values_list("origin", flat=True)) == [origin]


def _same(moment: datetime) -> datetime:
    return moment


class Unhurried(list[float]):
    """Notes what would have been waited."""

    async def sleep(self, seconds: float) -> None:
        self.append(seconds)

    def fetcher(self) -> FetcherBeside:
        given: dict[str, Any] = {"manners": SharedManners(), "sleep": self.sleep, "clock": lambda: 0.0}
        return FetcherBeside(Fetcher(agent=AGENT, allow_loopback=True, **given))


@contextmanager
def two_rooms(there: dict[str, bytes]) -> Iterator[tuple[Server, Server]]:
    """One that leads to the other for good or not; every port is a host of its own."""
    with room(dict(there)) as other, room({}) as first:
        first.pages["/feed"] = answer("302 Found", Location=other.url("/feed"))
        yield first, other


@pytest.mark.django_db(transaction=True)
def test_visit_waits_for_each_host_that_it_leads_to() -> None:
    waits = Unhurried()
    with two_rooms({"/feed": feed(item(1, ""))}) as (first, other):
        source(first.url("/feed"))
        place = f"127.0.0.1:{other.port}"
        take_turn(place=place, now=NOW)  # somebody has just asked it
        [visited] = visit_rounds(fetcher=waits.fetcher, clock=lambda: NOW, seconds=0)
        assert visited.outcome == "new"
        assert (first.paths, other.paths) == (["/robots.txt", "/feed"], ["/robots.txt", "/feed"])
        assert waits == [5, 5, 10]  # for its own page, and twice for the other host
        assert HostPace.objects.get(host=place).free_at == NOW + 15 * SECOND
        assert set(HostRobots.objects.values_list("origin", flat=True)) == {first.url(""), other.url("")}


@pytest.mark.django_db(transaction=True)
def test_visit_that_leads_to_a_host_that_is_left_alone_begins_anew_when_it_is_free() -> None:
    waits = Unhurried()
    free_at = NOW + timedelta(hours=1)
    with two_rooms({"/feed": feed(item(1, ""))}) as (first, other):
        made = source(first.url("/feed"))
        for server in (first, other):
            keep_robots(origin=server.url(""), text="", now=NOW)
        place = f"127.0.0.1:{other.port}"
        take_turn(place=place, now=NOW)
        hold_host(host=place, until=free_at)
        [visited] = visit_rounds(fetcher=waits.fetcher, clock=lambda: NOW, seconds=0)
        words = "It was not our turn to ask 127.0.0.1: others ask it too, or it wants to be left alone."
        assert (visited.stored, visited.outcome, visited.words) == (True, "", words)
        watch = Watch.objects.get(source=made)
        assert (watch.lease, watch.attempts, watch.failures, watch.last_outcome) == (None, 0, 0, "")
        assert watch.next_fetch_at == free_at
        assert visit_rounds(fetcher=waits.fetcher, clock=lambda: free_at - SECOND, seconds=0) == ()
        [again] = visit_rounds(fetcher=waits.fetcher, clock=lambda: free_at, seconds=0)
        assert again.outcome == "new"
        assert (first.paths, other.paths) == (["/feed", "/feed"], ["/feed"])


@pytest.mark.django_db(transaction=True)
def test_visit_that_is_put_off_for_a_day_is_told_and_never_ends_for_it() -> None:
    """It leads to a host that somebody else's visits bring to want an hour of rest each time, just before."""
    waits = Unhurried()
    with two_rooms({"/feed": feed(item(1, ""))}) as (first, other):
        made = source(first.url("/feed"))
        place = f"127.0.0.1:{other.port}"
        take_turn(place=place, now=NOW)
        told = []
        for hour in range(24 * 4):
            now = NOW + timedelta(hours=hour)
            for server in (first, other):
                keep_robots(origin=server.url(""), text="", now=now)
            hold_host(host=place, until=now + timedelta(minutes=59))
            for visited in visit_rounds(fetcher=waits.fetcher, clock=partial(_same, now), seconds=0):
                watch = Watch.objects.get(source=made)
                told += [(hour, watch.failures, watch.trouble)] if visited.outcome else []
        assert told[0] == (24, 3, "turn")
        assert len(told) > 2
        assert {each[1:] for each in told} == {(3, "turn")}
        assert (watch.ended_at, watch.attempts, other.paths) == (None, 0, [])
        assert watch.last_words.startswith("Put off for a day. It was not our turn to ask 127.0.0.1")
        assert list(dead_watches()) == [watch]
        now = NOW + timedelta(days=40)
        [visited] = visit_rounds(fetcher=waits.fetcher, clock=lambda: now, seconds=0)
        watch = Watch.objects.get(source=made)
        assert (visited.outcome, watch.failures, watch.put_off_since) == ("new", 0, None)


@pytest.mark.django_db(transaction=True)
def test_leading_to_a_host_that_is_left_alone_for_long_is_a_failure_that_is_told() -> None:
    with two_rooms({}) as (first, other):
        made = source(first.url("/feed"))
        keep_robots(origin=first.url(""), text="", now=NOW)
        place = f"127.0.0.1:{other.port}"
        take_turn(place=place, now=NOW)
        hold_host(host=place, until=NOW + timedelta(hours=9))
        [visited] = visit_rounds(fetcher=Unhurried().fetcher, clock=lambda: NOW, seconds=0, chance=lambda: 0.0)
        watch = Watch.objects.get(source=made)
        assert (visited.outcome, watch.failures, watch.trouble) == ("failed", 1, "turn")
        assert watch.next_fetch_at == NOW + timedelta(hours=9, seconds=1)
        assert HostPace.objects.get(host=f"127.0.0.1:{first.port}").free_at == NOW + HOST_PAUSE
        assert other.asked == []


@pytest.mark.django_db(transaction=True)
def test_host_that_a_visit_leads_to_and_that_asks_for_a_pause_has_it() -> None:
    busy = answer("503 Busy", Retry_After="3600")
    with two_rooms({"/feed": busy}) as (first, other):
        source(first.url("/feed"))
        [visited] = visit_rounds(fetcher=Unhurried().fetcher, clock=lambda: NOW, seconds=0)
        assert visited.outcome == "failed"
        held = dict(HostPace.objects.values_list("host", "free_at"))
        assert held[f"127.0.0.1:{other.port}"] == NOW + timedelta(hours=1)
        assert held[f"127.0.0.1:{first.port}"] == NOW + 2 * HOST_PAUSE


@pytest.mark.django_db(transaction=True)
def test_fetchers_of_two_processes_read_one_robots_file() -> None:
    waits = Unhurried()
    with room({"/robots.txt": answer(body=b"User-agent: *\nDisallow: /private"), "/page": answer()}) as server:
        for path in ("/page", "/private", "/page"):
            with waits.fetcher() as fetcher:
                outcome = fetcher.fetch(server.url(path), now=NOW).result()
                assert isinstance(outcome, Fetched) is (path == "/page")
        assert server.paths == ["/robots.txt", "/page", "/page"]


async def _together(*asked: Awaitable[object]) -> list[object]:
    return await asyncio.gather(*asked, return_exceptions=True)


def _break_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.mark.django_db(transaction=True)
def test_connection_that_breaks_is_made_anew_for_whoever_asks_next() -> None:
    manners = SharedManners()
    broken, turn = asyncio.run(_together(manners._there(_break_connection), manners.turn(HOST, now=NOW, longest=0)))
    assert isinstance(broken, OperationalError)
    assert turn == Turn(True, 0)


@pytest.mark.django_db(transaction=True)
def test_thread_that_could_not_begin_is_begun_by_whoever_asks_next(monkeypatch: pytest.MonkeyPatch) -> None:
    manners = SharedManners()
    with monkeypatch.context() as without_threads:
        without_threads.setattr("threading.Thread.start", _no_thread)
        [refused] = asyncio.run(_together(manners.turn(HOST, now=NOW, longest=0)))
    assert isinstance(refused, RuntimeError)
    assert asyncio.run(asyncio.wait_for(manners.turn(HOST, now=NOW, longest=0), 10)) == Turn(True, 0)


def _no_thread(thread: object) -> None:
    raise RuntimeError("can't start new thread")
