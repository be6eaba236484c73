from __future__ import annotations

from django.db import models

from profiles.models.profile import Profile


class Approval(models.Model):
    """Somebody read a working file at one revision and would publish it as it is. A later change voids it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="approvals")
    revision = models.PositiveIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "revision", "by"], name="approval_once_each"),
            models.CheckConstraint(condition=~models.Q(by=""), name="approval_by_given"),
        ]

    def __str__(self) -> str:
        return f"{self.profile}, revision {self.revision}"
