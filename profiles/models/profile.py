from __future__ import annotations

from django.db import models
from django.db.models import Q

from records.identifiers import profile_id


class ProfileState(models.TextChoices):
    DRAFT = "draft", "Draft, never published"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    MERGED = "merged", "Merged into another"
    SPLIT = "split", "Split into several"


class Profile(models.Model):
    """The working file on one organisation. Readers never see it: they see its editions."""

    public_id = models.CharField(max_length=24, unique=True, default=profile_id, editable=False)
    slug = models.SlugField(max_length=80, unique=True, help_text="Its address, after /profiles/")
    name = models.CharField(max_length=200)
    summary = models.CharField(
        max_length=400,
        blank=True,
        help_text="One or two sentences: what it is and why it is here. No boilerplate.",
    )
    base = models.CharField(max_length=120, blank=True, help_text="The one place of its seat.")
    inclusion_reason = models.TextField(
        blank=True, help_text="Why this organisation is profiled. Cite with [^key of a claim]."
    )
    byline = models.CharField(max_length=120, blank=True, help_text="Who wrote it, as readers see it.")
    reviewer = models.CharField(max_length=120, blank=True, help_text="Who read it before it was published.")
    disclosure = models.TextField(
        blank=True, help_text="Our own interests in this organisation. Empty: we have none to declare."
    )
    is_invented = models.BooleanField(
        default=False, help_text="An invented organisation of the demonstration; marked on every page."
    )
    state = models.CharField(max_length=10, choices=ProfileState, default=ProfileState.DRAFT, editable=False)
    current_edition = models.ForeignKey(
        "profiles.Edition", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.CharField(max_length=80, editable=False)

    class Meta:
        permissions = [("publish_profile", "Can publish profile")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="profile_name_given"),
            models.CheckConstraint(condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="profile_slug_form"),
            models.CheckConstraint(
                condition=Q(state="draft", current_edition__isnull=True)
                | Q(state__in=["published", "withdrawn", "merged", "split"], current_edition__isnull=False),
                name="profile_published_has_edition",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The text id under which this profile is recorded."""
        return f"profile:{self.public_id}"
