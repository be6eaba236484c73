from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile


class Reply(models.Model):
    """What the organisation itself says on a statement: signed, dated, shown beside it; it moves no score.

    Written once. A later row may withdraw it, with the reason in `text`; then readers see neither.
    """

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="replies")
    claim = models.CharField(max_length=24, help_text="Public id of the statement.")
    text = models.TextField()
    name = models.CharField(max_length=200, blank=True, help_text="Who signs it.")
    role = models.CharField(max_length=200, blank=True, help_text="For whom: “Harbour Exchange, press office”.")
    said_on = models.DateField(null=True, blank=True)
    proof = models.TextField(blank=True, help_text="How we know that it comes from them. Not shown to readers.")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(by=""), name="reply_words_given"),
            models.CheckConstraint(
                condition=Q(withdraws__isnull=False, name="", role="", proof="", said_on__isnull=True)
                | (Q(withdraws__isnull=True, said_on__isnull=False) & ~Q(name="") & ~Q(role="") & ~Q(proof="")),
                name="reply_signed_or_withdrawal",
            ),
        ]
        indexes = [
            models.Index(fields=["profile", "at"], name="reply_of_profile"),
            models.Index(fields=["claim"], name="reply_of_claim"),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.role or 'withdrawal'}"
