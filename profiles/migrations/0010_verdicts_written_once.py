"""Verdicts, what they teach, parameter sets and replies are written once; a later verdict is on the same statement."""

from django.db import migrations

from records.immutable import insert_only

SAME_CLAIM = """
ALTER TABLE profiles_verdict ADD CONSTRAINT verdict_supersedes_its_claim FOREIGN KEY (supersedes_id, claim)
    REFERENCES profiles_verdict (id, claim) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("profiles", "0009_verdicts")]
    operations = [
        migrations.RunSQL(
            SAME_CLAIM, "ALTER TABLE profiles_verdict DROP CONSTRAINT IF EXISTS verdict_supersedes_its_claim;"
        ),
        insert_only("profiles_verdict"),
        insert_only("profiles_verdictlesson"),
        insert_only("profiles_parameterset"),
        insert_only("profiles_reply"),
    ]
