import django.db.models.deletion
from django.db import migrations, models

# A watch can be claimed when it is due, and a leased one when its lease is over: GREATEST passes over what is null.
TRIGGERS = """
CREATE FUNCTION sources_note_new_watches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sources_hostdue (host, due_at)
    SELECT added.host, min(GREATEST(added.next_fetch_at, added.leased_until)) FROM added
    WHERE added.next_fetch_at IS NOT NULL GROUP BY added.host;
    RETURN NULL;
END $$;
CREATE TRIGGER watch_new AFTER INSERT ON sources_watch
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sources_note_new_watches();

CREATE FUNCTION sources_note_sooner_watch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sources_hostdue (host, due_at) VALUES (NEW.host, GREATEST(NEW.next_fetch_at, NEW.leased_until));
    RETURN NULL;
END $$;
CREATE TRIGGER watch_sooner AFTER UPDATE ON sources_watch FOR EACH ROW
    WHEN (NEW.next_fetch_at IS NOT NULL AND (
        OLD.next_fetch_at IS NULL OR NEW.host <> OLD.host
        OR GREATEST(NEW.next_fetch_at, NEW.leased_until) < GREATEST(OLD.next_fetch_at, OLD.leased_until)
    ))
    EXECUTE FUNCTION sources_note_sooner_watch();

INSERT INTO sources_hostdue (host, due_at)
SELECT host, min(GREATEST(next_fetch_at, leased_until)) FROM sources_watch WHERE next_fetch_at IS NOT NULL GROUP BY host;

-- A lease changes no index: with room on the page it is written there (HOT).
ALTER TABLE sources_watch SET (fillfactor = 80);
"""
# Django makes a second index of each unique text for LIKE, which nobody asks of these; every new entry of a feed paid.
FOR_LIKE = """
DROP INDEX IF EXISTS sources_watch_address_1ac180fc_like;
DROP INDEX IF EXISTS sources_document_address_key_c742ca31_like;
DROP INDEX IF EXISTS sources_document_public_id_a45873bc_like;
DROP INDEX IF EXISTS sources_hostpace_host_24008174_like;
"""
FOR_LIKE_AGAIN = """
CREATE INDEX sources_watch_address_1ac180fc_like ON sources_watch (address varchar_pattern_ops);
CREATE INDEX sources_document_address_key_c742ca31_like ON sources_document (address_key varchar_pattern_ops);
CREATE INDEX sources_document_public_id_a45873bc_like ON sources_document (public_id varchar_pattern_ops);
CREATE INDEX sources_hostpace_host_24008174_like ON sources_hostpace (host varchar_pattern_ops);
"""
BACK = """
ALTER TABLE sources_watch RESET (fillfactor);
DROP TRIGGER watch_sooner ON sources_watch;
DROP TRIGGER watch_new ON sources_watch;
DROP FUNCTION sources_note_sooner_watch();
DROP FUNCTION sources_note_new_watches();
"""


class Migration(migrations.Migration):
    """Hosts wait for their turn, not watches: see docs/decisions, "Claims go by host"."""

    dependencies = [("sources", "0008_pace_raw")]
    operations = [
        migrations.CreateModel(
            name="HostDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=260)),
                ("due_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("host", ""), _negated=True), name="host_due_host_given")
                ],
            },
        ),
        migrations.AddField(model_name="hostpace", name="due_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            model_name="hostpace",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at", "host"], name="host_pace_due"
            ),
        ),
        migrations.AddIndex(
            model_name="watch",
            index=models.Index(
                condition=models.Q(("next_fetch_at__isnull", False)),
                fields=["host", "next_fetch_at", "id"],
                name="watch_of_host",
            ),
        ),
        migrations.RemoveIndex(model_name="watch", name="watch_due"),
        migrations.RunSQL(TRIGGERS, BACK),
        migrations.RunSQL(FOR_LIKE, FOR_LIKE_AGAIN),
        # What is unique by source and identity is found by its source.
        migrations.AlterField(
            model_name="sighting",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sightings",
                to="sources.source",
            ),
        ),
    ]
