from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from briefings.models.membership import Membership


class ApplicationState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class Application(models.Model):
    """Somebody asks to belong to the Leadership Alliance, and says on what grounds. An editor decides."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.CharField(max_length=200)
    role = models.CharField(max_length=120)
    resources = models.CharField(max_length=1000)
    evidence = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ApplicationState, default=ApplicationState.WAITING)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=400, blank=True)
    membership = models.OneToOneField(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="waiting"), name="application_one_waiting_per_user"
            ),
            models.CheckConstraint(
                condition=~Q(organisation="") & ~Q(role="") & ~Q(resources="") & ~Q(evidence=""),
                name="application_words_given",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by="", decision_reason="")
                | (
                    Q(state__in=["accepted", "declined"], decided_at__isnull=False)
                    & ~Q(decided_by="")
                    & ~Q(decision_reason="")
                ),
                name="application_decision_whole",
            ),
        ]
        indexes = [models.Index(fields=["made_at", "id"], name="application_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.user}"
