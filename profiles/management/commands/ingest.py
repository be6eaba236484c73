"""manage.py ingest FILE... [--profile SLUG] [--json]: bring files in by hand."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from profiles.desk.intake import Intake, bring_in
from sources.ingesting import Upload
from sources.reading.decode import MAX_BYTES


class Command(BaseCommand):
    help = "Store text and HTML files as documents, trace their story to its origins, and make signals of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--profile", default="", help="slug of the profile; a draft is opened where there is none")
        parser.add_argument("--json", action="store_true", help="print everything that was found as JSON")

    def handle(self, *args: Any, files: list[Path], profile: str, **options: Any) -> None:
        uploads = [Upload(name=path.name, data=_read(path)) for path in files]
        try:
            intake = bring_in(files=uploads, profile=profile, by="operator:ingest", now=timezone.now())
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(intake), indent=2, ensure_ascii=False, default=str))
        else:
            self._tell(intake)
        if all(document.state == "refused" for document in intake.ingested.documents):
            raise CommandError("No file could be read.")

    def _tell(self, intake: Intake) -> None:
        if intake.profile_is_new:
            self.stdout.write(f"Opened a draft profile at “{intake.profile}”.")
        for document in intake.ingested.documents:
            evidence = "" if document.is_evidence or document.state == "refused" else " (kept, no evidence)"
            self.stdout.write(f"{document.file}: {document.state}{evidence}. {document.reason}")
            if document.title:
                who = document.publisher or "publisher not known"
                self.stdout.write(f"    {document.title} - {who}, {document.published_on or 'no date'}")
        for story in intake.ingested.stories:
            self.stdout.write(f"Story: {story.title}")
            self.stdout.write(
                f"    {len(story.documents)} documents, original reports: {story.origins_named} named, "
                f"{story.origins_presumed} presumed"
            )
            for origin in story.origins:
                self.stdout.write(
                    f"    {origin.name} ({origin.how}{'' if origin.held else ', not held'}): {origin.reason}"
                )
            for mentioned in story.mentioned:
                self.stdout.write(f"    mentioned: {mentioned.name}, in {len(mentioned.mentioned_by)} documents")
        for signal in intake.signals:
            self.stdout.write(f"Signal for {signal.profile}: {signal.title} ({signal.role}) {' '.join(signal.reasons)}")


def _read(path: Path) -> bytes:
    """The bytes of a file; of an enormous one only as many as show that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def as_json(intake: Intake) -> dict[str, Any]:
    """Documents, stories, origins named and presumed, and signals, as plain JSON."""
    return {
        "profile": intake.profile,
        "profile_is_new": intake.profile_is_new,
        **dataclasses.asdict(intake.ingested),
        "signals": [dataclasses.asdict(signal) for signal in intake.signals],
    }
