"""manage.py import_sources FILE: enter the sources of an OPML file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from records.clock import database_now
from sources.outlines import Line, LineState, NotImported, import_stream

_PIECE = 64 * 1024  # bytes


class Command(BaseCommand):
    help = (
        "Enter the sources that an OPML file lists, any number of them. Safe to run twice; a bad line loses nothing of "
        "the others."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                pieces = iter(partial(opened.read, _PIECE), b"")
                counted = import_stream(pieces=pieces, by="operator:import", clock=database_now, tell=self._tell)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except NotImported as refusal:
            raise CommandError(f"{file}: {refusal}") from refusal
        for note in counted.notes:
            self.stdout.write(note)
        self.stdout.write(", ".join(f"{counted.counts[state]:,} {state}" for state in LineState) + ".")
        if counted.refusal:
            raise CommandError(
                f"{file}: {counted.refusal} What stands before that is brought in; the rest was not read."
            )

    def _tell(self, line: Line) -> None:
        self.stdout.write(f"{line.state}: {line.title or line.address} <{line.address}> {line.words}".rstrip())
        self.stdout.flush()
