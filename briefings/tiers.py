"""The three tiers as rows that editors word, and the ways to join that profile pages show of them."""

from __future__ import annotations

from django.db import transaction

from briefings.access import ALLIANCE, CIRCLE, JOIN, PUBLIC, TierFacts, join_words
from briefings.models import Tier
from briefings.models.tier import RANKS
from profiles.editions.teasers import WayWords, put_ways

FIRST_WORDS = {
    PUBLIC: ("Everyone", "Open to every reader."),
    CIRCLE: ("Strategic Circle", "It is free, and open to every reader with a confirmed e-mail address."),
    ALLIANCE: (
        "Leadership Alliance",
        "For owners and managers of organisations that hold IP resources. You apply, and an editor looks at it.",
    ),
}


def tier(slug: str) -> Tier:
    """Return the row of a tier; it is made where a database was emptied. KeyError for a slug that is no tier's."""
    name, description = FIRST_WORDS[slug]
    defaults = {"rank": RANKS[slug], "name": name, "description": description}
    return Tier.objects.get_or_create(slug=slug, defaults=defaults)[0]


def tiers() -> tuple[Tier, ...]:
    """All three, lowest first."""
    found = tuple(Tier.objects.order_by("rank"))
    return found if len(found) == len(RANKS) else tuple(tier(slug) for slug in RANKS)


def facts_of(row: Tier) -> TierFacts:
    return TierFacts(row.slug, row.rank, row.name, row.description)


@transaction.atomic
def show_ways() -> None:
    """Write how one joins each tier to where profile pages read it."""
    put_ways(
        ways=tuple(
            WayWords(one.name, one.description, join_words(one.slug, one.name), JOIN[one.slug]) for one in tiers()[1:]
        )
    )
