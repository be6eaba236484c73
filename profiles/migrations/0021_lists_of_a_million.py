"""Lists, facets and search that hold with a million profiles: terms beside the row, counts as a ledger, names apart."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from profiles.editions.names import names_of, slips_of, starts_of
from profiles.editions.schemas import read_words
from profiles.naming import search_words

# By statement: a thousand rows at once write each pair of terms once.
COUNTING = """
CREATE FUNCTION plumbline_count_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO profiles_termcount (given, term, many)
        SELECT given, term, count(*) FROM becomes, unnest(terms || ''::varchar) given, unnest(terms || ''::varchar) term
        GROUP BY given, term;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO profiles_termcount (given, term, many)
        SELECT given, term, -count(*) FROM was, unnest(terms || ''::varchar) given, unnest(terms || ''::varchar) term
        GROUP BY given, term;
    ELSE
        INSERT INTO profiles_termcount (given, term, many)
        SELECT given, term, sum(one) FROM (
            SELECT becomes.terms, 1 AS one FROM becomes JOIN was USING (profile_id) WHERE was.terms <> becomes.terms
            UNION ALL
            SELECT was.terms, -1 FROM becomes JOIN was USING (profile_id) WHERE was.terms <> becomes.terms
        ) changed, unnest(terms || ''::varchar) given, unnest(terms || ''::varchar) term
        GROUP BY given, term HAVING sum(one) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER listing_counts_added AFTER INSERT ON profiles_publishedprofile
    REFERENCING NEW TABLE AS becomes FOR EACH STATEMENT EXECUTE FUNCTION plumbline_count_terms();
CREATE TRIGGER listing_counts_removed AFTER DELETE ON profiles_publishedprofile
    REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION plumbline_count_terms();
CREATE TRIGGER listing_counts_changed AFTER UPDATE ON profiles_publishedprofile
    REFERENCING OLD TABLE AS was NEW TABLE AS becomes FOR EACH STATEMENT EXECUTE FUNCTION plumbline_count_terms();
"""
NO_COUNTING = """
DROP TRIGGER listing_counts_added ON profiles_publishedprofile;
DROP TRIGGER listing_counts_removed ON profiles_publishedprofile;
DROP TRIGGER listing_counts_changed ON profiles_publishedprofile;
DROP FUNCTION plumbline_count_terms();
"""
# What is public already.
TERMS = """
INSERT INTO profiles_publishedterm (term, label)
    SELECT DISTINCT ON (facet, slug) facet || ':' || slug, label FROM profiles_publishedfacet ORDER BY facet, slug, id DESC;
UPDATE profiles_publishedprofile SET terms = found.terms FROM (
    SELECT listing_id, array_agg(facet || ':' || slug ORDER BY facet, slug) AS terms
    FROM profiles_publishedfacet GROUP BY listing_id
) found WHERE listing_id = profile_id;
-- The trigger counts what changes; how many there were it could not see.
INSERT INTO profiles_termcount (given, term, many) SELECT '', '', count(*) FROM profiles_publishedprofile;
"""
FACETS = """
INSERT INTO profiles_publishedfacet (listing_id, facet, slug, label)
    SELECT profile_id, split_part(one, ':', 1), split_part(one, ':', 2), label
    FROM profiles_publishedprofile, unnest(terms) one JOIN profiles_publishedterm ON term = one;
"""
VECTORS = """
UPDATE profiles_publishedprofile SET names = to_tsvector('simple', %s), lead = to_tsvector('simple', %s)
WHERE profile_id = %s
"""


def note_names(apps, schema_editor):
    Listing = apps.get_model("profiles", "PublishedProfile")
    Name = apps.get_model("profiles", "PublishedName")
    Slip = apps.get_model("profiles", "NameSlip")
    for listing in Listing.objects.select_related("edition").iterator(chunk_size=40):
        names = names_of(read_words(listing.edition.manifest, listing.edition.body))
        said = [" ".join(search_words(text)) for text in (" ".join(names), " ".join([*names, listing.summary]))]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(VECTORS, [*said, listing.pk])
        Name.objects.bulk_create(
            Name(listing=listing, start=start, name=name, is_whole=whole)
            for start, (name, whole) in starts_of(names).items()
        )
        words = set(search_words(" ".join(names)))
        slips = [Slip(slip=slip, word=word) for word in words for slip in slips_of(word)]
        Slip.objects.bulk_create(slips, ignore_conflicts=True)


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def gin(field):
    return django.contrib.postgres.indexes.GinIndex(fields=[field], name=f"listing_{field}", fastupdate=False)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0020_published_sentences")]

    operations = [
        migrations.CreateModel(
            name="PublishedTerm",
            fields=[
                ("term", models.CharField(help_text="facet:term", max_length=85, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="TermCount",
            fields=[
                ("id", key()),
                ("given", models.CharField(blank=True, max_length=85)),
                ("term", models.CharField(blank=True, max_length=85)),
                ("many", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["given", "term"], include=["many"], name="term_count_pair")],
            },
        ),
        migrations.CreateModel(
            name="PublishedName",
            fields=[
                ("id", key()),
                (
                    "start",
                    models.CharField(db_collation="C", help_text="Folded (profiles.naming).", max_length=200),
                ),
                ("name", models.CharField(help_text="The whole name, as it is written.", max_length=200)),
                ("is_whole", models.BooleanField(help_text="It starts with the first word.")),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="starts",
                        to="profiles.publishedprofile",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("start", "listing"), name="published_name_once")],
            },
        ),
        migrations.CreateModel(
            name="NameSlip",
            fields=[
                ("id", key()),
                ("slip", models.CharField(db_collation="C", max_length=40)),
                ("word", models.CharField(db_collation="C", max_length=40)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("slip", "word"), name="name_slip_once")],
                "indexes": [models.Index(fields=["word"], name="name_slip_word")],
            },
        ),
        migrations.AddField(
            model_name="publishedprofile",
            name="terms",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=85),
                default=list,
                help_text="What it is found under, as facet:term. A trigger keeps the counts (TermCount).",
                size=None,
            ),
        ),
        *(
            migrations.AddField(
                model_name="publishedprofile",
                name=name,
                field=django.contrib.postgres.search.SearchVectorField(default="", help_text=words),
                preserve_default=False,
            )
            for name, words in (
                ("names", "The words of its name and its other names."),
                ("lead", "Those and the words of its summary."),
            )
        ),
        migrations.AlterField(
            model_name="publishedprofile",
            name="search",
            field=django.contrib.postgres.search.SearchVectorField(help_text="Those and the words of its text."),
        ),
        migrations.RunSQL(COUNTING, NO_COUNTING),
        migrations.RunSQL(TERMS, FACETS),
        migrations.RunPython(note_names, migrations.RunPython.noop),
        # Keys of the rows above are checked now: an index cannot be made while that waits for the end.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;", migrations.RunSQL.noop),
        migrations.DeleteModel(name="PublishedFacet"),
        *(migrations.RemoveIndex("publishedprofile", name) for name in ("listing_search", "listing_by_score")),
        migrations.AddIndex(
            "publishedprofile",
            models.Index(models.F("score").desc(nulls_last=True), models.F("profile").desc(), name="listing_by_score"),
        ),
        *(migrations.AddIndex("publishedprofile", gin(field)) for field in ("terms", "names", "lead", "search")),
    ]
