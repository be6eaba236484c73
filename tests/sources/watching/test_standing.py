"""Whoever runs the watch asks whether it keeps up."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from records.clock import database_now
from records.models import DeadLetter
from sources.models import HostDue, HostPace, Watch
from sources.watching.claiming import claim_due, hold_host
from sources.watching.standing import Standing, standing_of_watch
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import NOW, feed, item, room, source, tick
from tests.sources.watching.test_health import many

pytestmark = pytest.mark.django_db
NONE = timedelta()


def told() -> tuple[int, list[str]]:
    """The exit code and the lines of the command."""
    out = StringIO()
    try:
        call_command("watch_state", stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_watch_without_a_source_keeps_up() -> None:
    assert standing_of_watch(now=NOW) == Standing(NONE, 0, None, (), (), (), 0)
    lines = ["keeps up: nothing waits.", "last visit to a source: never", "visited: nothing"]
    assert told() == (0, [*lines, "sources that need somebody: none"])


def test_what_waits_is_counted_from_when_a_host_could_be_asked() -> None:
    with room({"/feed": feed(item(1, "/1")), "/1": answer("404 Not Found")}) as server:
        source(server.url("/feed"))
        assert standing_of_watch(now=NOW + timedelta(minutes=2)).waited == timedelta(minutes=2)  # nobody has claimed
        tick(NOW)
        now = NOW + timedelta(seconds=2)
        standing = standing_of_watch(now=now)
        # The document is due, but its host has its pause.
        assert (standing.waited, standing.waiting, standing.last_visit_at) == (NONE, 0, NOW)
        assert standing.visited == (("List of documents", 1), ("Document", 1))
        later = standing_of_watch(now=NOW + timedelta(minutes=30))
        assert (later.waiting, later.is_behind) == (1, True)
        assert timedelta(minutes=29) < later.waited <= timedelta(minutes=30)
        host = HostPace.objects.get().host
        hold_host(host=host, until=NOW + timedelta(hours=3))
        held = standing_of_watch(now=NOW + timedelta(minutes=30))
        assert (held.waited, held.waiting) == (NONE, 0)
        assert held.left_alone == ((host, NOW + timedelta(hours=3)),)


def test_command_says_that_nobody_works() -> None:
    past = database_now() - timedelta(minutes=20)
    many(2, next_fetch_at=past)
    code, lines = told()
    assert (code, lines[0].partition(", the first for")[0]) == (1, "behind: 2 hosts could be asked now")
    claim_due(limit=10, now=database_now())
    assert told()[0] == 0
    assert HostDue.objects.count() == 0


def test_what_needs_somebody_is_counted_by_what_is_wrong() -> None:
    many(2, failures=5, trouble="time", last_visit_at=NOW)
    many(3, failures=5, trouble="name", last_visit_at=NOW)
    many(1, held_at=NOW, held_reason="It has no entries.", last_visit_at=NOW)
    many(1, ended_at=NOW, ended_reason="An editor ended it.", next_fetch_at=None)
    DeadLetter.objects.create(topic="watch.visit", key="1", reason="It died.", attempts=4, died_at=NOW)
    DeadLetter.objects.create(topic="document.stored", key="1", reason="It died.", attempts=4, died_at=NOW)
    Watch.objects.update(last_visit_at=NOW)
    standing = standing_of_watch(now=NOW)
    assert standing.troubles == (
        *(("No such host", 3), ("Too slow", 2), ("Ended", 1), ("Held: out of all proportion", 1)),
    )
    assert standing.letters == 1
    lines = told()[1]
    assert lines[1:] == [
        "last visit to a source: 2031-03-20 09:30:00 UTC",
        "visited: List of documents 6",
        "sources that need somebody: No such host 3, Too slow 2, Ended 1, Held: out of all proportion 1",
        "never came to an end: 1 (Dead letters in the admin)",
    ]
