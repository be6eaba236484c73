from django.db import migrations

from records.immutable import erasure_may_empty


class Migration(migrations.Migration):
    dependencies = [("records", "0003_erasures")]
    operations = [erasure_may_empty()]
