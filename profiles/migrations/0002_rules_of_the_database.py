"""Rules that Django's constraints cannot say: composite foreign keys, and triggers."""

from django.db import migrations

from records.immutable import insert_only

COMPOSITE_KEYS = [
    # table, name, columns, target
    ("profiles_facetvalue", "facet_value_of_its_facet", "term_id, facet", "profiles_facetterm (id, facet)"),
    (
        "profiles_citation",
        "citation_value_of_its_claim",
        "value_id, claim_id",
        "profiles_claimvalue (id, claim_id)",
    ),
    (
        "profiles_citation",
        "citation_version_of_its_document",
        "version_id, document_id",
        "sources_documentversion (id, document_id)",
    ),
    (
        "profiles_keypoint",
        "key_point_claim_of_its_profile",
        "claim_id, profile_id",
        "profiles_claim (id, profile_id)",
    ),
    (
        "profiles_dependency",
        "dependency_claim_of_its_profile",
        "claim_id, profile_id",
        "profiles_claim (id, profile_id)",
    ),
]

QUOTE_STANDS_THERE = """
CREATE FUNCTION plumbline_quote_stands_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.quote <> '' AND NEW.quote_end > NEW.quote_start AND NEW.version_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM sources_documentversion v WHERE v.id = NEW.version_id
        AND substr(v.text, NEW.quote_start + 1, NEW.quote_end - NEW.quote_start) = NEW.quote
    ) THEN
        RAISE EXCEPTION 'the quote does not stand at that place of the document'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'citation_quote_stands_there';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER citation_quote_stands_there BEFORE INSERT OR UPDATE ON profiles_citation
    FOR EACH ROW EXECUTE FUNCTION plumbline_quote_stands_there();
"""

EDITION_ONLY_ERASED = """
CREATE FUNCTION plumbline_edition_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - 'body') IS DISTINCT FROM (to_jsonb(OLD) - 'body')
       OR (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(NEW.body) key)
          IS DISTINCT FROM (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(OLD.body) key)
       OR EXISTS (
           SELECT 1 FROM jsonb_each(NEW.body) block
           WHERE block.value <> 'null'::jsonb AND block.value IS DISTINCT FROM OLD.body -> block.key
       )
    THEN
        RAISE EXCEPTION 'an edition is written once; only erasure may empty its blocks'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'edition_only_erased';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER edition_only_erased BEFORE UPDATE ON profiles_edition
    FOR EACH ROW EXECUTE FUNCTION plumbline_edition_only_erased();
"""

ASSESSMENT_NEVER_RISES = """
CREATE FUNCTION plumbline_assessment_never_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM profiles_assessment a
        WHERE a.edition_id = NEW.edition_id AND a.number < NEW.number AND a.score < NEW.score
    ) THEN
        RAISE EXCEPTION 'a score rises only with a new edition'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'assessment_never_rises';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_never_rises BEFORE INSERT ON profiles_assessment
    FOR EACH ROW EXECUTE FUNCTION plumbline_assessment_never_rises();
"""


def composite(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        # Deferred like Django's own keys, so that a parent and its rows can be written and removed in any order.
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {target} "
        "DEFERRABLE INITIALLY DEFERRED;",
        f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name};",
    )


class Migration(migrations.Migration):
    dependencies = [("profiles", "0001_initial"), ("sources", "0002_versions_written_once")]
    operations = [
        *(composite(*row) for row in COMPOSITE_KEYS),
        migrations.RunSQL(
            QUOTE_STANDS_THERE,
            "DROP TRIGGER citation_quote_stands_there ON profiles_citation; DROP FUNCTION plumbline_quote_stands_there();",
        ),
        migrations.RunSQL(
            EDITION_ONLY_ERASED,
            "DROP TRIGGER edition_only_erased ON profiles_edition; DROP FUNCTION plumbline_edition_only_erased();",
        ),
        migrations.RunSQL(
            ASSESSMENT_NEVER_RISES,
            "DROP TRIGGER assessment_never_rises ON profiles_assessment; DROP FUNCTION plumbline_assessment_never_rises();",
        ),
        insert_only("profiles_edition", "DELETE"),
        insert_only("profiles_assessment"),
    ]
