"""`manage.py backup DIR`: the database and the pictures into a new folder of DIR."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from plumbline.backup.making import KEPT_DAYS, make_backup
from plumbline.backup.programs import BackupFailed


class Command(BaseCommand):
    help = "Back up the database and the pictures into a new folder of DIR; the site may go on running."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument(
            "--keep-days", type=int, default=KEPT_DAYS, help=f"remove backups in DIR that are older ({KEPT_DAYS})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep_days"] < 1:
            raise CommandError("Keep backups for one day at least.")
        try:
            made = make_backup(into=options["dir"], now=timezone.now(), kept_days=options["keep_days"])
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        for name in made.removed:
            self.stdout.write(f"Removed {name}: its {options['keep_days']} days are over.")
        self.stdout.write(f"{made.folder}, {made.size / 1e6:.1f} MB")
