from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from records.identifiers import publisher_id


class Grade(models.TextChoices):
    """Admiralty code for a publisher's reliability; F is "cannot be judged", not the worst."""

    A = "A", "A - completely reliable"
    B = "B", "B - usually reliable"
    C = "C", "C - fairly reliable"
    D = "D", "D - not usually reliable"
    E = "E", "E - unreliable"
    F = "F", "F - cannot be judged"


class PublisherKind(models.TextChoices):
    NEWSROOM = "newsroom", "Newsroom"
    WIRE = "wire", "Wire service"
    REGULATOR = "regulator", "Regulator"
    COURT = "court", "Court"
    REGISTRY = "registry", "Registry"
    COMPANY = "company", "Company"
    ASSOCIATION = "association", "Association"
    AGGREGATOR = "aggregator", "Aggregator"
    UNKNOWN = "unknown", "Not known yet"


class Publisher(models.Model):
    public_id = models.CharField(max_length=24, unique=True, default=publisher_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, choices=PublisherKind, default=PublisherKind.UNKNOWN)
    grade = models.CharField(
        max_length=1,
        choices=Grade,
        default=Grade.F,
        help_text="How reliable its reports have been. F where that cannot be judged; never a guess.",
    )
    grade_reason = models.TextField(blank=True, help_text="Why this grade: what was checked, and when.")
    owner = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned",
        help_text="All that one owner owns, directly or through others, counts as one original report.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="publisher_name_given"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="publisher_grade_known"),
            models.CheckConstraint(condition=Q(kind__in=PublisherKind.values), name="publisher_kind_known"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | ~Q(owner=F("id")), name="publisher_not_its_own_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Say in words what the trigger `publisher_owners_form_no_circle` would refuse."""
        above = self.owner
        passed: set[int] = set()
        while above is not None and above.pk not in passed:
            if above.pk == self.pk:
                raise ValidationError(
                    {"owner": f"“{self.owner}” belongs to “{self}” itself, so it cannot be the owner of it."}
                )
            passed.add(above.pk)
            above = above.owner


class PublisherName(models.Model):
    """Another name under which articles refer to a publisher, case and accents folded."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="names")
    folded = models.CharField(max_length=200, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(folded=""), name="publisher_name_folded_given")]

    def __str__(self) -> str:
        return self.folded


class PublisherDomain(models.Model):
    """A registrable domain whose pages are this publisher's."""

    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(domain__regex=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"), name="publisher_domain_plain"
            )
        ]

    def __str__(self) -> str:
        return self.domain
