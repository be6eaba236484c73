"""How many public profiles match a question, where the ledger of counts knows it already."""

from __future__ import annotations

from django.db.models import Sum

from profiles.editions.query import ProfileQuery
from profiles.models import TermCount


def pair_of(query: ProfileQuery) -> tuple[str, str] | None:
    """The pair of the ledger that counts what a question matches; None where none does.

    There is one for at most two choices, each of a facet of its own, without words. Empty ones stand for no choice.
    """
    facets = {facet for facet, _ in query.facets}
    if query.words or len(query.facets) > 2 or len(facets) < len(query.facets):
        return None
    given, term = [*(f"{facet}:{slug}" for facet, slug in query.facets), "", ""][:2]
    return given, term


def total_of(query: ProfileQuery) -> int | None:
    """How many match; None where that has to be counted. One query, or none."""
    pair = pair_of(query)
    if pair is None:
        return None
    given, term = pair
    return TermCount.objects.filter(given=given, term=term).aggregate(all=Sum("many"))["all"] or 0
