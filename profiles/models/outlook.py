from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile


class Horizon(models.TextChoices):
    NOW = "now", "Now"
    QUARTER = "quarter", "This quarter"
    YEAR = "year", "This year"


class Outcome(models.TextChoices):
    HAPPENED = "happened", "It happened"
    DID_NOT = "did-not", "It did not happen"
    UNKNOWN = "unknown", "We could not find out"


class OutlookItem(models.Model):
    """One thing to watch, by a date, with what would tell."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="outlook_items")
    horizon = models.CharField(max_length=7, choices=Horizon)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=400)
    trigger = models.CharField(max_length=300, help_text="What would tell that it has happened.")
    due_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    outcome_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(trigger=""), name="outlook_words_given"),
            models.CheckConstraint(condition=Q(horizon__in=Horizon.values), name="outlook_horizon_known"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True)
                | (Q(outcome__in=Outcome.values) & Q(outcome_on__isnull=False)),
                name="outlook_outcome_with_date",
            ),
        ]

    def __str__(self) -> str:
        return self.text
