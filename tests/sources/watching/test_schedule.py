from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.schedule import (
    DAY,
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
    ("kind", "asked", "pace"),
    [
        ("feed", None, Pace(300, 900, 3600, 900, DAY)),
        ("feed", 15, Pace(10, 15, 60, 15, 1440)),
        ("feed", 1, Pace(10, 10, 40, 10, 960)),
        ("page", None, Pace(DAY // 4, DAY, 32 * DAY, HOUR, 7 * DAY)),
        ("document", None, Pace(DAY // 4, DAY, 32 * DAY, HOUR, 7 * DAY)),
        ("document", 60, Pace(15, 60, 1920, 60, 5760)),
    ],
)
def test_pace_of_a_kind(kind: str, asked: int | None, pace: Pace) -> None:
    assert pace_of(kind, asked) == pace


@pytest.mark.parametrize(
    ("interval", "changed", "expected"),
    [
        (900, None, 900),
        (900, True, 450),
        (450, True, 300),  # no shorter
        (900, False, 1350),
        (3000, False, 3600),  # no longer
        (99_999, None, 3600),  # an editor has shortened it meanwhile
    ],
)
def test_answer_moves_the_interval(interval: int, changed: bool | None, expected: int) -> None:
    after = after_answer(Tally(interval, failures=3, misses=1), FEED, changed=changed, now=NOW, jitter=0.0)
    assert after == Next(Tally(expected), NOW + timedelta(seconds=expected))


def test_jitter_only_adds_a_tenth_at_most() -> None:
    after = after_answer(Tally(900), FEED, changed=None, now=NOW, jitter=1.0)
    assert after.due_at == NOW + timedelta(seconds=990)


@pytest.mark.parametrize(
    ("pace", "waits"),
    [
        (FEED, [900, 1800, 3600, 7200, 14_400, 28_800, 57_600, DAY, DAY]),
        (
            DOCUMENT,
            [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 32 * HOUR, 64 * HOUR, 128 * HOUR, 7 * DAY],
        ),
    ],
)
def test_failures_are_tried_again_ever_later_and_end_with_the_tenth(pace: Pace, waits: list[int]) -> None:
    tally = Tally(pace.start)
    found = []
    for _ in range(MAX_FAILURES - 1):
        after = after_failure(tally, pace, sentence="No.", retry_after=None, now=NOW, jitter=0.0)
        assert after.due_at is not None
        found.append(int((after.due_at - NOW).total_seconds()))
        tally = after.tally
    assert found == waits
    last = after_failure(tally, pace, sentence="No.", retry_after=None, now=NOW, jitter=0.0)
    assert last == Next(Tally(pace.start, failures=10), None, "It failed 10 times in a row. The last time: No.")


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        (timedelta(0), 900),
        (timedelta(seconds=60), 900),  # our own wait is longer
        (timedelta(hours=2), 7201),
        (timedelta(hours=24), DAY + 1),
        (timedelta(days=9), DAY + 1),
    ],
)
def test_retry_after_is_heeded_up_to_a_day(asked: timedelta, wait: int) -> None:
    after = after_failure(Tally(900), FEED, sentence="No.", retry_after=asked, now=NOW, jitter=0.0)
    assert after.due_at == NOW + timedelta(seconds=wait)


def test_410_ends_at_once_and_404_after_ten() -> None:
    gone = after_miss(Tally(900), FEED, status=410, now=NOW, jitter=0.0)
    assert gone == Next(Tally(900, misses=1), None, "It says that it is gone for good (status 410).")
    tally = Tally(900, failures=4)
    for _ in range(9):
        after = after_miss(tally, FEED, status=404, now=NOW, jitter=0.0)
        assert after.due_at is not None
        tally = after.tally
    assert after_miss(tally, FEED, status=404, now=NOW, jitter=0.0) == Next(
        Tally(900, misses=10), None, "Nothing was found there 10 times in a row."
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
    last = after_unreadable(Tally(DAY, failures=9), DOCUMENT, sentence="Too short.", now=NOW, jitter=0.0)
    assert last.ended == "It could not be read 10 times in a row. The last time: Too short."


def test_robots_are_asked_again_after_a_day() -> None:
    assert after_robots(Tally(15), now=NOW, jitter=0.0) == Next(Tally(15, failures=1), NOW + timedelta(days=1))
    assert after_robots(Tally(15, failures=9), now=NOW, jitter=0.0).due_at is None


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
