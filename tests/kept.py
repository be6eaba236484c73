"""What very many tests begin with: made once for a process by the product's own functions, and from then on put in row
by row, in one statement where making it asks the database a hundred times.

    @kept
    def cast() -> Cast: ...

Each process makes it before its first test, in an empty database, and takes it back (conftest.py sees to that). Calling
it then gives the same rows and, as copies of its own, the same objects. What is put in again is compared with what was
made, in every table: what differs is an error, not a surprise. Only acts that add rows, and change none that were
there, can be kept.
"""

from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

Made = TypeVar("Made")
Rows = Counter[tuple[str, str]]
EVERY: list[Kept[Any]] = []


class Kept(Generic[Made]):
    """An act of the tests without parameters, and, once it was kept, its rows as SQL and its result pickled."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make
        self.rows = ""
        self.made = b""
        EVERY.append(self)

    def __call__(self) -> Made:
        """Put it in. Where a test has entered some of it already, it is made anew, beside what is there."""
        if not self.rows:
            return self.make()
        try:
            with transaction.atomic():
                self.put_in()
        except IntegrityError:
            return self.make()
        made: Made = pickle.loads(self.made)
        return made

    def put_in(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self.rows)

    def keep(self) -> None:
        """Make it, note what it has added, and take it back. In an empty database."""
        before = all_rows()
        with transaction.atomic():
            with CaptureQueriesContext(connection) as asked:
                made = self.make()
            after = all_rows()
            transaction.set_rollback(True)
        assert before <= after, f"{self.make.__name__} changes what was there: {before - after}"
        # In the order in which they were first written to. What triggers write is written by them again.
        asked_for = "\n".join(one["sql"] for one in asked.captured_queries)
        tables = tuple(dict.fromkeys(re.findall(r'^INSERT INTO "(\w+)"', asked_for, re.MULTILINE)))
        self.rows = ";\n".join(_insert(table, after - before) for table in tables)
        self.made = pickle.dumps(made)
        with transaction.atomic():
            self.put_in()
            again = all_rows()
            transaction.set_rollback(True)
        was, now = (_without_keys(rows, tables) for rows in (after, again))
        assert now == was, f"{self.make.__name__} put in again has {now - was} and not {was - now}"


def kept(make: Callable[[], Made]) -> Kept[Made]:
    """Keep what `make` puts into the database and returns."""
    return Kept(make)


def all_rows() -> Rows:
    """Every row of every table, by its table."""
    found: Rows = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT one::text FROM "{table}" one')
            found.update((table, row) for (row,) in cursor.fetchall())
    return found


def _without_keys(rows: Rows, but_of: Collection[str]) -> Rows:
    """Rows of triggers have another number each time they are written."""
    return Counter((table, row if table in but_of else re.sub(r"^\(\d+,", "(", row)) for table, row in rows.elements())


def _insert(table: str, added: Rows) -> str:
    rows = [row for of, row in added.elements() if of == table]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(attname) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        columns = ", ".join(name for (name,) in cursor.fetchall())
    sql = f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM unnest(%s::"{table}"[])'
    return str(connection.ops.compose_sql(sql, [rows]))
