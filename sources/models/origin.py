from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sources.models.document import Document, DocumentVersion


class EdgeKind(models.TextChoices):
    NAMED = "named", "names it as its source"
    LINK = "link", "links to it"
    SAME_TEXT = "same_text", "copies its text"
    SAME_SENTENCE = "same_sentence", "repeats a sentence of it"
    SAME_OWNER = "same_owner", "has the same owner"
    PRESUMED = "presumed", "presumed, since nothing else is named"
    MENTIONS = "mentions", "mentions it"
    EDITOR = "editor", "an editor says so"


class EdgeState(models.TextChoices):
    JOINED = "joined", "Counts"
    PROPOSED = "proposed", "Proposed"
    REJECTED = "rejected", "Rejected by an editor"


class OriginEdge(models.Model):
    """Why one document goes back to another, with the words that show it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="goes_back_to")
    original = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="repeated_by")
    kind = models.CharField(max_length=14, choices=EdgeKind)
    state = models.CharField(max_length=8, choices=EdgeState)
    weight = models.DecimalField(max_digits=3, decimal_places=2)
    reason = models.TextField()
    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    quote = models.TextField(blank=True)
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    quote_end = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "original", "kind"], name="edge_once_per_kind"),
            models.CheckConstraint(condition=~Q(document=F("original")), name="edge_not_to_itself"),
            models.CheckConstraint(condition=Q(weight__gte=0, weight__lte=1), name="edge_weight_0_to_1"),
            models.CheckConstraint(condition=Q(kind__in=EdgeKind.values), name="edge_kind_known"),
            models.CheckConstraint(condition=Q(state__in=EdgeState.values), name="edge_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="edge_reason_given"),
            models.CheckConstraint(
                condition=Q(quote="", quote_start__isnull=True, quote_end__isnull=True)
                | (~Q(quote="") & Q(version__isnull=False, quote_start__isnull=False, quote_end__gt=F("quote_start"))),
                name="edge_quote_with_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()}: {self.original}"
