from __future__ import annotations

from django.db import models

from profiles.models.profile import Profile


class Approval(models.Model):
    """Somebody read a working file at one revision and would publish it as it is.

    It is for one draft (profiles.editions.drafting): other words, other lifts or other numbers on show void it.
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="approvals")
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, default="", editable=False, help_text="Of the draft that was approved.")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "revision", "by"], name="approval_once_each"),
            models.CheckConstraint(condition=~models.Q(by=""), name="approval_by_given"),
        ]

    def __str__(self) -> str:
        return f"{self.profile}, revision {self.revision}"
