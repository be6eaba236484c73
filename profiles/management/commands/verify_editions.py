"""manage.py verify_editions [--profile SLUG] [--since DAY]: is everything that was published still as it was?"""

from __future__ import annotations

import os
from datetime import date
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles.editions.plain_words import count
from profiles.editions.verifying import verify

EVERY = 10_000  # editions between two lines that tell how far it is


class Command(BaseCommand):
    help = (
        "Check every edition: its digest, each block of its text, the chain to the edition before, that its page can "
        "be drawn, and that its numbers compute again. One line for each fault; exit code 1 where there is one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profile", default="", metavar="SLUG", help="only this profile (its address or id)")
        parser.add_argument(
            "--since", type=day, metavar="DAY", help="only editions published or assessed on this day or later"
        )
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="how many (default: one a core)"
        )

    def handle(self, *args: Any, profile: str, since: date | None, processes: int, **options: Any) -> None:
        start = perf_counter()
        profiles = editions = faults = 0
        try:
            for part in verify(profile=profile, since=since, processes=processes):
                for fault in part.faults:
                    self.stdout.write(str(fault))
                if (editions + part.editions) // EVERY > editions // EVERY:
                    self.stderr.write(f"{editions + part.editions:,} editions so far")
                profiles, editions, faults = (
                    profiles + part.profiles,
                    editions + part.editions,
                    faults + len(part.faults),
                )
        except LookupError as error:
            raise CommandError(str(error), returncode=2) from error
        if not editions:
            self.stdout.write("Nothing was published that could be looked at.")
            return
        looked = f"{count(editions, 'edition')} of {count(profiles, 'profile')} in {perf_counter() - start:.1f} s"
        self.stdout.write(f"{looked}: {count(faults, 'fault') if faults else 'no fault'}.")
        if faults:
            raise SystemExit(1)


def day(text: str) -> date:
    return date.fromisoformat(text)
