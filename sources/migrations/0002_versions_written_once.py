from django.db import migrations

from records.immutable import insert_only


class Migration(migrations.Migration):
    """A version may be erased as a whole (DELETE), never changed."""

    dependencies = [("sources", "0001_initial"), ("records", "0002_insert_only")]
    operations = [
        insert_only("sources_documentversion", "UPDATE"),
        # Lets other tables state "this version is of this document" as a foreign key.
        migrations.RunSQL(
            "ALTER TABLE sources_documentversion ADD CONSTRAINT version_with_its_document UNIQUE (id, document_id);",
            "ALTER TABLE sources_documentversion DROP CONSTRAINT IF EXISTS version_with_its_document;",
        ),
    ]
