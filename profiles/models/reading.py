"""What a profile says in running text: key points, sections, and where to read on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.claim import Claim
from profiles.models.profile import Profile


class KeyPoint(models.Model):
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="key_points")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    claim = models.ForeignKey(
        Claim, on_delete=models.RESTRICT, related_name="key_points", help_text="The statement that backs it."
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="key_point_text_given")]

    def __str__(self) -> str:
        return self.text


class SectionKind(models.TextChoices):
    ACCOUNT = "account", "Account: states and cites"
    ANALYSIS = "analysis", "Analysis: our reading, signed, never scored"


class SectionPlace(models.TextChoices):
    DOES = "does", "What it does"
    HAPPENED = "happened", "What happened"
    MATTERS = "matters", "Why it matters"
    OTHER = "other", "Elsewhere, under its own heading"


class Section(models.Model):
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="sections")
    place = models.CharField(max_length=8, choices=SectionPlace)
    kind = models.CharField(max_length=8, choices=SectionKind)
    heading = models.CharField(max_length=120, blank=True, help_text="Only for a section elsewhere.")
    position = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(help_text="Markdown. Cite a statement with [^its-key].")
    author = models.CharField(max_length=120, blank=True, help_text="Who signs it; an analysis must be signed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "place"], condition=~Q(place="other"), name="section_place_once"
            ),
            models.CheckConstraint(
                condition=(Q(place__in=["does", "happened"], kind="account"))
                | Q(place="matters", kind="analysis")
                | Q(place="other"),
                name="section_kind_fits_place",
                violation_error_message="What it does and what happened are accounts; why it matters is analysis.",
            ),
            models.CheckConstraint(
                condition=(Q(place="other") & ~Q(heading="")) | (~Q(place="other") & Q(heading="")),
                name="section_heading_only_elsewhere",
            ),
            models.CheckConstraint(condition=Q(kind__in=SectionKind.values), name="section_kind_known"),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_place_display()


class AlsoRead(models.Model):
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="also_read")
    position = models.PositiveSmallIntegerField(default=0)
    other = models.ForeignKey(Profile, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=2000, blank=True)

    class Meta:
        verbose_name_plural = "also read"
        constraints = [
            models.CheckConstraint(
                condition=(Q(other__isnull=False) & Q(title="", address=""))
                | (Q(other__isnull=True) & ~Q(title="") & Q(address__regex=r"^https?://")),
                name="also_read_profile_or_address",
                violation_error_message="Either another profile, or a title with a web address.",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.other)
