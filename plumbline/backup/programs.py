"""PostgreSQL's own programs, run on our database: those on the PATH, else those that came with the embedded server."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from django.db import connection

from plumbline.embedded.errors import ServersError
from plumbline.embedded.postgres import programs


class BackupFailed(RuntimeError):
    """A backup was not made, or not restored; the message says why. What was there before is untouched."""


def run(program: str, *arguments: str, database: str | None = None) -> None:
    """Run `pg_dump` or `pg_restore` on our database, or on another one of the same server. Raises BackupFailed."""
    done = subprocess.run(
        [_found(program), *arguments],
        env=_environment(database),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{program} failed: {_last_lines(done.stderr)}")


def server_version() -> int:
    """The version of the server that we are connected to, such as 180001."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])


def _found(program: str) -> str:
    server = server_version() // 10_000
    for path in (_embedded(program), shutil.which(program)):
        if path and _major(path) >= server:
            return path
    raise BackupFailed(f"No {program} for PostgreSQL {server} is installed. Install PostgreSQL's client programs.")


def _embedded(program: str) -> str | None:
    try:
        path = programs() / program
    except ServersError:
        return None
    return str(path) if path.exists() else None


def _major(path: str) -> int:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    digits = told.stdout.rpartition(" ")[2] if "(" not in told.stdout else told.stdout.split(")")[1]
    return int(digits.strip().split(".")[0].split("devel")[0] or 0)


def _environment(database: str | None) -> Mapping[str, str]:
    """Where the database is, as PostgreSQL's programs read it: nothing of it stands in a list of processes."""
    known = connection.settings_dict
    given = {
        "PGHOST": known["HOST"],
        "PGPORT": known["PORT"],
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
        "PGDATABASE": database or known["NAME"],
        "PGSSLMODE": known["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": known["OPTIONS"].get("sslrootcert", ""),
    }
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"} | {name: str(v) for name, v in given.items() if v}


def _last_lines(text: str) -> str:
    lines: Sequence[str] = text.strip().splitlines()
    return " ".join(lines[-3:]) or "it said nothing."
