from __future__ import annotations

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile


class Image(models.Model):
    """A picture with where it came from. The file is stored under the digest of its re-encoded bytes."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="images")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=80, editable=False, help_text="<sha256>.<png|jpg|webp> in the media store")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    caption = models.CharField(max_length=300)
    alt = models.CharField("alternative text", max_length=300)
    source_context = models.CharField(max_length=300, blank=True)
    relevance = models.CharField("relevance reason", max_length=300, blank=True)
    provenance = models.CharField(max_length=300, blank=True, help_text="Publishing refuses a picture without.")
    licence = models.CharField(max_length=120, blank=True)
    is_generated = models.BooleanField(default=False, help_text="Made by a program; marked so beside it.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(file__regex=r"^[0-9a-f]{64}\.(png|jpg|webp)$"), name="image_file_form"),
            models.CheckConstraint(condition=~Q(caption="") & ~Q(alt=""), name="image_words_given"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="image_has_size"),
        ]

    def __str__(self) -> str:
        return self.caption
