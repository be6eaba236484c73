from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from profiles.models.claim import Claim, ClaimValue
from profiles.models.taxonomy import FacetValue
from records.identifiers import citation_id


class Directness(models.TextChoices):
    PRIMARY = "primary", "Primary: the document itself, or the party's own act"
    SECONDARY = "secondary", "Secondary: somebody's own reporting"
    TERTIARY = "tertiary", "Tertiary: repeats what others reported"


class Citation(models.Model):
    """Ties a claim, or a facet value, to what a document says.

    Whether it supports or disputes is not stored: a citation gives a value (or none: it only mentions), and
    the published value decides which of the two that is. So the two can never disagree.
    """

    public_id = models.CharField(max_length=24, unique=True, default=citation_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, blank=True, related_name="citations")
    facet_value = models.ForeignKey(
        FacetValue, on_delete=models.CASCADE, null=True, blank=True, related_name="citations"
    )
    position = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        "sources.DocumentVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    value = models.ForeignKey(
        ClaimValue,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="citations",
        help_text="What this document says. Empty: it only mentions the matter.",
    )
    directness = models.CharField(max_length=9, choices=Directness)
    attached = models.BooleanField(default=False, help_text="We hold the document, not only a mention of it.")
    own_reporting = models.BooleanField(default=False, help_text="It shows reporting of its own.")
    own_interest = models.BooleanField(default=False, help_text="Its publisher speaks in its own cause.")
    own_act = models.BooleanField(
        default=False, help_text="The document itself does it: an order orders, a registry registers."
    )
    original = models.ForeignKey(
        "sources.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The report or document that it names as its own source.",
    )
    quote = models.TextField(blank=True)
    quote_start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    quote_end = models.PositiveIntegerField(null=True, blank=True, editable=False)
    set_aside_reason = models.TextField(blank=True)
    set_aside_by = models.CharField(max_length=80, blank=True, editable=False)
    set_aside_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.CharField(max_length=80, editable=False)
    made_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False, facet_value__isnull=True)
                | Q(claim__isnull=True, facet_value__isnull=False),
                name="citation_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["claim", "document"],
                condition=Q(claim__isnull=False),
                name="citation_document_once_per_claim",
                violation_error_message="This document is cited for this statement already.",
            ),
            models.UniqueConstraint(
                fields=["facet_value", "document"],
                condition=Q(facet_value__isnull=False),
                name="citation_document_once_per_facet",
            ),
            models.CheckConstraint(
                condition=Q(facet_value__isnull=True) | Q(value__isnull=True),
                name="citation_of_facet_has_no_value",
            ),
            models.CheckConstraint(
                condition=Q(attached=False) | Q(version__isnull=False),
                name="citation_attached_has_version",
                violation_error_message="Only a document that we hold can be attached.",
            ),
            models.CheckConstraint(
                condition=Q(quote="", quote_start__isnull=True, quote_end__isnull=True)
                | (~Q(quote="") & Q(version__isnull=False, quote_start__isnull=False, quote_end__gt=F("quote_start"))),
                name="citation_quote_with_place",
                violation_error_message="A quote needs the version of the document in which it stands.",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_reason="", set_aside_by="", set_aside_at__isnull=True)
                | (~Q(set_aside_reason="") & ~Q(set_aside_by="") & Q(set_aside_at__isnull=False)),
                name="citation_set_aside_whole",
            ),
            models.CheckConstraint(
                condition=Q(original__isnull=True) | ~Q(original=F("document")),
                name="citation_original_is_another",
            ),
            models.CheckConstraint(condition=Q(directness__in=Directness.values), name="citation_directness_known"),
            models.CheckConstraint(condition=~Q(made_by=""), name="citation_maker_given"),
        ]

    def __str__(self) -> str:
        return f"{self.get_directness_display()}: {self.document}"
