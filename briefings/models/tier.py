from __future__ import annotations

from django.db import models
from django.db.models import Q

# How one joins differs by tier, so the three are fixed; their names and words are the editors'.
RANKS = {"public": 0, "circle": 1, "alliance": 2}


class Tier(models.Model):
    """Who may read: public < Strategic Circle < Leadership Alliance. A higher tier reads all that a lower one may."""

    slug = models.SlugField(max_length=20, unique=True, editable=False)
    rank = models.PositiveSmallIntegerField(unique=True, editable=False)
    name = models.CharField(max_length=80, help_text="As it stands on every page.")
    description = models.CharField(max_length=400, help_text="Who belongs to it, in a sentence or two. Readers see it.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slug="public", rank=0) | Q(slug="circle", rank=1) | Q(slug="alliance", rank=2),
                name="tier_known_with_its_rank",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(description=""), name="tier_words_given"),
        ]

    def __str__(self) -> str:
        return self.name
