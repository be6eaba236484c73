"""Which public profile says that which other one acts on it, for those to come and those that are public already."""

import django.db.models.deletion
from django.db import migrations, models

NOTE_WHAT_IS_PUBLIC = """
    INSERT INTO profiles_publishedtie (listing_id, other, kind)
    SELECT DISTINCT listing.profile_id, tie->>'other', tie->>'kind'
    FROM profiles_publishedprofile listing
    JOIN profiles_edition edition ON edition.id = listing.edition_id
    CROSS JOIN jsonb_array_elements(edition.manifest->'words'->'dependencies') tie
    WHERE (tie->>'points_here')::boolean AND tie->>'other' <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("profiles", "0021_lists_of_a_million")]

    operations = [
        migrations.CreateModel(
            name="PublishedTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("other", models.CharField(help_text="Public id of the profile that acts on this one.", max_length=24)),
                ("kind", models.CharField(max_length=10)),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="profiles.publishedprofile",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="publishedtie",
            constraint=models.UniqueConstraint(fields=("other", "listing", "kind"), name="published_tie_once"),
        ),
        migrations.RunSQL(NOTE_WHAT_IS_PUBLIC, migrations.RunSQL.noop),
    ]
