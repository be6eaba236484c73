"""Erasures that run while a backup is restored: whatever the journal knows of them is told to the restored database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
from django.test import Client

from plumbline.backup import restoring
from plumbline.erasure.checking import remains
from plumbline.erasure.ordering import approve, ask, carry_out
from records.erasing import journal
from records.models import Erasure
from sources.models import Document
from tests.cast import ALICE, BOB, NOW
from tests.plumbline.erasure.cases import CANARY, everywhere
from tests.plumbline.erasure.test_erasing import places
from tests.plumbline.test_backup import backed_up, folders

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["folders"]  # a fixture


def approved_order(document: Document) -> Erasure:
    asked = ask(kind="document", target=document.public_id, reason="Because.", by=ALICE, now=NOW)
    return approve(erasure_id=asked.pk, by=BOB, now=NOW)


class Eraser(threading.Thread):
    """Carries an order out on a connection of its own, as a worker does, wherever ours leads to meanwhile."""

    def __init__(self, order: Erasure) -> None:
        super().__init__()
        self.order, self.failed = order, False
        self.parameters = dict(connection.settings_dict)

    def run(self) -> None:
        connections["default"] = type(connections["default"])(self.parameters, "default")
        try:
            carry_out(erasure_id=self.order.pk, now=NOW)
        except OperationalError:
            self.failed = True
        finally:
            connections["default"].close()


def until(happened: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if happened():
            return
        time.sleep(0.01)
    raise AssertionError("It did not happen within 20 seconds.")


def after_the_first_replay(monkeypatch: pytest.MonkeyPatch, then: Callable[[], None]) -> None:
    """The real replay, and then something at the worst moment: the restored database has been told, and waits."""
    real, calls = restoring.replay, []

    def replay(**options: Any) -> Any:
        told = real(**options)
        calls.append(told)
        if len(calls) == 1:
            then()
        return told

    monkeypatch.setattr(restoring, "replay", replay)


@contextmanager
def onlooker() -> Iterator[psycopg.Connection[Any]]:
    """A connection of somebody else to the database that runs."""
    with psycopg.connect(**onlooking(), dbname=connection.settings_dict["NAME"]) as other:
        yield other


def restore(folder: Path) -> str:
    told = StringIO()
    call_command("restore", str(folder), replace=True, stdout=told)
    return told.getvalue()


def databases() -> dict[str, bool]:
    """The databases of this test by name, and whether they let anybody in."""
    with connection.cursor() as cursor:
        name = connection.settings_dict["NAME"]
        cursor.execute("SELECT datname, datallowconn FROM pg_database WHERE datname LIKE %s", [f"{name}%"])
        return dict(cursor.fetchall())


def test_erasure_that_ends_while_a_backup_is_restored_is_told_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, document = everywhere()
    folder = backed_up(tmp_path)
    order = approved_order(document)
    eraser = Eraser(order)

    def erase() -> None:
        eraser.start()
        eraser.join()

    after_the_first_replay(monkeypatch, erase)
    assert "told of: 1" in restore(folder)
    assert not eraser.failed
    assert places(CANARY) == set()
    assert remains(erasure=order.public_id) == {}
    assert Erasure.objects.get().state == "done"
    assert databases() == {connection.settings_dict["NAME"]: True}


@pytest.mark.parametrize("begun", ["before", "after"])
def test_erasure_that_is_half_done_when_everybody_is_cut_off_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: str
) -> None:
    """Its steps wait for a row that somebody holds; the journal has it, and the restore ends both connections."""
    _, document = everywhere()
    folder = backed_up(tmp_path)
    order = approved_order(document)
    eraser = Eraser(order)
    with onlooker() as other:
        other.execute("SELECT * FROM profiles_profile FOR UPDATE")

        def begin() -> None:
            eraser.start()
            until(lambda: journal.entry_of(order.public_id) is not None)

        if begun == "before":
            begin()
        else:
            after_the_first_replay(monkeypatch, begin)
        assert "told of: 1" in restore(folder)
        other.close()
    eraser.join()
    assert eraser.failed
    assert places(CANARY) == set()
    assert remains(erasure=order.public_id) == {}


def test_erasure_that_is_cut_off_before_the_journal_has_it_does_not_write_it_afterwards() -> None:
    """The database that it read is gone by then; the one in its place knows nothing of the order."""
    _, document = everywhere()
    order = approved_order(document)
    eraser = Eraser(order)
    with journal.alone():  # as while the names are swapped
        eraser.start()
        until(lambda: Erasure.objects.filter(reach__isnull=False).exists())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
    eraser.join()
    assert eraser.failed
    assert list(journal.entries()) == []


@pytest.mark.parametrize("moment", ["replay", "swap"])
def test_restore_that_fails_at_the_last_moment_lets_everybody_in_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    _, document = everywhere()
    folder = backed_up(tmp_path)
    name = connection.settings_dict["NAME"]

    def harm() -> None:
        if moment == "replay":  # the journal is damaged meanwhile
            path = tmp_path / "journal" / journal.FILE
            path.parent.mkdir(exist_ok=True)
            path.write_text("what is this\n")
        else:  # the name that the old one is to get is taken, by one that PostgreSQL does not drop
            with psycopg.connect(**onlooking(), dbname="postgres", autocommit=True) as server:
                server.execute(f'CREATE DATABASE "{name}_replaced" IS_TEMPLATE true')

    after_the_first_replay(monkeypatch, harm)
    with pytest.raises(CommandError):
        restore(folder)
    left = databases()
    with psycopg.connect(**onlooking(), dbname="postgres", autocommit=True) as server:
        for other in set(left) - {name}:
            server.execute(f'ALTER DATABASE "{other}" IS_TEMPLATE false')
            server.execute(f'DROP DATABASE "{other}"')
    assert left == {name: True} | ({f"{name}_replaced": True} if moment == "swap" else {})
    assert Client().get("/profiles/harbour-exchange/").status_code == 200
    assert Document.objects.get(pk=document.pk).title == document.title


def test_restore_that_was_killed_at_the_last_moment_can_be_begun_again(tmp_path: Path) -> None:
    everywhere()
    folder = backed_up(tmp_path)
    name = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(**onlooking(), dbname="postgres", autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    assert "told of: 0" in restore(folder)
    assert databases() == {name: True}


def onlooking() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    return {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
