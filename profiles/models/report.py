from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile
from records.identifiers import report_id


class ReportState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    UPHELD = "upheld", "There is an error"
    DECLINED = "declined", "There is no error"


class ErrorReport(models.Model):
    """A reader says that a statement is wrong. Waits for an editor's answer."""

    public_id = models.CharField(max_length=24, unique=True, default=report_id, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="error_reports")
    edition = models.PositiveIntegerField(help_text="The edition that the reader saw.")
    claim = models.CharField(max_length=24, blank=True, help_text="Id of the statement; empty: the page as a whole.")
    statement = models.TextField(blank=True, help_text="The statement as the reader saw it.")
    text = models.TextField(help_text="What is wrong, in the reader's words.")
    evidence = models.CharField(max_length=2000, blank=True, help_text="Where one can see that.")
    contact = models.EmailField(blank=True, help_text="Given by the reader for an answer, and for nothing else.")
    sender = models.CharField(max_length=64, help_text="Keyed hash of the network address on that day.")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ReportState, default=ReportState.WAITING)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="report_text_given"),
            models.CheckConstraint(
                condition=Q(state="waiting", answer="", answered_at=None, answered_by="")
                | (Q(state__in=["upheld", "declined"], answered_at__isnull=False) & ~Q(answer="") & ~Q(answered_by="")),
                name="report_answer_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["made_at", "id"], name="report_waiting", condition=Q(state="waiting")),
            models.Index(fields=["sender", "made_at"], name="report_by_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.statement[:80] or 'the page as a whole'}"
