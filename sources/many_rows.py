"""Many rows in one statement: each column goes over as one array, in PostgreSQL's own form, and none of it is written
into the statement. For what the watch does by the thousand, where the ORM takes longer than the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import CharField, Field, FloatField, JSONField, Model, TextField

# An array is of one type alone: what a field takes besides is made that first.
_MADE: tuple[tuple[type[Field[Any, Any]], Callable[[Any], Any]], ...] = (
    (JSONField, json.dumps),
    (ArrayField, lambda numbers: "{" + ",".join(str(int(each)) for each in numbers) + "}"),
    (FloatField, float),
    (CharField, str),
    (TextField, str),
)

_AS_TEXT = (JSONField, ArrayField)


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
    given = fields_of(model, names)
    others = [each for each in model._meta.local_concrete_fields if each not in given and not each.primary_key]
    columns = [_column(each) for each in (*given, *others)]
    constants = "".join(f", {_one(each)}" for each in others)
    names = ", ".join(_value(each, place) for place, each in enumerate(given))
    statement = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608 - our names
        f"SELECT {names}{constants} FROM {given_rows(given)} "
        f"ON CONFLICT ({', '.join(_column(_field(model, name)) for name in once)}) DO NOTHING"
    )
    if giving:
        statement += f" RETURNING {_column(_field(model, giving))}"
    defaults = [_made(each)(each.get_default()) for each in others]
    with cursor_of_arrays() as cursor:
        cursor.execute(statement, [*defaults, *columns_of(given, rows)])
        return [value for (value,) in cursor.fetchall()] if giving else []


def update_each(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Give each row its own values: the first of each is its primary key, the others are of the fields `names`."""
    if not rows:
        return
    fields = fields_of(model, names)
    key = model._meta.pk
    assert key
    sets = ", ".join(f"{_column(each)} = {_value(each, place)}" for place, each in enumerate(fields, 1))
    statement = (
        f"UPDATE {_quoted(model._meta.db_table)} AS held SET {sets} "  # noqa: S608 - our names
        f"FROM {given_rows((key, *fields))} WHERE held.{_column(key)} = given.c0"
    )
    with cursor_of_arrays() as cursor:
        cursor.execute(statement, columns_of((key, *fields), rows))


def held(model: type[Model], name: str, values: Iterable[Any], *, giving: str) -> dict[Any, Any]:
    """Return the field `giving` of the rows whose field `name`, a unique one, is among `values`, by that."""
    asked = _column_of(_field(model, name), list(values))
    if not asked:
        return {}
    column, other = _column(_field(model, name)), _column(_field(model, giving))
    statement = (
        f"SELECT {column}, {other} FROM {_quoted(model._meta.db_table)} "  # noqa: S608 - our names
        f"WHERE {column} = ANY({_array(_field(model, name))})"
    )
    with cursor_of_arrays() as cursor:
        cursor.execute(statement, [asked])
        return dict(cursor.fetchall())


def next_keys(model: type[Model], count: int) -> list[int]:
    """Return `count` fresh primary keys, rising: where rows go in by another order than they are counted by."""
    if not count:
        return []
    with connection.cursor() as cursor:
        statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(statement, [model._meta.db_table, count])
        return sorted(key for (key,) in cursor.fetchall())


def given_rows(fields: Sequence[Field[Any, Any]]) -> str:
    """The rows as a table for a statement: columns c0, c1 ... of the types of these fields, in their order; JSON and
    arrays are text yet."""
    places = ", ".join(f"c{place}" for place in range(len(fields)))
    return f"unnest({', '.join(map(_array, fields))}) AS given ({places})"


def columns_of(fields: Sequence[Field[Any, Any]], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """What a statement with `given_rows(fields)` is given: for each field the values of all rows."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(fields)
    return [_column_of(field, column) for field, column in zip(fields, columns, strict=True)]


def _column_of(field: Field[Any, Any], values: Sequence[Any]) -> list[Any]:
    made = _made(field)
    return [made(value) for value in values] if made is not _as_it_is else list(values)


def _made(field: Field[Any, Any]) -> Callable[[Any], Any]:
    for kind, make in _MADE:
        if isinstance(field, kind):
            return lambda value: None if value is None else make(value)
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def cursor_of_arrays() -> Any:
    """A cursor that sends what it is given beside the statement; Django's own writes it into the text."""
    connection.ensure_connection()
    cursor: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def fields_of(model: type[Model], names: Iterable[str]) -> list[Field[Any, Any]]:
    """The fields of `model` by these names."""
    return [_field(model, name) for name in names]


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    found = model._meta.get_field(name)
    assert isinstance(found, Field)
    return found


def _type(field: Field[Any, Any]) -> str:
    """The type of an element; serials and lengths are no types of values."""
    found = str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))
    return found.partition("(")[0]


def _array(field: Field[Any, Any]) -> str:
    return "%b::text[]" if isinstance(field, _AS_TEXT) else f"%b::{_type(field)}[]"


def _value(field: Field[Any, Any], place: int) -> str:
    return f"given.c{place}::{field.db_type(connection)}" if isinstance(field, _AS_TEXT) else f"given.c{place}"


def _one(field: Field[Any, Any]) -> str:
    return f"%s::text::{field.db_type(connection)}" if isinstance(field, _AS_TEXT) else f"%s::{_type(field)}"


def _column(field: Field[Any, Any]) -> str:
    return _quoted(str(field.column))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
