"""What profile pages tell of members' texts. The floor above writes these rows; nothing gated is in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile


class Teaser(models.Model):
    """One thing for members that a profile's page points to, in public words only."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="teasers")
    briefing = models.CharField(max_length=24, blank=True)  # its public id; empty: the profile's source notes
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=600)
    tier = models.CharField(max_length=80)
    address = models.CharField(max_length=200)  # "{profile}" in it stands for the profile's public slug
    position = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=32)  # digest of the public words: pages carry it in their tag
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "briefing"], name="teaser_once_per_profile"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text="") & ~Q(tier=""), name="teaser_words_given"),
            models.CheckConstraint(condition=Q(address__regex=r"^/[a-z]"), name="teaser_address_of_ours"),
        ]

    def __str__(self) -> str:
        return self.title


class JoinWay(models.Model):
    """A way to become a member, as every profile page offers it."""

    position = models.PositiveSmallIntegerField(primary_key=True)
    tier = models.CharField(max_length=80)
    text = models.CharField(max_length=400)
    label = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    version = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(tier="") & ~Q(text="") & ~Q(label=""), name="join_way_words_given"),
            models.CheckConstraint(condition=Q(address__regex=r"^/[a-z]"), name="join_way_address_of_ours"),
        ]

    def __str__(self) -> str:
        return self.label
