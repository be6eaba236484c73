from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from records.identifiers import source_id
from sources.models.publisher import Publisher

SHORTEST = 10  # seconds between two visits to one address


class SourceKind(models.TextChoices):
    FEED = "feed", "Feed"
    PAGE = "page", "Page"
    SITEMAP = "sitemap", "Sitemap"
    JSON = "json", "JSON document"


class Source(models.Model):
    """One address that we know documents come from, with the terms under which we may use them."""

    public_id = models.CharField(max_length=24, unique=True, default=source_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=SourceKind)
    address = models.URLField(max_length=2000, unique=True)
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="sources")
    terms = models.URLField(max_length=2000, blank=True, help_text="Address of its terms of use.")
    licence = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    interval_seconds = models.PositiveIntegerField(
        "visited every (seconds)",
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST)],
        help_text="To begin with; adapts to how often it changes. Empty: 900 for a feed, 86400 for a page.",
    )
    recheck_seconds = models.PositiveIntegerField(
        "its documents are checked again after (seconds)",
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST)],
        help_text="To begin with; adapts. Empty: 86400, a day.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(address__regex=r"^https?://"), name="source_address_web"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known"),
            models.CheckConstraint(
                condition=(Q(interval_seconds__isnull=True) | Q(interval_seconds__gte=SHORTEST))
                & (Q(recheck_seconds__isnull=True) | Q(recheck_seconds__gte=SHORTEST)),
                name="source_intervals_from_10_s",
            ),
        ]

    def __str__(self) -> str:
        return self.name
