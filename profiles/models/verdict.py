from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.claim import ClaimKind
from profiles.models.edition import Assessment
from profiles.models.profile import Profile


class Outcome(models.TextChoices):
    """How a statement turned out. The values are those of profiles.evidence.learning.lessons."""

    UPHELD = "upheld", "Upheld: it is as we said"
    CORRECTED = "corrected", "Corrected: it is so, but not as we said"
    REFUTED = "refuted", "Refuted: it is not so"
    LAPSED = "lapsed", "Lapsed: it can no longer be told, or was so only for a time"


class Verdict(models.Model):
    """How a published statement turned out. Written once; a later verdict supersedes it, and both stay visible.

    The words are not copied: `assessment` names the edition in which they stand, and the numbers shown then.
    """

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="verdicts")
    claim = models.CharField(max_length=24, help_text="Public id of the statement.")
    kind = models.CharField(max_length=12, choices=ClaimKind)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="The score shown at that time, in ten-thousandths.")
    band = models.CharField(max_length=12, help_text="The band shown at that time.")
    belief = models.FloatField(help_text="The same before calibration and limits, 0 to 1: what a fit is made from.")
    outcome = models.CharField(max_length=9, choices=Outcome)
    right_value = models.CharField(
        max_length=12, blank=True, help_text="Key of the value that is right instead, where somebody gave it."
    )
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "claim"], name="verdict_with_its_claim"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(supersedes__isnull=True), name="verdict_first_once_per_claim"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="verdict_outcome_known"),
            models.CheckConstraint(condition=Q(kind__in=ClaimKind.values), name="verdict_kind_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(by=""), name="verdict_reason_given"),
            models.CheckConstraint(
                condition=Q(score__lte=10_000, belief__gte=0, belief__lte=1), name="verdict_figures_in_range"
            ),
            models.CheckConstraint(
                condition=Q(right_value="") | Q(outcome__in=["corrected", "refuted"]),
                name="verdict_right_value_fits",
            ),
        ]
        indexes = [
            models.Index(fields=["profile", "at"], name="verdict_of_profile"),
            models.Index(fields=["claim", "at"], name="verdict_of_claim"),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.outcome}"


class Unlearnt(models.Model):
    """A verdict on a statement whose evidence was erased: nothing is learnt from it any more. Written once."""

    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, primary_key=True, related_name="unlearnt")
    erasure = models.CharField(max_length=24, help_text="Public id.")

    class Meta:
        verbose_name_plural = "unlearnt verdicts"
        constraints = [models.CheckConstraint(condition=~Q(erasure=""), name="unlearnt_for_an_erasure")]

    def __str__(self) -> str:
        return f"{self.verdict}, unlearnt"


class LessonRole(models.TextChoices):
    ORIGIN = "origin", "Its own report was right or wrong"
    COPY = "copy", "It repeated a report faithfully or not"


class VerdictLesson(models.Model):
    """What a verdict teaches of one publisher, for statements of the verdict's kind. Written once."""

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="lessons")
    publisher = models.CharField(max_length=24, help_text="Public id.")
    role = models.CharField(max_length=6, choices=LessonRole)
    is_right = models.BooleanField(help_text="Right, or of a copy: faithful.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=LessonRole.values), name="lesson_role_known"),
            models.CheckConstraint(condition=~Q(publisher=""), name="lesson_publisher_given"),
        ]
        indexes = [models.Index(fields=["publisher", "role"], name="lesson_of_publisher")]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.role}, {'right' if self.is_right else 'wrong'}"
