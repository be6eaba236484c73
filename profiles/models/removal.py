from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.edition import Edition


class Removal(models.Model):
    """That words were removed from an edition for good: when and why, as readers see it. Written once."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="removals")
    erasure = models.CharField(max_length=24, help_text="Public id.")
    on = models.DateField()
    reason = models.CharField(max_length=300)
    blocks = models.PositiveIntegerField(help_text="How many texts of the edition were emptied.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "erasure"], name="removal_once_per_erasure"),
            models.CheckConstraint(condition=~Q(reason=""), name="removal_reason_given"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.on}"
