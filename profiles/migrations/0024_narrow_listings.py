"""The rows of lists become narrow: what only search compares and what only a card shows lies apart from them.

Counting and sorting look at thousands of rows all over the table. Rows that are there already follow when they are
written the next time.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profiles", "0023_introductions")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE profiles_publishedprofile ALTER terms SET STORAGE MAIN, ALTER names SET STORAGE MAIN, "
            "ALTER lead SET STORAGE MAIN, SET (toast_tuple_target = 1000)",
            "ALTER TABLE profiles_publishedprofile ALTER terms SET STORAGE EXTENDED, ALTER names SET STORAGE EXTENDED, "
            "ALTER lead SET STORAGE EXTENDED, RESET (toast_tuple_target)",
        )
    ]
