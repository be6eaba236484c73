"""The three things the public reads: edition (words), assessment (numbers), status (when checked)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile


class EditionKind(models.TextChoices):
    FIRST = "first", "First edition"
    UPDATE = "update", "Update"
    CORRECTION = "correction", "Correction"


class Edition(models.Model):
    """The immutable, dated, numbered words of a profile.

    A trigger refuses DELETE, and any UPDATE but one in which blocks of the body become null (erasure).
    """

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EditionKind)
    schema = models.PositiveSmallIntegerField()
    manifest = models.JSONField(help_text="Structure, digests of blocks, digest of the edition before.")
    body = models.JSONField(help_text="Block id to [salt, text], or null where it was erased.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical manifest.")
    previous_digest = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80, blank=True, default="", help_text="The second person, if there was.")
    note = models.TextField(blank=True, help_text="What changed, in a sentence readers see.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="edition_number_once"),
            models.UniqueConstraint(fields=["digest"], name="edition_digest_once"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="edition_digest_form"),
            models.CheckConstraint(
                condition=Q(number=1, previous_digest="", kind="first")
                | (Q(number__gt=1, previous_digest__regex=r"^[0-9a-f]{64}$") & ~Q(kind="first")),
                name="edition_chain",
            ),
            models.CheckConstraint(condition=Q(kind="first") | ~Q(note=""), name="edition_change_has_note"),
            models.CheckConstraint(condition=~Q(published_by=""), name="edition_publisher_given"),
            models.CheckConstraint(condition=~Q(approved_by=models.F("published_by")), name="edition_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.profile}, edition {self.number}"


class Assessment(models.Model):
    """The numbers of an edition at a date. Insert-only; within an edition the score never rises (trigger)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField()
    assessed_at = models.DateTimeField()
    method = models.CharField(max_length=20)
    cause = models.CharField(max_length=200, help_text="Why there is this assessment, as readers see it.")
    score = models.PositiveSmallIntegerField(null=True, help_text="Ten-thousandths; null: not assessed.")
    result = models.JSONField(help_text="Scores of claims, ledgers, parameters: enough to recompute the score.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="assessment_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="assessment_number_from_1"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=10_000), name="assessment_score_0_to_10000"
            ),
            models.CheckConstraint(condition=~Q(cause=""), name="assessment_cause_given"),
        ]
        indexes = [models.Index(fields=["-assessed_at", "-id"], name="assessment_newest")]

    def __str__(self) -> str:
        return f"{self.edition}, assessment {self.edition.number}.{self.number}"


class Status(models.Model):
    """When a published profile's sources were last looked at, and what became of its citations."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, primary_key=True, related_name="status")
    last_checked_on = models.DateField(null=True)
    citations = models.JSONField(default=dict, help_text="Citation id to when it was checked and what was found.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "statuses"

    def __str__(self) -> str:
        return f"{self.profile}: {self.last_checked_on or 'never checked'}"
