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


ONLY_REMOVED = """
CREATE FUNCTION plumbline_only_removed(was jsonb, becomes jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF was = becomes THEN RETURN true; END IF;
    IF jsonb_typeof(was) = 'string' THEN RETURN becomes IN ('null', '""', '"[removed]"'); END IF;
    IF jsonb_typeof(was) <> jsonb_typeof(becomes) THEN RETURN false; END IF;
    IF jsonb_typeof(was) = 'array' THEN
        RETURN jsonb_array_length(was) = jsonb_array_length(becomes) AND NOT EXISTS (
            SELECT 1 FROM generate_series(0, jsonb_array_length(was) - 1) place
            WHERE NOT plumbline_only_removed(was -> place, becomes -> place)
        );
    END IF;
    IF jsonb_typeof(was) = 'object' THEN
        RETURN (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(was) key)
               IS NOT DISTINCT FROM (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(becomes) key)
           AND NOT EXISTS (
            SELECT 1 FROM jsonb_object_keys(was) key WHERE NOT plumbline_only_removed(was -> key, becomes -> key)
        );
    END IF;
    RETURN false;
END $$;

CREATE OR REPLACE FUNCTION plumbline_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('plumbline.erasing', true), '') <> '' THEN
        IF TG_OP = 'UPDATE' AND plumbline_only_removed(to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;
        IF TG_OP = 'DELETE' AND TG_NARGS > 0 AND TG_ARGV[0] = 'erasable' THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION '% on % is refused: its rows are written once', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
"""


def erasure_may_empty() -> migrations.RunSQL:
    """From here on erasure, which names itself in the transaction, may empty words of tables that are written once.

    Not a number, not a choice, not a key of JSON: only a text that becomes null, "" or "[removed]". Rows go only
    where the trigger says that they may (erasable).
    """
    return migrations.RunSQL(ONLY_REMOVED, FUNCTION + "DROP FUNCTION plumbline_only_removed(jsonb, jsonb);")


def erasable(table: str) -> migrations.RunSQL:
    """Rows of an insert-only table that erasure may take away: what was learnt from what is erased."""
    drop = f"DROP TRIGGER IF EXISTS {table}_insert_only ON {table};"
    make = (
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION plumbline_refuse_change({arg});"
    )
    return migrations.RunSQL(drop + make.format(arg="'erasable'"), drop + make.format(arg=""))
