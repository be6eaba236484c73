"""Words about a term for its page, and indexes for what changed last and for what is replied to a statement."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0022_published_ties")]

    operations = [
        migrations.AddField(
            model_name="facetterm",
            name="introduction",
            field=models.TextField(
                blank=True,
                default="",
                max_length=800,
                help_text="What readers are told on the page of this term, in plain sentences. "
                "Shown as soon as it is saved.",
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["-assessed_at", "-id"], name="assessment_newest"),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["claim"], name="reply_of_claim"),
        ),
    ]
