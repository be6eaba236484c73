"""Marks of the sentences of public profiles, for those to come and those that are public already."""

import django.db.models.deletion
from django.db import migrations, models

from profiles.editions.schemas import read_words
from profiles.editions.sentences import marks_of


def note_what_is_public(apps, schema_editor):
    Listing = apps.get_model("profiles", "PublishedProfile")
    Sentence = apps.get_model("profiles", "PublishedSentence")
    for listing in Listing.objects.select_related("edition").iterator(chunk_size=40):
        marks = marks_of(read_words(listing.edition.manifest, listing.edition.body))
        Sentence.objects.bulk_create([Sentence(listing=listing, mark=mark) for mark in marks])


class Migration(migrations.Migration):
    dependencies = [("profiles", "0019_find_what_waits")]

    operations = [
        migrations.CreateModel(
            name="PublishedSentence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mark",
                    models.BigIntegerField(
                        help_text="First 8 bytes of the SHA-256 of the sentence (profiles.editions.sentences)."
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sentences",
                        to="profiles.publishedprofile",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="publishedsentence",
            constraint=models.UniqueConstraint(fields=("mark", "listing"), name="published_sentence_once"),
        ),
        migrations.RunPython(note_what_is_public, migrations.RunPython.noop),
    ]
