import django.db.models.deletion
from django.db import migrations, models

# After the row, so that one statement may turn a chain round. The lock lets two changes that would close a circle
# together see each other. The last line tries the rows that are there: a circle among them stops the migration
# and is named.
NO_CIRCLE = """
CREATE FUNCTION plumbline_owners_form_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('publisher_owners_form_no_circle'));
    IF EXISTS (
        WITH RECURSIVE above (id) AS (
            SELECT NEW.owner_id
            UNION
            SELECT held.owner_id FROM above JOIN sources_publisher held ON held.id = above.id
            WHERE held.owner_id IS NOT NULL
        )
        SELECT 1 FROM above WHERE above.id = NEW.id
    ) THEN
        RAISE EXCEPTION 'the owner of publisher "%" belongs, directly or through others, to that publisher', NEW.name
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER publisher_owners_form_no_circle AFTER INSERT OR UPDATE OF owner_id ON sources_publisher
    FOR EACH ROW WHEN (NEW.owner_id IS NOT NULL) EXECUTE FUNCTION plumbline_owners_form_no_circle();
UPDATE sources_publisher SET owner_id = owner_id WHERE owner_id IS NOT NULL;
"""
UNDO = """
DROP TRIGGER IF EXISTS publisher_owners_form_no_circle ON sources_publisher;
DROP FUNCTION IF EXISTS plumbline_owners_form_no_circle();
"""


class Migration(migrations.Migration):
    """Nobody owns, through others, what owns them."""

    dependencies = [("sources", "0002_versions_written_once")]
    operations = [
        migrations.RunSQL(NO_CIRCLE, UNDO),
        migrations.AlterField(
            "publisher",
            "owner",
            models.ForeignKey(
                blank=True,
                help_text="All that one owner owns, directly or through others, counts as one original report.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="owned",
                to="sources.publisher",
            ),
        ),
    ]
