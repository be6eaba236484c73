from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from records.identifiers import story_id


class Story(models.Model):
    """Documents on the same event."""

    public_id = models.CharField(max_length=24, unique=True, default=story_id, editable=False)
    title = models.CharField(max_length=400)
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    event_type = models.CharField(max_length=40, blank=True)
    event_status = models.CharField(max_length=12, blank=True)
    event_reasons = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__isnull=True, last_on__isnull=True) | Q(first_on__lte=F("last_on")),
                name="story_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title
