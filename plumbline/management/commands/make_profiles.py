"""`manage.py make_profiles N`: adds N invented public profiles, for measuring and for trying at scale."""

from __future__ import annotations

import os
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plumbline.many.making import Refused, database_size, finish, make

EVERY = 5.0  # seconds between two lines that tell how far it is


class Command(BaseCommand):
    help = (
        "Add N invented profiles with everything that public pages, lists and search read. Ctrl-C keeps what is in; "
        "another call adds more. N may be 0: then only what an interrupted call left undone is done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("many", type=int, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same profiles (1)")
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="how many (default: one a core)"
        )
        parser.add_argument("--also-beside-real", action="store_true", help="even where real profiles are")

    def handle(self, *args: Any, many: int, seed: int, processes: int, **options: Any) -> None:
        if many < 0:
            raise CommandError("N is 0 or more.")
        start = told = perf_counter()
        done = 0
        try:
            for done in make(many=many, seed=seed, processes=processes, beside_real=options["also_beside_real"]):
                if (now := perf_counter()) - told > EVERY:
                    told = now
                    self.stdout.write(f"{done:,} of {many:,} profiles, {done / (now - start):,.0f} a second")
                    self.stdout.flush()
        except Refused as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write(f"Stopped. {done:,} profiles are in. Indexes are made by: manage.py make_profiles 0")
            raise SystemExit(130) from None
        copied = perf_counter() - start
        finish()
        self.stdout.write(
            f"{done:,} profiles in {copied:.0f} s ({done / copied:,.0f} a second), indexes in "
            f"{perf_counter() - start - copied:.0f} s more; the database has {database_size() / 1e6:,.0f} MB."
        )
