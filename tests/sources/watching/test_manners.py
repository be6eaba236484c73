"""Turns and robots.txt files are one for all who fetch, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sources.fetching.beside import FetcherBeside
from sources.fetching.fetcher import Fetcher
from sources.fetching.manners import HOST_PAUSE, RobotsFile, Turn
from sources.fetching.outcomes import Fetched
from sources.models import HostPace, HostRobots, Watch
from sources.watching.claiming import claim_due, hold_host
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
    free_at = NOW + timedelta(hours=2)
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
