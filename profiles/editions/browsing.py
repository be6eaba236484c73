"""What there is under one term: a page for a region, a topic, a band, with what is said of it in figures."""

from __future__ import annotations

from dataclasses import dataclass

from profiles.editions import listing
from profiles.editions.cards import Card, FacetGroup, FacetOption
from profiles.editions.plain_words import FACET_NAMES
from profiles.editions.query import FACETS, ProfileQuery
from profiles.models import FacetTerm, PublishedTerm

SHOWN = 10  # of the newest cards; the list has the rest


@dataclass(frozen=True)
class TermPage:
    facet: str
    facet_name: str
    slug: str
    label: str
    introduction: str  # an editor's words, "" where there are none
    total: int
    surest: int  # how many are in the two highest bands
    cards: tuple[Card, ...]  # the newest
    groups: tuple[FacetGroup, ...]  # how these profiles are filed under the other facets
    all_address: str  # the list of them


def term_page(facet: str, slug: str) -> TermPage | None:
    """What is public under a term; None where no public profile is filed under it."""
    label = label_of(facet, slug)
    if label is None:
        return None
    query = ProfileQuery(facets=((facet, slug),))
    page = listing.list_page(query, most=SHOWN)
    if not page.total:
        return None
    bands = next((group.options for group in page.groups if group.facet == "band"), ())
    surest = sum(option.count or 0 for option in bands if option.slug in ("high", "strong"))
    return TermPage(
        facet=facet,
        facet_name=FACET_NAMES[facet],
        slug=slug,
        label=label,
        introduction=_introduction(facet, slug),
        total=page.total,
        surest=surest,
        cards=page.cards,
        groups=tuple(group for group in page.groups if group.facet != facet),
        all_address=query.address(),
    )


def every_term() -> tuple[FacetGroup, ...]:
    """All terms that public profiles are filed under, by facet; each leads to its own page."""
    return tuple(
        FacetGroup(
            group.facet,
            group.name,
            tuple(
                FacetOption(one.slug, one.label, one.count, False, address(group.facet, one.slug))
                for one in group.options
            ),
        )
        for group in listing.groups(ProfileQuery())
    )


def address(facet: str, slug: str) -> str:
    """The page of a term."""
    return f"/browse/{facet}/{slug}/"


def label_of(facet: str, slug: str) -> str | None:
    """How a term is called; None where no edition was ever filed under it, and for what is no facet."""
    if facet not in FACETS:
        return None
    return PublishedTerm.objects.filter(term=f"{facet}:{slug}").values_list("label", flat=True).first()


def _introduction(facet: str, slug: str) -> str:
    found = FacetTerm.objects.filter(facet=facet, slug=slug).values_list("introduction", flat=True).first()
    return found or ""
