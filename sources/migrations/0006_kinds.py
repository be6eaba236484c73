import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0005_robots"),
    ]

    operations = [
        migrations.CreateModel(
            name="Discovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.URLField(max_length=2000)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.JSONField(default=dict, help_text="What is still to be looked at, and what was found."),
                ),
                (
                    "next_step_at",
                    models.DateTimeField(blank=True, help_text="Empty when all has been looked at.", null=True),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, help_text="Steps begun since one last came to an end."),
                ),
            ],
            options={
                "verbose_name_plural": "discoveries",
            },
        ),
        migrations.RemoveConstraint(
            model_name="watch",
            name="watch_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="watch",
            name="watch_of_its_kind",
        ),
        migrations.AddField(
            model_name="source",
            name="folder",
            field=models.CharField(
                blank=True,
                help_text="Where it stands in lists that are exported, such as “Regulators / Europe”. Nothing depends on it.",
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="json_address",
            field=models.CharField(blank=True, max_length=200, verbose_name="address, from an item"),
        ),
        migrations.AddField(
            model_name="source",
            name="json_date",
            field=models.CharField(blank=True, max_length=200, verbose_name="date, from an item"),
        ),
        migrations.AddField(
            model_name="source",
            name="json_id",
            field=models.CharField(blank=True, max_length=200, verbose_name="id, from an item"),
        ),
        migrations.AddField(
            model_name="source",
            name="json_items",
            field=models.CharField(
                blank=True,
                help_text="A JSON document alone: where the list is whose items become documents, such as “$.incidents[*]”. Empty: one text is watched, see below.",
                max_length=200,
                verbose_name="JSONPath to the items",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="json_text",
            field=models.CharField(
                blank=True,
                help_text="From an item; without items, from the document: the text that is watched for change.",
                max_length=200,
                verbose_name="text",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="json_title",
            field=models.CharField(
                blank=True,
                help_text="Such as “$.name”, where $ is the item.",
                max_length=200,
                verbose_name="title, from an item",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="selector",
            field=models.CharField(
                blank=True,
                help_text="A page alone: watch only what this CSS selector chooses, such as “main .notice” or “#status”. Names, classes, ids and attributes, one within another. Empty: the page's article.",
                max_length=200,
                verbose_name="element of the page",
            ),
        ),
        migrations.AddField(
            model_name="watch",
            name="choice",
            field=models.JSONField(
                blank=True, default=dict, help_text="How what comes is read; empty for a feed, a page and a document."
            ),
        ),
        migrations.AddField(
            model_name="watch",
            name="listed_changed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When a sitemap says that it last changed; a later moment makes it due.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="interval_seconds",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="To begin with; adapts to how often it changes. Empty: 900 for what lists documents, 86400 for a text.",
                null=True,
                validators=[django.core.validators.MinValueValidator(10)],
                verbose_name="visited every (seconds)",
            ),
        ),
        migrations.AlterField(
            model_name="watch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("feed", "List of documents"),
                    ("page", "Text of a source"),
                    ("part", "File of a sitemap index"),
                    ("document", "Document"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("selector", ""), ("kind", "page"), _connector="OR"),
                name="source_selector_of_a_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("json_address", ""),
                        ("json_date", ""),
                        ("json_id", ""),
                        ("json_items", ""),
                        ("json_title", ""),
                        ("json_text", ""),
                    ),
                    ("kind", "json"),
                    _connector="OR",
                ),
                name="source_paths_of_json",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("json_address", ""), ("json_date", ""), ("json_id", ""), ("json_items", ""), ("json_title", "")
                    ),
                    models.Q(
                        models.Q(("json_items", ""), _negated=True),
                        models.Q(
                            models.Q(("json_title", ""), _negated=True),
                            models.Q(("json_address", ""), _negated=True),
                            models.Q(("json_text", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="source_paths_of_items_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["feed", "page", "part", "document"])), name="watch_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document__isnull", True), ("kind", "feed"), ("source__isnull", False)),
                    models.Q(("document__isnull", True), ("kind", "part"), ("source__isnull", False)),
                    models.Q(("kind", "page"), ("source__isnull", False)),
                    models.Q(("document__isnull", False), ("kind", "document")),
                    _connector="OR",
                ),
                name="watch_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="discovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("address__regex", "^https?://")), name="discovery_address_web"
            ),
        ),
        migrations.AddConstraint(
            model_name="discovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempts__lte", 4)), name="discovery_attempts_at_most_4"
            ),
        ),
        # On the way back: before, there were no files of sitemap indexes.
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM sources_watch WHERE kind = 'part'"),
    ]
