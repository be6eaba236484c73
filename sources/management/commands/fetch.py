"""manage.py fetch URL: what would happen to this address, step by step. No database is used."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sources.fetching.configured import configured_fetcher
from sources.fetching.outcomes import Failed, Fetched, Outcome, Refused
from sources.reading.titles import title_in

REFUSED, FAILED = 3, 4


class Command(BaseCommand):
    help = "Fetch an address under the rules of the watch. Exit code 0: fetched, 3: refused, 4: failed."
    requires_system_checks: list[str] = []  # it answers where nothing else is set up

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="URL")

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        outcome = asyncio.run(self._fetch(url))
        if isinstance(outcome, Refused):
            self.stdout.write(f"refused: {outcome.reason}. {outcome.sentence}")
            sys.exit(REFUSED)
        if isinstance(outcome, Failed):
            self.stdout.write(f"failed: {outcome.reason}. {outcome.sentence}")
            if outcome.retry_after is not None:
                self.stdout.write(f"try again in: {outcome.retry_after.total_seconds():.0f} s")
            sys.exit(FAILED)
        if isinstance(outcome, Fetched):
            self._show(outcome)

    async def _fetch(self, url: str) -> Outcome:
        async with configured_fetcher(tell=self.stdout.write) as fetcher:
            return await fetcher.fetch(url, now=timezone.now())

    def _show(self, page: Fetched) -> None:
        self.stdout.write(f"fetched: {page.address}")
        self.stdout.write(f"redirects: {len(page.redirects)}")
        self.stdout.write(f"status: {page.status}")
        self.stdout.write(f"type: {page.headers.content_type or 'not said'}")
        self.stdout.write(f"bytes: {len(page.body)}")
        self.stdout.write(f"title: {title_in(page.body, media_type=page.headers.content_type) or 'none'}")
