"""Under which terms an invented profile is filed: few terms hold most profiles, and they hang together. Pure."""

from __future__ import annotations

from itertools import accumulate
from random import Random

from plumbline.demonstration.taxonomy import TERMS

LABELS = {(facet, slug): label for facet, terms in TERMS.items() for slug, label in terms}
_CATEGORIES = {"company": 62, "exchange": 13, "incident": 10, "registry": 7, "regulator": 5, "standards-body": 3}
# What a category is mostly about, and what it hardly ever is.
_FOCUS = {
    "company": {
        "network-operator": 45,
        "data-centre": 20,
        "cloud": 14,
        "content-delivery": 8,
        "ai-platform": 7,
        "dns": 6,
    },
    "exchange": {"exchange": 92, "network-operator": 6, "data-centre": 2},
    "incident": {"subsea-cable": 50, "network-operator": 25, "dns": 15, "cloud": 10},
    "registry": {"registry": 70, "dns": 20, "address-market": 10},
    "regulator": {"governance": 80, "address-market": 15, "subsea-cable": 5},
    "standards-body": {"governance": 60, "dns": 25, "registry": 15},
}  # fmt: skip
_REGIONS = {
    "europe": 35, "north-america": 24, "asia-pacific": 21, "latin-america": 9, "africa": 6, "middle-east": 4,
    "global": 1,
}  # fmt: skip
_DOMAINS = {
    "company": {"operations": 60, "market": 30, "security": 10},
    "exchange": {"operations": 85, "market": 15},
    "incident": {"security": 55, "operations": 45},
    "registry": {"governance": 60, "operations": 25, "market": 15},
    "regulator": {"regulation": 90, "governance": 10},
    "standards-body": {"governance": 95, "security": 5},
}
_TOPICS = {
    "routing": 30, "resilience": 22, "interconnection": 16, "acquisitions": 11, "ipv4-run-out": 8, "membership": 5,
    "public-resolvers": 4, "data-provenance": 3, "root-servers": 1,
}  # fmt: skip
_IMPACTS = {"low": 45, "medium": 35, "high": 16, "critical": 4}
_IMPACTS_OF_INCIDENTS = {"low": 10, "medium": 30, "high": 40, "critical": 20}
_LEVELS = {"low": 50, "medium": 35, "high": 15}
_CUMULATED: dict[int, tuple[list[str], list[int]]] = {}


def category(dice: Random) -> str:
    return _one(dice, _CATEGORIES)


def filed(dice: Random, category: str) -> list[tuple[str, str]]:
    """Facet and term of everything that a profile of this category is filed under, in the order of a page."""
    regions = {_one(dice, _REGIONS) for _ in range(dice.choice((1, 1, 1, 1, 2, 3)))}
    topics = {_one(dice, _TOPICS) for _ in range(dice.choice((0, 1, 1, 2, 3)))}
    found = [
        ("category", category),
        *(("region", slug) for slug, _ in TERMS["region"] if slug in regions),
        ("content-type", "incident-report" if category == "incident" else "profile"),
        ("signal-focus", _one(dice, _FOCUS[category])),
        ("primary-domain", _one(dice, _DOMAINS[category])),
        *(("topic", slug) for slug, _ in TERMS["topic"] if slug in topics),
    ]
    if dice.random() < 0.85:
        found.append(("impact", _one(dice, _IMPACTS_OF_INCIDENTS if category == "incident" else _IMPACTS)))
    if dice.random() < 0.3:
        found.append(("operational-criticality", _one(dice, _LEVELS)))
        found.append(("priority", _one(dice, _LEVELS)))
    return found


def _one(dice: Random, weighted: dict[str, int]) -> str:
    values, cumulated = _CUMULATED.get(id(weighted)) or _CUMULATED.setdefault(
        id(weighted), (list(weighted), list(accumulate(weighted.values())))
    )
    return dice.choices(values, cum_weights=cumulated)[0]
