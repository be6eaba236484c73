from __future__ import annotations

from django.db import models
from django.db.models import Q

from briefings.models.tier import Tier
from profiles.models import Profile


class SourceNote(models.Model):
    """An editor's note on a citation, for members. The citation itself is public; the note is not."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    citation = models.CharField(max_length=24, help_text="The citation's public id, such as ci-7k2m9x0d4h8jq1wz.")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(help_text="For members, in Markdown.")
    written_by = models.CharField(max_length=80, editable=False)
    written_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["citation"],
                name="source_note_once_per_citation",
                violation_error_message="This citation has a note already. Change that one.",
            ),
            models.CheckConstraint(condition=Q(citation__startswith="ci-"), name="source_note_of_a_citation"),
            models.CheckConstraint(condition=~Q(body="") & ~Q(written_by=""), name="source_note_words_given"),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.citation}"
