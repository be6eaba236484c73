from django.db import migrations

from records.immutable import insert_only

TABLE = "sources_documentversion"
KEPT = (
    "id",
    "document_id",
    "number",
    "content_hash",
    "title",
    "text",
    "raw_length",
    "media_type",
    "file_name",
    "how",
    "taken_at",
    "taken_by",
)
SAME = ", ".join(f"OLD.{name}" for name in KEPT), ", ".join(f"NEW.{name}" for name in KEPT)


class Migration(migrations.Migration):
    """The bytes of a version may go, when they have been kept for as long as its source wants; nothing else of it.
    And what was known before of the last success of each source."""

    dependencies = [("sources", "0007_pace")]
    operations = [
        migrations.RunSQL(
            f"""
            DROP TRIGGER IF EXISTS {TABLE}_insert_only ON {TABLE};
            CREATE TRIGGER {TABLE}_insert_only BEFORE UPDATE ON {TABLE} FOR EACH ROW
            WHEN (NOT (NEW.raw = '' AND ROW({SAME[0]}) IS NOT DISTINCT FROM ROW({SAME[1]})))
            EXECUTE FUNCTION plumbline_refuse_change();
            """,
            f"DROP TRIGGER IF EXISTS {TABLE}_insert_only ON {TABLE};" + insert_only(TABLE, "UPDATE").sql,
        ),
        migrations.RunSQL(
            f"CREATE INDEX version_with_bytes ON {TABLE} (document_id, taken_at) WHERE raw <> '';",
            "DROP INDEX IF EXISTS version_with_bytes;",
        ),
        # What is known of the last success of sources that were watched before.
        migrations.RunSQL(
            "UPDATE sources_watch SET last_success_at = last_checked_at WHERE kind IN ('feed', 'page') "
            "AND last_outcome IN ('new', 'changed', 'unchanged');",
            migrations.RunSQL.noop,
        ),
    ]
