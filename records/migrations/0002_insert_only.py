from django.db import migrations

from records.immutable import insert_only, refuse_change_function


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [refuse_change_function(), insert_only("records_auditrow")]
