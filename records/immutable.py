"""SQL for tables whose rows may be written once. One place, so that every such table refuses alike."""

from __future__ import annotations

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION plumbline_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: its rows are written once', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
"""


def refuse_change_function() -> migrations.RunSQL:
    """The trigger function every insert-only table shares."""
    return migrations.RunSQL(FUNCTION, "DROP FUNCTION IF EXISTS plumbline_refuse_change();")


def insert_only(table: str, operations: str = "UPDATE OR DELETE") -> migrations.RunSQL:
    """A trigger `<table>_insert_only` that refuses the operations named. TRUNCATE stays possible (test flush)."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_insert_only BEFORE {operations} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION plumbline_refuse_change();",
        f"DROP TRIGGER IF EXISTS {table}_insert_only ON {table};",
    )
