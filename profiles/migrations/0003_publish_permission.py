"""Publishing asks for a permission of its own: who may write may not by that alone publish."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profiles", "0002_rules_of_the_database")]
    operations = [
        migrations.AlterModelOptions(
            name="profile", options={"permissions": [("publish_profile", "Can publish profile")]}
        ),
    ]
