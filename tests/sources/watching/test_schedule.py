from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.schedule import (
    DAY,
    FAILING_FROM,
    HOUR,
    MAX_FAILURES,
    SHORTEST,
    Next,
    Pace,
    Tally,
    after_answer,
    after_failure,
    after_miss,
    after_robots,
    after_unreadable,
    has_vanished,
    never_again,
    pace_of,
)
from tests.sources.watching.room import NOW

FEED = pace_of("feed", None)
DOCUMENT = pace_of("document", None)


@pytest.mark.parametrize(
    ("kind", "asked", "bounds", "pace"),
    [
        ("feed", None, {}, Pace(300, 900, 3600, 112, 900, DAY)),
        ("feed", 15, {}, Pace(10, 15, 60, 10, 15, 1440)),
        ("feed", 1, {}, Pace(10, 10, 40, 10, 10, 960)),
        ("page", None, {}, Pace(DAY // 4, DAY, 32 * DAY, HOUR, HOUR, 7 * DAY)),
        ("document", None, {}, Pace(DAY // 4, DAY, 32 * DAY, HOUR, HOUR, 7 * DAY, 0.9, False)),
        ("document", 60, {}, Pace(15, 60, 1920, 60, 60, 5760, 0.9, False)),
        ("feed", None, {"longest": DAY}, Pace(300, 900, DAY, 112, 900, DAY)),
        ("feed", None, {"shortest": 60, "longest": 120}, Pace(60, 120, 120, 15, 120, 11_520)),
        ("feed", None, {"shortest": 1800}, Pace(1800, 1800, 3600, 225, 1800, DAY)),
        ("feed", None, {"shortest": 7200}, Pace(7200, 7200, 7200, 900, HOUR, DAY)),
        ("page", None, {"longest": HOUR, "freshness": 0.5}, Pace(HOUR, HOUR, HOUR, 450, HOUR, 345_600, 0.5)),
    ],
)
def test_pace_of_a_kind(kind: str, asked: int | None, bounds: dict[str, Any], pace: Pace) -> None:
    assert pace_of(kind, asked, **bounds) == pace


def intervals(changes: list[bool | None], pace: Pace = FEED) -> list[int]:
    """The interval after each of these answers, each as late as it was planned."""
    tally, found = Tally(pace.start), []
    for changed in changes:
        tally = after_answer(tally, pace, changed=changed, now=NOW, jitter=0.0).tally
        found.append(tally.interval)
    return found


def test_interval_follows_how_often_it_changes() -> None:
    assert intervals([None]) == [900]
    assert intervals([True] * 4) == [449, 300, 300, 300]
    assert intervals([False] * 4) == [1160, 1528, 2061, 2854]
    quiet = intervals([False] * 60)
    assert (quiet[-1], quiet == sorted(quiet)) == (3600, True)
    # After a long silence the first change halves it, whatever the rate; then it grows again, and never leaps.
    assert intervals([False] * 60 + [True, False, False])[-3:] == [1800, 3600, 3600]
    assert intervals([False] * 60 + [True] * 4)[-4:] == [1800, 900, 450, 300]


def test_interval_is_longer_where_less_freshness_is_wanted() -> None:
    half = pace_of("page", None, shortest=10, freshness=0.5)
    most = pace_of("page", None, shortest=10, freshness=0.99)
    steps: list[bool | None] = [False, True, False, True] * 8
    assert intervals(steps, half)[-1] > 5 * intervals(steps, most)[-1]


def test_bounds_that_an_editor_has_moved_hold_at_the_next_answer() -> None:
    after = after_answer(Tally(99_999, failures=3, misses=1), FEED, changed=None, now=NOW, jitter=0.0)
    assert (after.tally.interval, after.tally.failures, after.tally.misses) == (3600, 0, 0)
    assert after.due_at == NOW + timedelta(hours=1)


def test_pause_of_ours_tells_nothing_of_the_rate() -> None:
    """A week in which nobody looked counts like two intervals."""
    seen = [
        after_answer(Tally(900), FEED, changed=True, now=NOW, jitter=0.0, last=NOW - timedelta(seconds=seconds))
        for seconds in (1800, 7 * DAY)
    ]
    assert seen[0] == seen[1]
    assert seen[0] != after_answer(Tally(900), FEED, changed=True, now=NOW, jitter=0.0)


@pytest.mark.parametrize(
    ("holds", "wait"),
    [
        (None, 900),
        (timedelta(0), 900),
        (timedelta(seconds=60), 900),
        (timedelta(seconds=2000), 2001),
        (timedelta(days=365), 3600),  # never longer than the longest
        (timedelta(seconds=-5), 900),
    ],
)
def test_answer_that_says_how_long_it_holds_is_not_asked_for_before(holds: timedelta | None, wait: int) -> None:
    after = after_answer(Tally(900), FEED, changed=None, now=NOW, jitter=0.0, fresh_for=holds)
    assert (after.tally.interval, after.due_at) == (900, NOW + timedelta(seconds=wait))


def test_jitter_only_adds_a_tenth_at_most() -> None:
    after = after_answer(Tally(900), FEED, changed=None, now=NOW, jitter=1.0)
    assert after.due_at == NOW + timedelta(seconds=990)


@pytest.mark.parametrize(
    ("pace", "waits"),
    [
        (FEED, [112, 224, 900, 1800, 3600, 7200, 14_400, 28_800, 57_600, DAY, DAY]),
        (
            DOCUMENT,
            [HOUR * many for many in (1, 2, 4, 8, 16, 32, 64, 128)] + [7 * DAY] * 3,
        ),
    ],
)
def test_failures_are_tried_again_ever_later_and_end_with_the_twelfth(pace: Pace, waits: list[int]) -> None:
    tally = Tally(pace.start)
    found = []
    for _ in range(MAX_FAILURES - 1):
        after = after_failure(tally, pace, sentence="No.", retry_after=None, now=NOW, jitter=0.0)
        assert after.due_at is not None
        found.append(int((after.due_at - NOW).total_seconds()))
        tally = after.tally
    assert found == waits
    last = after_failure(tally, pace, sentence="No.", retry_after=None, now=NOW, jitter=0.0)
    assert last == Next(Tally(pace.start, failures=12), None, "It failed 12 times in a row. The last time: No.")


@given(kind=st.sampled_from(["feed", "page"]), asked=st.none() | st.integers(80, 10**7))
def test_source_that_dies_is_known_to_fail_within_one_interval(kind: str, asked: int | None) -> None:
    """From its first failed visit to the third, after which editors are told, in the worst case of chance."""
    pace = pace_of(kind, asked)
    for judge in (
        lambda tally, now: after_failure(tally, pace, sentence="No.", retry_after=None, now=now, jitter=1.0),
        lambda tally, now: after_miss(tally, pace, status=404, now=now, jitter=1.0),
        lambda tally, now: after_unreadable(tally, pace, sentence="No.", now=now, jitter=1.0),
    ):
        tally, now = Tally(pace.start), NOW
        for _ in range(FAILING_FROM - 1):
            after = judge(tally, now)
            assert after.due_at is not None
            tally, now = after.tally, after.due_at
        assert now - NOW <= timedelta(seconds=pace.start)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        (timedelta(0), 112),
        (timedelta(seconds=60), 112),  # our own wait is longer
        (timedelta(hours=2), 7201),
        (timedelta(hours=24), DAY + 1),
        (timedelta(days=9), DAY + 1),
    ],
)
def test_retry_after_is_heeded_up_to_a_day(asked: timedelta, wait: int) -> None:
    after = after_failure(Tally(900), FEED, sentence="No.", retry_after=asked, now=NOW, jitter=0.0)
    assert after.due_at == NOW + timedelta(seconds=wait)


def test_410_ends_at_once_and_404_after_twelve() -> None:
    gone = after_miss(Tally(900), FEED, status=410, now=NOW, jitter=0.0)
    assert gone == Next(Tally(900, misses=1), None, "It says that it is gone for good (status 410).")
    tally = Tally(900, failures=4)
    for _ in range(11):
        after = after_miss(tally, FEED, status=404, now=NOW, jitter=0.0)
        assert after.due_at is not None
        tally = after.tally
    assert after_miss(tally, FEED, status=404, now=NOW, jitter=0.0) == Next(
        Tally(900, misses=12), None, "Nothing was found there 12 times in a row."
    )


@pytest.mark.parametrize(
    ("misses", "status", "expected"),
    [(1, 404, False), (2, 404, True), (1, None, False), (2, None, True), (1, 410, True)],
)
def test_vanished_needs_two_misses_or_410(misses: int, status: int | None, expected: bool) -> None:
    assert has_vanished(misses, status) is expected


def test_unreadable_is_looked_at_at_the_ordinary_pace_and_later_each_time() -> None:
    first = after_unreadable(Tally(DAY), DOCUMENT, sentence="Too short.", now=NOW, jitter=0.0)
    second = after_unreadable(first.tally, DOCUMENT, sentence="Too short.", now=NOW, jitter=0.0)
    assert (first.due_at, second.due_at) == (NOW + timedelta(days=1), NOW + timedelta(days=2))
    last = after_unreadable(Tally(DAY, failures=11), DOCUMENT, sentence="Too short.", now=NOW, jitter=0.0)
    assert last.ended == "It could not be read 12 times in a row. The last time: Too short."


def test_robots_are_asked_again_after_a_day() -> None:
    assert after_robots(Tally(15), now=NOW, jitter=0.0) == Next(Tally(15, failures=1), NOW + timedelta(days=1))
    assert after_robots(Tally(15, failures=11), now=NOW, jitter=0.0).due_at is None


def test_never_again_says_why() -> None:
    assert never_again(Tally(15), sentence="Why.") == Next(Tally(15), None, "Why.")


STEPS = st.lists(st.sampled_from(["new", "changed", "unchanged", "failed", "missing", "gone", "robots", "unread"]))


@given(
    kind=st.sampled_from(["feed", "page", "document"]),
    asked=st.none() | st.integers(10, 10**7),
    steps=STEPS,
    jitter=st.floats(0, 1),
    retry=st.none() | st.timedeltas(timedelta(0), timedelta(days=40)),
)
def test_any_history_stays_within_its_bounds(
    kind: str, asked: int | None, steps: list[str], jitter: float, retry: timedelta | None
) -> None:
    """Never sooner than 10 s, an end exactly where there is a reason, and one answer makes all failures forgotten."""
    pace = pace_of(kind, asked)
    assert SHORTEST <= pace.shortest <= pace.start <= pace.longest
    tally = Tally(pace.start)
    for step in steps:
        after = {
            "new": lambda t: after_answer(t, pace, changed=None, now=NOW, jitter=jitter),
            "changed": lambda t: after_answer(t, pace, changed=True, now=NOW, jitter=jitter),
            "unchanged": lambda t: after_answer(t, pace, changed=False, now=NOW, jitter=jitter),
            "failed": lambda t: after_failure(t, pace, sentence="No.", retry_after=retry, now=NOW, jitter=jitter),
            "missing": lambda t: after_miss(t, pace, status=404, now=NOW, jitter=jitter),
            "gone": lambda t: after_miss(t, pace, status=410, now=NOW, jitter=jitter),
            "robots": lambda t: after_robots(t, now=NOW, jitter=jitter),
            "unread": lambda t: after_unreadable(t, pace, sentence="No.", now=NOW, jitter=jitter),
        }[step](tally)
        assert (after.due_at is None) == bool(after.ended)
        if after.due_at is not None:
            assert after.due_at >= NOW + timedelta(seconds=SHORTEST)
            assert after.tally.failures < MAX_FAILURES > after.tally.misses
        assert pace.shortest <= after.tally.interval <= pace.longest
        if step in {"new", "changed", "unchanged"}:
            assert (after.tally.failures, after.tally.misses) == (0, 0)
        tally = after.tally
        if after.ended:
            break
