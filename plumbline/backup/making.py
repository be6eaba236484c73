"""Makes a backup: a folder with the database, the pictures and what they are, complete or not there at all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tarfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from plumbline.backup.programs import BackupFailed, run, server_version
from records.models import StoredPage

DATABASE, MEDIA, ABOUT = "database.dump", "media.tar", "about.json"
KEPT_DAYS = 30
_NAME = re.compile(r"plumbline-\d{8}-\d{6}")


@dataclass(frozen=True)
class Backup:
    """`removed` are older backups whose days were over."""

    folder: Path
    size: int  # bytes
    removed: tuple[str, ...]


def make_backup(*, into: Path, now: datetime, kept_days: int = KEPT_DAYS) -> Backup:
    """Back up database and pictures into a new folder of `into`, and remove backups older than `kept_days` from it.

    The folder gets its name when everything in it is complete and on the disk. The journal of erasures is not in it:
    it has to outlive every backup. Raises BackupFailed.
    """
    folder = into / f"plumbline-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    unfinished = into / f".{folder.name}.unfinished"
    if folder.exists():
        raise BackupFailed(f"{folder} is there already.")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished / DATABASE}",
            # Drawn again by whoever reads them first.
            f"--exclude-table-data={StoredPage._meta.db_table}")  # fmt: skip
        with tarfile.open(unfinished / MEDIA, "w") as archive:
            if Path(settings.MEDIA_ROOT).is_dir():
                archive.add(settings.MEDIA_ROOT, arcname="media")
        about = {
            "made_at": now.isoformat(),
            "release": settings.RELEASE,
            "postgres": server_version(),
            "sha256": {name: digest_of(unfinished / name) for name in (DATABASE, MEDIA)},
        }
        (unfinished / ABOUT).write_text(json.dumps(about, indent=1) + "\n")
        unfinished.rename(folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise BackupFailed(f"{into} could not be written: {error.strerror}.") from error
    except BackupFailed:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    size = sum(path.stat().st_size for path in folder.iterdir())
    return Backup(folder, size, _remove_old(into, now - timedelta(days=kept_days)))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def about(folder: Path) -> dict:
    """What a backup says of itself, after its files were found to be whole. Raises BackupFailed."""
    try:
        told: dict = json.loads((folder / ABOUT).read_text())
        wrong = [name for name, digest in told["sha256"].items() if digest_of(folder / name) != digest]
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise BackupFailed(f"{folder} is no backup, or not a whole one.") from error
    if wrong or set(told["sha256"]) != {DATABASE, MEDIA}:
        raise BackupFailed(f"{' and '.join(wrong) or 'A file'} of {folder} is damaged.")
    return told


def _remove_old(into: Path, before: datetime) -> tuple[str, ...]:
    """Only what is a backup of ours by its name and by what it says of itself."""
    removed = []
    for folder in sorted(into.iterdir()):
        if not (folder.is_dir() and _NAME.fullmatch(folder.name)):
            continue
        try:
            made_at = datetime.fromisoformat(json.loads((folder / ABOUT).read_text())["made_at"])
        except (OSError, ValueError, KeyError):
            continue
        if made_at < before:
            shutil.rmtree(folder)
            removed.append(folder.name)
    return tuple(removed)
