from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutboxRow(models.Model):
    """News for the floor above, written in the transaction that makes it true."""

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(topic=""), name="outbox_topic_given"),
            models.CheckConstraint(condition=Q(attempts__lte=4), name="outbox_attempts_at_most_4"),
        ]
        indexes = [
            models.Index(fields=["topic", "due_at", "id"], name="outbox_waiting", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class DeadLetter(models.Model):
    """Work that failed four times, kept with its reason until a person looks at it."""

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    reason = models.TextField()
    attempts = models.PositiveSmallIntegerField()
    died_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dead_letter_reason_given"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="") | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="dead_letter_settled_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
