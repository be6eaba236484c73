from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Least

from briefings.models.tier import Tier


class OneNumber(Func):
    """A number as a range of itself alone: PostgreSQL compares ranges by overlap without an extension."""

    function = "int8range"
    output_field = BigIntegerRangeField()


class Span(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class Membership(models.Model):
    """That somebody belonged to a tier, from when to when, and why. One person may have several over time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is ended.")
    reason = models.CharField(max_length=400, help_text="Why this person belongs to it. The member sees it.")
    granted_by = models.CharField(max_length=80, editable=False)
    granted_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.CharField(max_length=80, blank=True, editable=False)
    ended_reason = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="membership_days_in_order",
                violation_error_message="It ends after it starts.",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(granted_by=""), name="membership_reason_given"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", ended_reason="")
                | (Q(ended_at__gte=F("starts_at")) & ~Q(ended_by="") & ~Q(ended_reason="")),
                name="membership_end_whole",
            ),
            ExclusionConstraint(
                name="membership_one_at_a_time",
                expressions=[
                    (OneNumber("user_id", "user_id", Value("[]")), RangeOperators.OVERLAPS),
                    (OneNumber("tier_id", "tier_id", Value("[]")), RangeOperators.OVERLAPS),
                    (Span("starts_at", Least("ends_at", "ended_at")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person is a member of this tier in that time already.",
            ),
        ]
        indexes = [models.Index(fields=["user", "tier"], name="membership_of_user")]

    def __str__(self) -> str:
        return f"{self.tier}: {self.user}"
