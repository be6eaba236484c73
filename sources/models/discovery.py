from __future__ import annotations

from django.db import models
from django.db.models import Q


class Discovery(models.Model):
    """What an editor asked us to look for at an address: its feeds, sitemaps and the like. Looked at one address
    after the other, at the pace of each host; a row waits until `next_step_at`. Rows of a day ago go with the next."""

    address = models.URLField(max_length=2000)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    state = models.JSONField(default=dict, help_text="What is still to be looked at, and what was found.")
    next_step_at = models.DateTimeField(null=True, blank=True, help_text="Empty when all has been looked at.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Steps begun since one last came to an end.")

    class Meta:
        verbose_name_plural = "discoveries"
        constraints = [
            models.CheckConstraint(condition=Q(address__regex=r"^https?://"), name="discovery_address_web"),
            models.CheckConstraint(condition=Q(attempts__lte=4), name="discovery_attempts_at_most_4"),
        ]

    def __str__(self) -> str:
        return self.address
