"""manage.py watch_state: whether the watch keeps up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from records.clock import database_now
from sources.watching.standing import Standing, standing_of_watch

BEHIND = 1


class Command(BaseCommand):
    help = (
        "Tell whether the watch keeps up, and what holds it up. Exit code 1 where a host that could be asked has "
        "waited for ten minutes: no worker runs, or too few."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        standing = standing_of_watch(now=database_now())
        for line in _lines(standing):
            self.stdout.write(line)
        if standing.is_behind:
            sys.exit(BEHIND)


def _lines(standing: Standing) -> Iterator[str]:
    hosts = "1 host" if standing.waiting == 1 else f"{standing.waiting:,} hosts"
    waited = f"{hosts} could be asked now, the first for {int(standing.waited.total_seconds()):,} seconds"
    if standing.is_behind:
        yield f"behind: {waited}. Does a worker run, does beat, and are there enough workers?"
    else:
        yield f"keeps up: {waited}." if standing.waiting else "keeps up: nothing waits."
    yield f"last visit to a source: {_moment(standing.last_visit_at) if standing.last_visit_at else 'never'}"
    yield f"visited: {_counts(standing.visited) or 'nothing'}"
    yield f"sources that need somebody: {_counts(standing.troubles) or 'none'}"
    for host, until in standing.left_alone:
        yield f"left alone: {host} until {_moment(until)}"
    if standing.letters:
        yield f"never came to an end: {standing.letters:,} (Dead letters in the admin)"


def _counts(counted: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counted)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
