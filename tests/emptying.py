"""The database is emptied after a test that had transactions of its own.

Django truncates every table and then has content types, permissions and roles written anew, which costs a fifth of a
second each time. Here they stay, where they are still what they were, and so do the tables that hold nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import TransactionTestCase

# What migrating has put in, for all tests.
GIVEN = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
FLUSH = TransactionTestCase._fixture_teardown


class Emptying:
    """Takes the place of Django's own way from when it is made until `end`. Makes a note of what is given."""

    def __init__(self) -> None:
        self.given = given()
        TransactionTestCase._fixture_teardown = lambda case: self.after(case)  # type: ignore[method-assign]

    def end(self) -> None:
        TransactionTestCase._fixture_teardown = FLUSH  # type: ignore[method-assign]

    def after(self, case: Any) -> None:
        """Empty what was filled. Where a test has changed what is given, everything is made as at the beginning."""
        empty(filled())
        if given() != self.given:
            FLUSH(case)
            self.given = given()


def filled() -> list[str]:
    """The tables with rows, but for those of what is given."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        asked = (f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in sorted(tables.difference(GIVEN)))
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def empty(tables: list[str]) -> None:
    if tables:
        with connection.cursor() as cursor:
            # What refers to them is as empty as they are, and PostgreSQL has to be told.
            cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, tables))} CASCADE")


def given() -> list[Any]:
    """Every row of what is given; none where no test asks for the database, so that none was migrated."""
    with connection.cursor() as cursor:
        if GIVEN[0] not in connection.introspection.table_names(cursor):
            return []
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', one::text FROM \"{table}\" one" for table in GIVEN))
        return sorted(cursor.fetchall())
