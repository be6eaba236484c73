from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile
from records.identifiers import signal_id


class SignalRole(models.TextChoices):
    SUBJECT = "subject", "It is about this profile"
    PASSING = "passing", "It mentions this profile in passing"


class SignalState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DISMISSED = "dismissed", "Dismissed"


class Signal(models.Model):
    """A document that says something about a profile, with why; waits for an editor's judgement."""

    public_id = models.CharField(max_length=24, unique=True, default=signal_id, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="signals")
    document = models.ForeignKey("sources.Document", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, choices=SignalRole)
    event_type = models.CharField(max_length=40, blank=True)
    event_status = models.CharField(max_length=12, blank=True)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=SignalState, default=SignalState.WAITING)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "document"], name="signal_once_per_document"),
            models.CheckConstraint(condition=Q(role__in=SignalRole.values), name="signal_role_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by="", decision_reason="")
                | (Q(state="accepted", decided_at__isnull=False) & ~Q(decided_by=""))
                | (Q(state="dismissed", decided_at__isnull=False) & ~Q(decided_by="") & ~Q(decision_reason="")),
                name="signal_decision_whole",
            ),
        ]
        indexes = [models.Index(fields=["made_at", "id"], name="signal_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.profile}: {self.document}"
