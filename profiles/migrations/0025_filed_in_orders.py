"""The index of each order of lists holds what its profiles are filed under, as numbers: walking along an order until
fifty match then reads the index alone, some thirty times as fast as fetching rows."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import F

import profiles.models.listing

FILED = models.GeneratedField(
    expression=profiles.models.listing.Numbers("terms"),
    output_field=django.contrib.postgres.fields.ArrayField(models.IntegerField()),
    db_persist=True,
)
ORDERS = {
    "listing_newest": ("-changed_at", "-profile"),
    "listing_by_name": ("name_folded", "profile"),
    "listing_by_score": (F("score").desc(nulls_last=True), F("profile").desc()),
}


def index(name: str, **more: object) -> models.Index:
    order = ORDERS[name]
    if all(isinstance(each, str) for each in order):
        return models.Index(fields=order, name=name, **more)
    return models.Index(*order, name=name, **more)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0024_narrow_listings")]

    operations = [
        migrations.RunSQL(
            "CREATE FUNCTION profile_term_numbers(terms character varying[]) RETURNS integer[] "
            "LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
            "$$ SELECT coalesce(array_agg(pg_catalog.hashtext(term)), '{}') FROM pg_catalog.unnest(terms) AS term $$",
            "DROP FUNCTION profile_term_numbers(character varying[])",
        ),
        # First, since the new column writes the whole table anew, with every index that it has.
        *(migrations.RemoveIndex("publishedprofile", name) for name in ORDERS),
        migrations.AddField("publishedprofile", "filed", FILED),
        *(migrations.AddIndex("publishedprofile", index(name, include=("filed",))) for name in ORDERS),
    ]
