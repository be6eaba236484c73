from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from records.identifiers import erasure_id


class ErasureKind(models.TextChoices):
    DOCUMENT = "document", "A document"
    SOURCE = "source", "A source, with the documents that came from it"
    PUBLISHER = "publisher", "A publisher, with its documents and what was learnt of it"
    PERSON = "person", "A person who has an account here"
    PASSAGE = "passage", "A passage, wherever it stands"


class ErasureState(models.TextChoices):
    ASKED = "asked", "Waits for a second person"
    APPROVED = "approved", "Being carried out"
    DONE = "done", "Done"
    DECLINED = "declined", "Declined"


class Erasure(models.Model):
    """An order to erase something and all that was made of it: asked by one person, approved by another.

    While it is carried out, `reach` holds what has to go, texts included; then only numbers and identifiers stay.
    """

    public_id = models.CharField(max_length=24, unique=True, default=erasure_id, editable=False)
    kind = models.CharField(max_length=9, choices=ErasureKind)
    target = models.CharField(max_length=24, blank=True, help_text="Public id of what is erased.")
    passage = models.TextField(blank=True, help_text="The words, of a passage; emptied once they are gone.")
    reason = models.CharField(max_length=300, help_text="Why, in a sentence that readers see.")
    state = models.CharField(max_length=8, choices=ErasureState, default=ErasureState.ASKED)
    closure = models.JSONField(default=dict, help_text="How much goes, by kind, as it was shown when it was asked for.")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reach = models.JSONField(null=True, blank=True)
    steps = models.JSONField(default=dict, help_text="Steps that are done, each with what went, by kind.")
    attempts = models.PositiveIntegerField(default=0)
    receipt = models.JSONField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        permissions = [("approve_erasure", "Can approve erasure")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ErasureKind.values), name="erasure_kind_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(asked_by=""), name="erasure_reason_given"),
            models.CheckConstraint(
                condition=(Q(kind="passage", target="") & (~Q(passage="") | Q(state__in=["done", "declined"])))
                | (~Q(kind="passage") & ~Q(target="") & Q(passage="")),
                name="erasure_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by="", decided_at=None)
                | (~Q(state="asked") & ~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="erasure_decision_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")) | Q(state="declined"), name="erasure_two_people"
            ),
            models.CheckConstraint(
                condition=(~Q(state="done") & Q(receipt=None, done_at=None))
                | (Q(state="done", passage="", reach=None, done_at__isnull=False) & Q(receipt__isnull=False)),
                name="erasure_done_leaves_no_text",
            ),
        ]
        indexes = [
            models.Index(fields=["decided_at", "id"], name="erasure_unfinished", condition=Q(state="approved")),
            models.Index(fields=["asked_at", "id"], name="erasure_asked", condition=Q(state="asked")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.asked_at:%d %B %Y}"


class RefusedReturn(models.Model):
    """A keyed hash of an address or a text that was erased: what has it is not taken in again."""

    digest = models.CharField(max_length=64, primary_key=True)
    erasure = models.CharField(max_length=24, help_text="Public id.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="refused_return_form")]

    def __str__(self) -> str:
        return self.digest
