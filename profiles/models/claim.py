from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile
from records.identifiers import claim_id


class ClaimKind(models.TextChoices):
    EVENT = "event", "Event: it happened or not"
    IDENTITY = "identity", "Identity: what it is (ages over 10 years)"
    STATUS = "status", "Status: who or what it has now (2 years)"
    METRIC = "metric", "Metric: a figure (1 year)"
    OPERATIONAL = "operational", "Operational: a figure of the day (90 days)"


class DatePrecision(models.TextChoices):
    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"


class Claim(models.Model):
    """One checkable statement on a profile."""

    public_id = models.CharField(max_length=24, unique=True, default=claim_id, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="claims")
    key = models.SlugField(max_length=60, help_text="Short name within the profile: texts cite it as [^key].")
    position = models.PositiveSmallIntegerField(default=0)
    statement = models.CharField(max_length=600, help_text="The sentence as readers see it.")
    predicate = models.CharField(
        max_length=200, help_text="What is stated, without the value, such as “photos deleted”."
    )
    kind = models.CharField(max_length=12, choices=ClaimKind)
    is_key = models.BooleanField("key", default=False, help_text="Key statements carry the profile's score.")
    happened_on = models.DateField(null=True, blank=True, help_text="Places it in the timeline.")
    happened_precision = models.CharField(max_length=5, choices=DatePrecision, blank=True)
    contested_since = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Since when a citation that counts contradicts the published value (profiles.evidence.contests).",
    )

    class Meta:
        verbose_name = "statement"
        constraints = [
            models.UniqueConstraint(fields=["profile", "key"], name="claim_key_once_per_profile"),
            models.UniqueConstraint(fields=["id", "profile"], name="claim_with_its_profile"),
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="claim_key_form"),
            models.CheckConstraint(condition=~Q(statement="") & ~Q(predicate=""), name="claim_words_given"),
            models.CheckConstraint(condition=Q(kind__in=ClaimKind.values), name="claim_kind_known"),
            models.CheckConstraint(
                condition=Q(happened_on__isnull=True, happened_precision="")
                | (Q(happened_on__isnull=False) & Q(happened_precision__in=DatePrecision.values)),
                name="claim_date_with_precision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["contested_since", "id"],
                include=["public_id"],  # published disputes are compared with these, among millions of statements
                name="claim_contested",
                condition=Q(contested_since__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.statement


class ClaimValue(models.Model):
    """A value that somebody gives for a claim. One is published; the others are its rivals or less specific."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="values")
    text = models.CharField(max_length=300)
    is_published = models.BooleanField(default=False, help_text="The value that we publish.")
    covers = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="covered_by",
        help_text="More specific values that this one agrees with: “millions” covers “3 million”.",
    )

    class Meta:
        verbose_name = "value"
        constraints = [
            models.UniqueConstraint(fields=["claim", "text"], name="value_text_once_per_claim"),
            models.UniqueConstraint(fields=["id", "claim"], name="value_with_its_claim"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(is_published=True),
                name="value_one_published_per_claim",
                violation_error_message="One value of a statement is published, not two.",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="value_text_given"),
        ]

    def __str__(self) -> str:
        return self.text
