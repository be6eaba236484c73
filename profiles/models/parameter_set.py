from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ParameterSet(models.Model):
    """The method's figures from a moment on. Written once; the newest that has begun applies.

    Set 0 has no row: it is what the method was released with.
    """

    number = models.PositiveIntegerField(unique=True)
    figures = models.JSONField(help_text="Every figure of the method, as each assessment keeps them.")
    since = models.DateTimeField()
    reason = models.CharField(max_length=600)
    verdicts = models.PositiveIntegerField(help_text="How many verdicts they were fitted to.")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="parameter_set_number_from_1"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(by=""), name="parameter_set_reason_given"),
            models.CheckConstraint(condition=Q(since__gte=F("at")), name="parameter_set_not_backdated"),
        ]

    def __str__(self) -> str:
        return f"Set {self.number}"
