"""Many rows in one statement: they go over as one JSON text, PostgreSQL takes it apart. For what the watch does by the
thousand, where the ORM takes longer than the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert_new(
    model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]], *, once: Sequence[str], giving: str = ""
) -> list[Any]:
    """Insert `rows` except those that are there, or come to be there meanwhile, by the unique fields `once`; return the
    field `giving` of what was inserted.

    `names` are fields of `model` by the order of each row's values; every other field has its default. Rows go in as
    they are ordered: whoever inserts in the order of the unique fields cannot wait in a circle.
    """
    if not rows:
        return []
    given = [_field(model, name) for name in names]
    others = [each for each in model._meta.local_concrete_fields if each not in given and not each.primary_key]
    columns = [_column(each) for each in (*given, *others)]
    constants = "".join(f", %s::{_type(each)}" for each in others)
    names = ", ".join(f"c{number}" for number in range(len(given)))
    statement = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608 - our names
        f"SELECT {names}{constants} FROM {_given(given)} "
        f"ON CONFLICT ({', '.join(_column(_field(model, name)) for name in once)}) DO NOTHING"
    )
    if giving:
        statement += f" RETURNING {_column(_field(model, giving))}"
    defaults = [each.get_db_prep_save(each.get_default(), connection) for each in others]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*defaults, _json(rows)])
        return [value for (value,) in cursor.fetchall()] if giving else []


def update_each(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Give each row its own values: the first of each is its primary key, the others are of the fields `names`."""
    if not rows:
        return
    fields = [_field(model, name) for name in names]
    key = model._meta.pk
    assert key
    sets = ", ".join(f"{_column(each)} = given.c{number}" for number, each in enumerate(fields, 1))
    statement = (
        f"UPDATE {_quoted(model._meta.db_table)} AS held SET {sets} "  # noqa: S608 - our names
        f"FROM {_given((key, *fields))} WHERE held.{_column(key)} = given.c0"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_json(rows)])


def next_keys(model: type[Model], count: int) -> list[int]:
    """Return `count` fresh primary keys, rising: where rows go in by another order than they are counted by."""
    if not count:
        return []
    with connection.cursor() as cursor:
        statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(statement, [model._meta.db_table, count])
        return sorted(key for (key,) in cursor.fetchall())


def _given(fields: Sequence[Field[Any, Any]]) -> str:
    """The rows as a table: columns c0, c1 ... of the types of these fields, in their order."""
    return (
        f"json_to_recordset(%s) AS given ({', '.join(f'c{place} {_type(each)}' for place, each in enumerate(fields))})"
    )


def _json(rows: Sequence[Sequence[Any]]) -> str:
    names = [f"c{number}" for number in range(len(rows[0]))]
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str, ensure_ascii=False)


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found


def _type(field: Field[Any, Any]) -> str:
    """The type of an element; serials and lengths are no types of values."""
    found = str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))
    return found.partition("(")[0]


def _column(field: Field[Any, Any]) -> str:
    return _quoted(str(field.column))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
