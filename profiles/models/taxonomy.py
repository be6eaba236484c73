"""Facets: editable lists of terms, and a profile's place in them, each with a reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile


class Facet(models.TextChoices):
    CATEGORY = "category", "Category"
    REGION = "region", "Region"
    CONTENT_TYPE = "content-type", "Content type"
    SIGNAL_FOCUS = "signal-focus", "Signal focus"
    PRIMARY_DOMAIN = "primary-domain", "Primary domain"
    TOPIC = "topic", "Topic"
    IMPACT = "impact", "Impact"
    CRITICALITY = "operational-criticality", "Operational criticality"
    TIME_HORIZON = "time-horizon", "Time horizon"
    POLICY_SENSITIVITY = "policy-sensitivity", "Policy sensitivity"
    PRIORITY = "priority", "Priority"


MANY_VALUED = frozenset({Facet.REGION, Facet.TOPIC})
SINGLE_VALUED = tuple(facet for facet in Facet if facet not in MANY_VALUED)


class FacetTerm(models.Model):
    facet = models.CharField(max_length=24, choices=Facet)
    slug = models.SlugField(max_length=60)
    label = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    introduction = models.TextField(
        blank=True,
        max_length=800,
        help_text="What readers are told on the page of this term, in plain sentences. Shown as soon as it is saved.",
    )

    class Meta:
        verbose_name = "facet term"
        constraints = [
            models.UniqueConstraint(fields=["facet", "slug"], name="term_slug_once_per_facet"),
            models.UniqueConstraint(fields=["id", "facet"], name="term_with_its_facet"),
            models.CheckConstraint(condition=~Q(label=""), name="term_label_given"),
            models.CheckConstraint(condition=Q(facet__in=Facet.values), name="term_facet_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_facet_display()}: {self.label}"


class FacetValue(models.Model):
    """One term of a profile. `facet` repeats the term's, so that "one category" is a rule of the database."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="facet_values")
    term = models.ForeignKey(FacetTerm, on_delete=models.PROTECT, related_name="values")
    facet = models.CharField(max_length=24, choices=Facet, editable=False)
    reason = models.TextField(blank=True, help_text="Why this term. Publishing refuses a term without a reason.")

    class Meta:
        verbose_name = "facet"
        constraints = [
            models.UniqueConstraint(fields=["profile", "term"], name="facet_term_once_per_profile"),
            models.UniqueConstraint(
                fields=["profile", "facet"],
                condition=Q(facet__in=SINGLE_VALUED),
                name="facet_single_valued_once",
                violation_error_message="A profile has one value of this facet.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.term)
