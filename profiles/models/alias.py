from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from profiles.models.profile import Profile


class AliasClass(models.TextChoices):
    LEGAL = "legal", "Legal name"
    BRAND = "brand", "Brand"
    SHORT = "short", "Short form"
    FORMER = "former", "Former name"
    TICKER = "ticker", "Ticker"
    ASN = "asn", "AS number"
    DOMAIN = "domain", "Domain"


class Alias(models.Model):
    """A name under which documents speak of a profile."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(max_length=8, choices=AliasClass)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    case_sensitive = models.BooleanField(default=False)
    needs_context = models.BooleanField(
        default=False,
        help_text="A short or common word: it counts only beside another sign of the organisation.",
    )
    shadowed_by = models.CharField(
        max_length=400, blank=True, help_text="Look-alikes, separated by commas, that are somebody else."
    )

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(fields=["profile", "text", "kind"], name="alias_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(folded=""), name="alias_text_given"),
            models.CheckConstraint(condition=Q(kind__in=AliasClass.values), name="alias_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="alias_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.text
