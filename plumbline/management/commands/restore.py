"""`manage.py restore FOLDER`: a backup in the place of the database and the pictures, erasures included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from plumbline.backup.programs import BackupFailed
from plumbline.backup.restoring import restore_backup
from records.erasing.journal import JournalBroken


class Command(BaseCommand):
    help = "Restore a backup. What was erased since it was made is erased from it before anybody can read it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--replace", action="store_true", help="drop the data that are there now")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = restore_backup(folder=options["folder"], now=timezone.now(), replace=options["replace"])
        except (BackupFailed, JournalBroken) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {options['folder']}. Erasures that it did not know and was told of: {told}.")
