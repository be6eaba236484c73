"""Restores a backup beside the database that runs, tells it of every erasure, and only then puts it in its place."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg.sql import SQL, Composed, Identifier, Literal

from plumbline.backup.making import DATABASE, MEDIA, about
from plumbline.backup.programs import BackupFailed, run
from plumbline.erasure.replaying import replay
from plumbline.keeping.rows import emptying
from records.erasing import journal
from records.erasing.journal import Entry

PATIENCE = 5_000  # milliseconds that a connection has to end


def restore_backup(*, folder: Path, now: datetime, replace: bool = False) -> int:
    """Put a backup in the place of the database and the pictures; return how many erasures it had to be told of.

    It is restored under another name first. If anything fails, what runs now is untouched. Everybody who is connected
    is disconnected at the end, for a moment. Raises BackupFailed: also where there are data already and `replace` is
    not given.
    """
    about(folder)
    name = connection.settings_dict["NAME"]
    _let_in(name)  # one that was killed at the last moment has shut everybody out
    if _has_profiles() and not replace:
        raise BackupFailed("There are data already. Say --replace if the backup is to take their place.")
    fresh = _unpacked(folder)
    with restored(folder=folder, now=now) as (scratch, told):
        told = _take_place(scratch, name, told, now)
        _replace_pictures(fresh)
    return len(told)


@contextmanager
def restored(*, folder: Path, now: datetime) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """A backup as a database of its own, told of every erasure, for as long as the block lasts.

    Gives its name and the erasures it was told of. Inside the block our connection leads to it.
    """
    name = connection.settings_dict["NAME"]
    scratch = f"{name}_restoring"
    _drop(scratch)
    _server(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(scratch)))
    try:
        run("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={scratch}",
            str(folder / DATABASE), database=scratch)  # fmt: skip
        _lead_to(scratch)
        call_command("migrate", verbosity=0, interactive=False)
        with emptying():  # numbers are given a second time from here on: no tag of what runs now may be met again
            pass
        yield scratch, replay(now=now)
    finally:
        _lead_to(name)
        _drop(scratch)


def _take_place(scratch: str, name: str, told: tuple[Entry, ...], now: datetime) -> tuple[Entry, ...]:
    """Tell the restored one what was erased meanwhile, and swap the names; every erasure it was told of.

    An erasure that runs reads and writes the database that goes away, and has us know of it by the journal. So nobody
    writes to that and nobody is connected any more when it is read for the last time, until the names are swapped.
    PostgreSQL renames nothing that somebody is connected to, either.
    """
    old = f"{name}_replaced"
    with journal.alone():
        _shut_out(name)
        try:
            told = replay(now=now, told=told)
            _lead_to(name)
            _drop(old)
            _disconnect(scratch)
            # Both or none: a process that dies in between leaves no site without a database.
            _server(
                SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(name), Identifier(old)),
                SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(scratch), Identifier(name)),
            )
        except BaseException:
            _let_in(name)
            raise
    _drop(old)  # erasures to come would not reach it
    return told


def _shut_out(name: str) -> None:
    """Let nobody in any more, and disconnect everybody."""
    try:
        _server(SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(Identifier(name)))
        _disconnect(name)
    except BaseException:
        _let_in(name)
        raise


def _let_in(name: str) -> None:
    _server(SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(Identifier(name)))


def _unpacked(folder: Path) -> Path:
    """The pictures of a backup, beside ours. Unpacked before anything is replaced: a full disk shows here."""
    media = Path(settings.MEDIA_ROOT)
    fresh = media.with_name(f"{media.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with tarfile.open(folder / MEDIA) as archive:
        archive.extractall(fresh, filter="data")
    (fresh / "media").mkdir(exist_ok=True)
    return fresh


def _replace_pictures(fresh: Path) -> None:
    """Two renames, so that a process that dies in between leaves both sets of pictures on the disk."""
    media = Path(settings.MEDIA_ROOT)
    old = media.with_name(f"{media.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if media.exists():
        media.rename(old)
    (fresh / "media").rename(media)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(fresh, ignore_errors=True)


def _has_profiles() -> bool:
    with connection.cursor() as cursor:
        if "profiles_profile" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM profiles_profile) OR EXISTS (SELECT 1 FROM records_user)")
        return bool(cursor.fetchone()[0])


def _lead_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _disconnect(name: str) -> None:
    """End every connection, and wait until each has ended; one that stays stops the renaming. PostgreSQL's own workers
    (autovacuum) may not be ended by us, and make way for the renaming by themselves."""
    everybody = SQL(
        "SELECT pg_terminate_backend(pid, {}) FROM pg_stat_activity "
        "WHERE datname = {} AND backend_type IN ('client backend', 'walsender')"
    )
    _server(everybody.format(Literal(PATIENCE), Literal(name)))


def _drop(name: str) -> None:
    _server(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _server(*statements: Composed) -> None:
    """Run a statement on the server outside of any transaction, or several in one, and outside of the databases that
    they are about."""
    known = connection.settings_dict
    parameters = {
        **known["OPTIONS"],
        "host": known["HOST"] or None,
        "port": known["PORT"] or None,
        "user": known["USER"] or None,
        "password": known["PASSWORD"] or None,
        "dbname": "postgres",
    }
    try:
        with (
            psycopg.connect(**{name: v for name, v in parameters.items() if v}, autocommit=True) as server,
            server.transaction() if len(statements) > 1 else nullcontext(),
        ):
            for statement in statements:
                server.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise BackupFailed(
            f"PostgreSQL refused: {str(error).splitlines()[0]}. Restoring makes a database beside ours: the role needs "
            "CREATEDB, must own ours, and nobody with more rights may be connected to it."
        ) from error
    except psycopg.Error as error:
        raise BackupFailed(f"PostgreSQL refused: {str(error).splitlines()[0]}") from error
