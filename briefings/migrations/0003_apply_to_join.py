"""Profile pages call the way into the Alliance what every other page calls it. Labels that somebody worded stay."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import migrations

ADDRESS = "/join/alliance/"


def reword(before: str, after: str) -> migrations.RunPython:
    def run(apps: Any, schema_editor: Any) -> None:
        for way in apps.get_model("profiles", "JoinWay").objects.filter(address=ADDRESS):
            if way.label == f"{before} the {way.tier}":
                way.label = f"{after} the {way.tier}"
                words = (way.position, way.tier, way.text, way.label, way.address)
                way.version = hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()[:32]
                way.save()

    return run


class Migration(migrations.Migration):
    dependencies = [("briefings", "0002_the_three_tiers"), ("profiles", "0008_teasers")]
    operations = [migrations.RunPython(reword("Join", "Apply to join"), reword("Apply to join", "Join"))]
