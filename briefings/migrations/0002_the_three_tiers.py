"""The three tiers, and how one joins them on every profile page. Editors may word them anew."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import migrations

TIERS = [
    ("public", 0, "Everyone", "Open to every reader."),
    ("circle", 1, "Strategic Circle", "It is free, and open to every reader with a confirmed e-mail address."),
    (
        "alliance",
        2,
        "Leadership Alliance",
        "For owners and managers of organisations that hold IP resources. You apply, and an editor looks at it.",
    ),
]


def make(apps: Any, schema_editor: Any) -> None:
    tier, way = apps.get_model("briefings", "Tier"), apps.get_model("profiles", "JoinWay")
    for slug, rank, name, description in TIERS:
        tier.objects.get_or_create(slug=slug, defaults={"rank": rank, "name": name, "description": description})
        if rank:
            words = (rank - 1, name, description, f"Join the {name}", f"/join/{slug}/")
            version = hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()[:32]
            way.objects.get_or_create(
                position=rank - 1,
                defaults={
                    "tier": name,
                    "text": description,
                    "label": f"Join the {name}",
                    "address": f"/join/{slug}/",
                    "version": version,
                },
            )


class Migration(migrations.Migration):
    dependencies = [("briefings", "0001_initial"), ("profiles", "0008_teasers")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
