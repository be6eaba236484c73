"""manage.py measure_confidence DIR [--method NAME]: how good the fusion is on a set with known truth."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from profiles.evidence.truth.measuring import answers, measure
from profiles.evidence.truth.methods import DEFAULT, METHODS
from profiles.evidence.truth.reading import MOST_BYTES, TABLES, read_set


class Command(BaseCommand):
    help = (
        "Run the fusion on a truth-discovery set (claims.tsv, truth.tsv and, where there is one, rel.tsv) and print "
        "one figure a line. Needs no database. What the figures mean: docs/measuring.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that holds the set")
        parser.add_argument(
            "--method", choices=sorted(METHODS), default=DEFAULT, help=f"what to measure (default: {DEFAULT})"
        )

    def handle(self, *args: Any, folder: Path, method: str, **options: Any) -> None:
        start = perf_counter()
        try:
            given = read_set(_tables(folder))
            measured = measure(answers(given, METHODS[method](given)))
        except ValueError as error:
            raise CommandError(f"{folder}: {error}") from error
        for name, figure in (
            ("accuracy", f"{measured.accuracy:.3f}"),
            ("brier", f"{measured.brier:.3f}"),
            ("ece", f"{measured.ece:.3f}"),
            ("wrong_above_90", f"{measured.wrong_above_90:.3f}"),
            ("above_90", f"{measured.above_90}"),
            ("measured", f"{measured.answers}"),
            ("objects", f"{len(given.questions)}"),
            ("claims", f"{given.claims}"),
            ("sources", f"{len(given.sources)}"),
            ("method", method),
            ("seconds", f"{perf_counter() - start:.1f}"),
        ):
            self.stdout.write(f"{name} {figure}")


def _tables(folder: Path) -> dict[str, bytes]:
    """The bytes of each table that is there; of an enormous one only as many as show that it is too large."""
    if not folder.is_dir():
        raise CommandError(f"{folder} is no folder.")
    found = {}
    for name in TABLES:
        path = folder / name
        try:
            with path.open("rb") as file:
                found[name] = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
    return found
