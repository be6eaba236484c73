"""Whose name it is that somebody looks for is found by an index of whole names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0025_filed_in_orders")]

    operations = [
        migrations.AddIndex(
            "publishedname",
            models.Index(
                fields=["start", "listing"], name="published_name_whole", condition=models.Q(("is_whole", True))
            ),
        ),
    ]
