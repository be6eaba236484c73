"""manage.py export_sources [FILE]: all sources as OPML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sources.outlines import export_sources


class Command(BaseCommand):
    help = "Write all sources as OPML, to a file or to the standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        pieces = export_sources(now=timezone.now())
        if file is None:
            for piece in pieces:
                self.stdout.write(piece.decode(), ending="")
            return
        try:
            with file.open("wb") as opened:
                opened.writelines(pieces)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(f"Written: {file}")
