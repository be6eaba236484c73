from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from briefings.models.tier import Tier
from profiles.models import Profile
from records.identifiers import briefing_id


class Briefing(models.Model):
    """A deeper text for a tier. Title and teaser are public; the body leaves by `briefings.reading` alone."""

    public_id = models.CharField(max_length=24, unique=True, default=briefing_id, editable=False)
    slug = models.SlugField(max_length=80, unique=True, help_text="Its address, after /briefings/")
    title = models.CharField(max_length=200, help_text="Public.")
    teaser = models.CharField(max_length=600, blank=True, help_text="Public: what the briefing is about.")
    body = models.TextField(blank=True, help_text="For members, in Markdown.")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="+")
    profiles = models.ManyToManyField(Profile, through="BriefingProfile", related_name="+")
    byline = models.CharField(max_length=120, blank=True, help_text="Who wrote it, as readers see it. Public.")
    published_at = models.DateTimeField(null=True, blank=True, editable=False)  # null: a draft; to come: scheduled
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=400, blank=True, editable=False)
    made_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.CharField(max_length=80, editable=False)

    class Meta:
        permissions = [("publish_briefing", "Can publish and withdraw briefing")]
        constraints = [
            models.CheckConstraint(condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="briefing_slug_form"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(changed_by=""), name="briefing_title_given"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | (~Q(teaser="") & ~Q(body="") & ~Q(byline="")),
                name="briefing_published_whole",
                violation_error_message="What is published has a teaser, a body and a byline.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, published_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="briefing_withdrawal_whole",
            ),
        ]
        indexes = [models.Index(F("published_at").desc(), "id", name="briefing_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The text id under which this briefing is recorded."""
        return f"briefing:{self.public_id}"


class BriefingProfile(models.Model):
    """A briefing is about a profile, whose page shows the teaser."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="about")
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "profile that it is about"
        verbose_name_plural = "profiles that it is about"
        constraints = [models.UniqueConstraint(fields=["briefing", "profile"], name="briefing_about_profile_once")]

    def __str__(self) -> str:
        return str(self.profile)
