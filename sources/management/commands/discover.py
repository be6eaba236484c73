"""manage.py discover URL: what there is to watch at an address."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from records.clock import database_now
from sources.discovering import NotDiscovered, look_through
from sources.watching.discovered import Found, Missed
from sources.watching.fetchers import fetcher_beside

REFUSED, NOTHING = 3, 4


class Command(BaseCommand):
    help = (
        "Look for feeds and sitemaps at an address, five seconds between two requests to a host. "
        "Exit code 0: something was found, 3: refused, 4: nothing was found."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="URL")

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        found: tuple[Found, ...] = ()
        missed: tuple[Missed, ...] = ()
        try:
            with fetcher_beside() as fetcher:
                for search in look_through(address=url, fetcher=fetcher, clock=database_now, wait=time.sleep):
                    for each in search.found[len(found) :]:
                        self.stdout.write(_line(each))
                    for miss in search.missed[len(missed) :]:
                        self.stdout.write(f"nothing: {miss.address}. {miss.words}")
                    found, missed = search.found, search.missed
        except NotDiscovered as refusal:
            self.stdout.write(f"refused: {refusal}")
            sys.exit(REFUSED)
        if not found:
            sys.exit(NOTHING)


def _line(found: Found) -> str:
    documents = "" if found.count is None else f", {found.count} {'document' if found.count == 1 else 'documents'}"
    newest = f", newest {found.newest[:10]}" if found.newest else ""
    title = f" “{found.title}”" if found.title else ""
    return f"{found.kind}: {found.address}{title}{documents}{newest}. {found.words}".rstrip()
