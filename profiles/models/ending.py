from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile


class EndingKind(models.TextChoices):
    WITHDRAWN = "withdrawn", "Withdrawn"
    MERGED = "merged", "Merged into another profile"
    SPLIT = "split", "Split into several profiles"


class Ending(models.Model):
    """That a public profile came to an end: when, why, and where it goes on. Written once."""

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=9, choices=EndingKind)
    reason = models.CharField(max_length=300, help_text="In a sentence that readers see.")
    successors = models.ManyToManyField(Profile, related_name="+", blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EndingKind.values), name="ending_kind_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(by=""), name="ending_reason_given"),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="ending_newest")]

    def __str__(self) -> str:
        return f"{self.profile}: {self.kind}"


class Address(models.Model):
    """A slug at which a profile is public, or once was. It leads to that profile for ever, and to no other."""

    slug = models.SlugField(max_length=80, unique=True)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="addresses")
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return self.slug
