from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from sources.fetching.outcomes import Failed, Failure, Fetched, Headers, Outcome, Redirect, Refusal, Refused, Unchanged
from sources.models import Source, Watch
from sources.watching.holding import lift, weigh
from sources.watching.noting import NOTED, PACED_BY, Came, note, pace_of_watch, tally_of
from sources.watching.schedule import Next
from tests.sources.watching.room import NOW, source

pytestmark = pytest.mark.django_db

HEADERS = Headers(etag='"1"', last_modified="Thu, 20 Mar 2031 08:00:00 GMT")
MOVED = (Redirect(301, "https://b.example.org/feed"),)


def columns(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize(
    ("outcome", "came", "ended"),
    [
        (Fetched(200, "https://b.example.org/feed", HEADERS, b"", MOVED), "new", ""),
        (Fetched(200, "https://a.example.org/feed", HEADERS, b""), "held", ""),
        (Unchanged("https://a.example.org/feed", HEADERS), "unchanged", ""),
        (Refused(Refusal.ROBOTS, "No."), "refused", ""),
        (Failed(Failure.STATUS, "Gone.", 410), "missing", "It is gone."),
    ],
)
def test_all_that_a_visit_writes_is_named(outcome: Outcome, came: Any, ended: str) -> None:
    """Whoever writes many watches in one statement relies on it."""
    source("https://a.example.org/feed")
    watch = Watch.objects.get()
    watch.counts = [4, 4, 4]
    before = columns(watch)
    weigh(watch, count=4_000, now=NOW)
    if came != "held":
        lift(watch, now=NOW)
        weigh(watch, count=5, now=NOW)
    following = Next(tally_of(watch), None if ended else NOW, ended)
    note(watch, Came(came, "Words.", following, answered=came != "held", new=3, known=1), outcome, now=NOW)
    changed = {name for name, value in columns(watch).items() if value != before[name]}
    assert changed <= set(NOTED)
    assert {"last_visit_at", "last_outcome", "recent", "last_words"} <= changed
    watch.save(update_fields=NOTED)
    assert columns(Watch.objects.get()) == columns(watch)


def test_all_that_the_pace_has_to_know_of_a_source_is_named() -> None:
    source("https://a.example.org/feed", shortest_seconds=60, longest_seconds=120, freshness_percent=99)
    of_source = tuple(f"source__{name}" for name in PACED_BY)
    watch = Watch.objects.select_related("source").only("kind", *of_source).get()
    with CaptureQueriesContext(connection) as asked:
        pace = pace_of_watch(watch)
    assert (len(asked), pace.shortest, pace.longest, pace.freshness) == (0, 60, 120, 0.99)
    assert set(PACED_BY) <= {field.name for field in Source._meta.concrete_fields}
