"""Erasure may empty an edition's note as well as its blocks, and take away what was learnt from what is erased."""

from django.db import migrations

from records.immutable import erasable, insert_only

ONLY_ERASED = """
CREATE OR REPLACE FUNCTION plumbline_edition_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {unchanged}
       OR (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(NEW.body) key)
          IS DISTINCT FROM (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(OLD.body) key)
       OR EXISTS (
           SELECT 1 FROM jsonb_each(NEW.body) block
           WHERE block.value <> 'null'::jsonb AND block.value IS DISTINCT FROM OLD.body -> block.key
       )
    THEN
        RAISE EXCEPTION 'an edition is written once; only erasure may empty its blocks'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'edition_only_erased';
    END IF;
    RETURN NEW;
END $$;
"""
BEFORE = "(to_jsonb(NEW) - 'body') IS DISTINCT FROM (to_jsonb(OLD) - 'body')"
AFTER = """(to_jsonb(NEW) - 'body' - 'note') IS DISTINCT FROM (to_jsonb(OLD) - 'body' - 'note')
       OR (NEW.note IS DISTINCT FROM OLD.note AND NOT (
           NEW.note = '[removed]' AND coalesce(current_setting('plumbline.erasing', true), '') <> ''))"""


class Migration(migrations.Migration):
    dependencies = [("profiles", "0012_removals"), ("records", "0004_erasure_may_empty")]
    operations = [
        migrations.RunSQL(ONLY_ERASED.format(unchanged=AFTER), ONLY_ERASED.format(unchanged=BEFORE)),
        erasable("profiles_verdictlesson"),
        insert_only("profiles_removal"),
        insert_only("profiles_unlearnt"),
    ]
