from __future__ import annotations

from django.db import models
from django.db.models import Q

from records.identifiers import document_id
from sources.models.publisher import Publisher
from sources.models.source import Source
from sources.models.story import Story


class DocumentKind(models.TextChoices):
    ARTICLE = "article", "Article"
    FILING = "filing", "Court or regulator document"
    RELEASE = "release", "Release of the party itself"
    PAGE = "page", "Page"
    RECORD = "record", "Registry record"


class Document(models.Model):
    """One thing published by somebody.

    A document without a version is an original we know of, because others name it or an editor entered its
    address, and do not hold. `seen_at` says that we saw it, say as a summary in a feed, without holding it.
    """

    public_id = models.CharField(max_length=24, unique=True, default=document_id, editable=False)
    kind = models.CharField(max_length=8, choices=DocumentKind, default=DocumentKind.ARTICLE)
    title = models.CharField(max_length=400)
    address = models.URLField(max_length=2000, blank=True)
    address_key = models.CharField(
        max_length=2000, null=True, blank=True, unique=True, help_text="The address without what varies."
    )
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents")
    byline = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    is_evidence = models.BooleanField(default=True)
    no_evidence_reason = models.TextField(blank=True)
    shows_own_reporting = models.BooleanField(default=False)
    findings = models.JSONField(default=list, blank=True, help_text="What was recognised, each with its quote.")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    last_checked_at = models.DateTimeField(
        null=True, blank=True, help_text="When its address last answered about it: unchanged, changed or gone."
    )
    vanished_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when its address has nothing of it; empty while it is there."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="document_title_given"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
            models.CheckConstraint(
                condition=Q(is_evidence=True, no_evidence_reason="")
                | (Q(is_evidence=False) & ~Q(no_evidence_reason="")),
                name="document_no_evidence_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """What a document said when we read it. Its text and hash never change (trigger)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=80, help_text="Version of the hash, a colon, SHA-256 of the text.")
    title = models.CharField(max_length=400)
    text = models.TextField()
    raw = models.BinaryField(help_text="The bytes as they came, zlib-compressed.")
    raw_length = models.PositiveIntegerField(help_text="Bytes before compression.")
    media_type = models.CharField(max_length=80)
    file_name = models.CharField(max_length=255, blank=True)
    how = models.CharField(max_length=6, choices=[("upload", "Brought in by hand"), ("fetch", "Fetched")])
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["document", "content_hash"], name="version_content_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_1"),
            models.CheckConstraint(condition=~Q(text=""), name="version_text_given"),
            models.CheckConstraint(condition=Q(content_hash__regex=r"^\d+:[0-9a-f]{64}$"), name="version_hash_form"),
        ]
        indexes = [models.Index(fields=["content_hash"], name="version_by_hash")]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"
