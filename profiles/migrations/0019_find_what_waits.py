"""Indexes by which the desk finds what waits, among millions of statements and many verdicts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0018_what_waits_already")]
    operations = [
        migrations.RemoveIndex(model_name="claim", name="claim_contested"),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                fields=["contested_since", "id"],
                include=["public_id"],
                name="claim_contested",
                condition=models.Q(contested_since__isnull=False),
            ),
        ),
        migrations.AddIndex(model_name="verdict", index=models.Index(fields=["claim", "at"], name="verdict_of_claim")),
    ]
