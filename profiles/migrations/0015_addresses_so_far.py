"""Endings are written once; profiles that are public have an address."""

from django.db import migrations

from records.immutable import insert_only


class Migration(migrations.Migration):
    dependencies = [("profiles", "0014_endings")]
    operations = [
        insert_only("profiles_ending"),
        migrations.RunSQL(
            "INSERT INTO profiles_address (slug, profile_id, since) "
            "SELECT l.slug, l.profile_id, e.published_at FROM profiles_publishedprofile l "
            "JOIN profiles_edition e ON e.id = l.edition_id",
            migrations.RunSQL.noop,
        ),
    ]
