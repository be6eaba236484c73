from __future__ import annotations

from django.db import models


class AuditRow(models.Model):
    """Who did what to what, and when. Insert-only by a trigger; text ids only, so it never blocks live data."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(actor=""), name="audit_actor_given"),
            models.CheckConstraint(condition=~models.Q(verb=""), name="audit_verb_given"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject}"
