"""Round after round: many at once, a host at its pace, until nothing is due or the time is over."""

from __future__ import annotations

import os
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from records.models import DeadLetter
from sources.apart.children import Children
from sources.fetching.outcomes import Fetched, Headers, Outcome
from sources.models import Sighting, Watch
from sources.watching.fetchers import fetcher_here
from sources.watching.manners import keep_robots
from sources.watching.visiting import visit_rounds
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import NOW, beside, feed, item, room, rss, source

SECOND = timedelta(seconds=1)
# What is not plain is left to feedparser, which takes its time.
HEAVY = rss(*(item(number, f"/{number}", summary="<p>words</p>" * 300) for number in range(500)), "<odd/>")


class Answers:
    """Stands in for the network: an answer for each address, at once; notes who was asked when."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, datetime]] = []

    def fetch(self, url: str, *, now: datetime, **more: Any) -> Future[Outcome]:
        self.asked.append((url.split("/")[2], now))
        done: Future[Outcome] = Future()
        done.set_result(Fetched(200, url, Headers(), rss(item(1, ""), item(2, "", url))))
        return done

    def __call__(self) -> AbstractContextManager[Answers]:
        return nullcontext(self)


class Clock:
    """Every look at it takes a while."""

    def __init__(self, step: timedelta) -> None:
        self.now, self.step = NOW, step

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


@pytest.mark.django_db
def test_rounds_go_on_until_nothing_is_due() -> None:
    for number in range(30):
        source(f"https://h{number}.example.org/feed")
    answers = Answers()
    visited = visit_rounds(fetcher=answers, clock=lambda: NOW, seconds=1, at_once=4, chance=lambda: 0.0)
    assert [each.outcome for each in visited] == ["new"] * 30
    assert sorted(answers.asked) == sorted((f"h{number}.example.org", NOW) for number in range(30))
    assert visit_rounds(fetcher=answers, clock=lambda: NOW, seconds=1) == ()


@pytest.mark.django_db
def test_rounds_end_with_their_time() -> None:
    for number in range(30):
        source(f"https://h{number}.example.org/feed")
    visited = visit_rounds(fetcher=Answers(), clock=Clock(SECOND), seconds=1, at_once=4)
    assert 4 <= len(visited) < 30
    assert Watch.objects.filter(attempts=1).count() == 0  # what was begun was ended


@pytest.mark.django_db
def test_host_is_asked_once_in_five_seconds_however_much_waits() -> None:
    for number in range(6):
        source(f"https://busy.example.org/{number}")
        source(f"https://other{number}.example.org/feed")
    answers = Answers()
    clock = Clock(timedelta(milliseconds=300))
    for _ in range(60):
        visit_rounds(fetcher=answers, clock=clock, seconds=100, at_once=3)
    asked = [moment for host, moment in answers.asked if host == "busy.example.org"]
    assert len(asked) == 6
    assert all(later - sooner >= 5 * SECOND - clock.step for sooner, later in pairwise(asked))
    assert len(answers.asked) == 12


@pytest.mark.django_db
def test_one_feed_that_cannot_be_stored_costs_nobody_else() -> None:
    """Chance that is none gives the documents of all feeds one identifier."""
    source("https://a.example.org/feed")
    source("https://b.example.org/feed")
    answers = Answers()
    answers.fetch = lambda url, **more: _done(Fetched(200, url, Headers(), rss(item(1, "/a"))))  # type: ignore
    visited = visit_rounds(fetcher=answers, clock=lambda: NOW, seconds=0, entropy=bytes)
    assert [(each.stored, each.words) for each in visited] == [(True, "1 entry, 1 new.")]
    words = set(Watch.objects.filter(kind="feed").values_list("last_words", flat=True))
    assert words == {"1 entry, 1 new.", "What came could not be stored: IntegrityError."}
    assert Watch.objects.filter(kind="feed", attempts=1).count() == 1
    assert DeadLetter.objects.count() == 0


def _done(outcome: Outcome) -> Future[Outcome]:
    done: Future[Outcome] = Future()
    done.set_result(outcome)
    return done


@pytest.mark.django_db
def test_feed_that_takes_too_long_to_read_is_unreadable_and_others_are_read() -> None:
    with room({"/heavy": answer(body=HEAVY)}) as server, Children(count=1, seconds=0.01) as children:
        made = source(server.url("/heavy"))
        [visited] = visit_rounds(fetcher=beside, clock=lambda: NOW, seconds=0, children=children)
        assert (visited.outcome, visited.words) == (
            "unreadable",
            "It took too long to read: more than 0.01 seconds.",
        )
        assert Watch.objects.get(source=made).failures == 1


@pytest.mark.django_db
def test_what_waits_too_long_behind_others_is_given_back_uncounted() -> None:
    """The clock leaps: the round is over before anything could be read, and more waits than there are children."""
    count = len(os.sched_getaffinity(0)) + 3
    for number in range(count):
        source(f"https://h{number}.example.org/feed")
    answers = Answers()
    answers.fetch = lambda url, **more: _done(Fetched(200, url, Headers(), HEAVY))  # type: ignore
    visited = visit_rounds(fetcher=answers, clock=Clock(timedelta(minutes=1)), seconds=1)
    back = Watch.objects.filter(kind="feed", attempts=0, lease=None, last_visit_at=None).count()
    assert len(visited) + back == count
    assert back >= 1  # all of them, where no child had begun yet
    assert Watch.objects.filter(kind="feed", next_fetch_at__lte=NOW).count() == back


@pytest.mark.django_db(transaction=True)
def test_fetcher_of_the_process_goes_on_running() -> None:
    with room({"/feed": feed(item(1, "/cut"))}) as server:
        source(server.url("/feed"))
        keep_robots(origin=server.url(""), text="", now=NOW)  # else each waits for a second turn
        with fetcher_here() as first:
            assert first.fetch(server.url("/feed"), now=NOW).result().status == 200  # type: ignore[union-attr]
        [visited] = visit_rounds(fetcher=fetcher_here, clock=lambda: NOW, seconds=1)
        assert visited.outcome == "new"
        with fetcher_here() as again:
            assert again is first
    assert Sighting.objects.count() == 1
