from __future__ import annotations

from django.db import models
from django.db.models import Q

from records.identifiers import source_id
from sources.models.publisher import Publisher


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

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(address__regex=r"^https?://"), name="source_address_web"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name
