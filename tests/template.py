"""The database that every process of a run begins with: migrated once, beside the collecting, and then copied.

`begin` starts `python -m tests.template NAME`, which ends with a word in the file it was given. That file is locked for
as long as the process lives, however it ends: whoever wants the database waits for the lock and reads the word.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
from django import setup
from django.core.management import call_command
from psycopg.conninfo import make_conninfo

NAME, DONE = "PLUMBLINE_TESTS_TEMPLATE", "done"
ROOT = Path(__file__).resolve().parent.parent
MAKING: subprocess.Popen[bytes] | None = None


def begin(folder: Path) -> None:
    """Have a template made for the workers of this run; `folder` is theirs and ours alone."""
    global MAKING
    name = os.environ[NAME] = f"plumbline_tests_{secrets.token_hex(6)}"
    with (folder / name).open("w") as word:
        fcntl.flock(word, fcntl.LOCK_EX)
        MAKING = subprocess.Popen(
            [sys.executable, "-m", "tests.template", name],
            stdin=subprocess.DEVNULL,
            stdout=word,
            stderr=subprocess.DEVNULL,  # what is wrong with a migration is said by the worker that then runs it
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "plumbline.settings"},
        )


def finished(folder: Path) -> str | None:
    """The name of the template, once it is made; None where there is none, or where it could not be made."""
    name = os.environ.get(NAME)
    if name is None:
        return None
    with (folder / name).open() as word:
        fcntl.flock(word, fcntl.LOCK_SH)
        return name if word.read().strip() == DONE else None


def end() -> None:
    """Take it away at the end of the run: the server may be somebody's own."""
    if MAKING is None:
        return
    MAKING.kill()
    MAKING.wait()
    with suppress(psycopg.Error), psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{os.environ[NAME]}" WITH (FORCE)')


def _make(name: str) -> None:
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    os.environ["DATABASE_URL"] = make_conninfo(url, dbname=name)
    setup()
    call_command("migrate", verbosity=0, interactive=False)


if __name__ == "__main__":
    _make(sys.argv[1])
    print(DONE)
