"""Looks whether what an erasure took away is gone: `manage.py check_receipt ea-...`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from plumbline.backup.making import about
from plumbline.backup.programs import BackupFailed
from plumbline.backup.restoring import restored
from plumbline.erasure.checking import NotKnown, remains
from records.erasing.journal import JournalBroken


class Command(BaseCommand):
    help = "Reads every table, fetched bytes, files and Redis for what an erasure took away. Exit 1 if any is left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("receipt", help="The receipt's number, such as ea-7k2m9x0d4h8jq1wz")
        parser.add_argument("--backup", type=Path, help="a backup to restore beside the site and to look through")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["backup"]:
                about(options["backup"])
                with restored(folder=options["backup"], now=timezone.now()):
                    found = remains(erasure=options["receipt"])
            else:
                found = remains(erasure=options["receipt"])
        except (NotKnown, JournalBroken, BackupFailed) as error:
            raise CommandError(str(error)) from error
        for place, many in sorted(found.items()):
            self.stdout.write(f"still there: {place}: {many}")
        if found:
            raise CommandError("It is not gone everywhere.", returncode=1)
        self.stdout.write("Nothing of it was found in the database, fetched bytes, media, mails or Redis.")
