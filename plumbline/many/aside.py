"""What slows the filling of an empty database down is taken away before and made again afterwards: indexes, references.

Kept while rows come in, they take half of the time of a million profiles; made at the end, a few minutes. What was
taken away is written down in a table of its own, in the same transaction, so that no crash can lose it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Model

_NOTES = "make_profiles_aside"
_NOTED = "SELECT to_regclass(%s) IS NOT NULL"
# Primary keys stay: other tables refer to them, and they grow at their end.
_REFERENCES = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = %s AND conrelid = ANY(%s::regclass[]) ORDER BY conname
"""
_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%s::regclass[])
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid::regclass::text
"""


@transaction.atomic
def set_aside(models: Sequence[type[Model]]) -> None:
    """Drop the references, unique constraints and indexes of these tables, and note how to make them again."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_NOTES} (id serial PRIMARY KEY, statement text NOT NULL)")
        # Made again in this order: what refers to rows comes last.
        found: list[tuple[str, str]] = []
        cursor.execute(_INDEXES, [tables])
        found += cursor.fetchall()
        for kind in ("u", "f"):
            cursor.execute(_REFERENCES, [kind, tables])
            found += cursor.fetchall()
        for drop, _ in reversed(found):
            cursor.execute(drop)
        again = [[statement] for _, statement in found]
        cursor.executemany(f"INSERT INTO {_NOTES} (statement) VALUES (%s)", again)  # noqa: S608 - a fixed name


def put_back() -> None:
    """Make again what was set aside, each on its own: an interrupted call goes on where it was."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTED, [_NOTES])
        if not cursor.fetchone()[0]:
            return
        cursor.execute(f"SELECT id, statement FROM {_NOTES} ORDER BY id")  # noqa: S608 - a fixed name
        for key, statement in cursor.fetchall():
            with transaction.atomic():
                cursor.execute(statement)
                cursor.execute(f"DELETE FROM {_NOTES} WHERE id = %s", [key])  # noqa: S608 - a fixed name
        cursor.execute(f"DROP TABLE {_NOTES}")
