"""Which published profiles a question of a reader means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value

from profiles.editions.finding import public
from profiles.editions.indexing import CONFIG
from profiles.editions.query import ProfileQuery
from profiles.models import PublishedName, PublishedProfile
from profiles.models.listing import Numbers
from profiles.naming import is_unspaced

SHORTEST_PREFIX = 3  # letters from which on a word also finds longer ones

# Where the words stand decides first, and within one place how sure we are: an order that can be walked, so that
# the first page of a common word is as true as that of a rare one (docs/decisions/0023).
_TERMS = ArrayField(CharField())
PLACES = ("a name is it", "names", "lead", "text")


def matching(query: ProfileQuery, *, by_words: bool = False) -> QuerySet[PublishedProfile]:
    """The public profiles that a question means, in no order. `by_words`: found by their words alone, where these are
    rare; what is filed where is then looked at on each (as in `passing`)."""
    rows = public()
    if query.words and not query.terms:
        return rows.none()  # signs without a letter or digit find nothing
    if query.terms:
        rows = rows.filter(search=words_of(query))
    if by_words:
        return passing(query, rows)
    for chosen in terms_of(query):
        rows = rows.filter(terms__overlap=chosen)
    return rows


def passing(query: ProfileQuery, rows: QuerySet[PublishedProfile]) -> QuerySet[PublishedProfile]:
    """Those of `rows` that are filed where a question wants them, asked so that the index of an order alone can answer;
    among them, once in a blue moon, one that `is_meant` denies."""
    for chosen in terms_of(query):
        rows = rows.filter(filed__overlap=Numbers(Value(chosen, output_field=_TERMS)))
    return rows


def is_meant(query: ProfileQuery, listing: PublishedProfile) -> bool:
    """Whether a profile has one of the chosen terms of every facet."""
    return all(not set(chosen).isdisjoint(listing.terms) for chosen in terms_of(query))


def terms_of(query: ProfileQuery) -> Iterator[list[str]]:
    """For each facet the terms that are chosen of it. Choices of one facet widen each other, choices of several narrow:
    that is how the counts are made too."""
    for facet in {facet for facet, _ in query.facets}:
        yield [f"{other}:{slug}" for other, slug in query.facets if other == facet]


def words_of(query: ProfileQuery) -> SearchQuery:
    """The words of a question for PostgreSQL. They hold letters and digits only, so they cannot carry an operator."""
    # Short ones stand for themselves: every second word begins with an a. Of signs that are words, one is a beginning.
    wide = [len(term) >= SHORTEST_PREFIX or is_unspaced(term) for term in query.terms]
    terms = [f"'{term}'" + (":*" if is_wide else "") for term, is_wide in zip(query.terms, wide, strict=True)]
    return SearchQuery(" & ".join(terms), search_type="raw", config=CONFIG)


def standing_in(query: ProfileQuery, number: int, *, by_words: bool = False) -> QuerySet[PublishedProfile]:
    """What matches, and has the words in this one of PLACES and in none before it; `by_words` as in `matching`.

    Each place holds the words of those before it, so none but the nearest need be looked at.
    """
    words = words_of(query)
    rows = matching(query if number == len(PLACES) - 1 else replace(query, words=""), by_words=by_words)
    whole = PublishedName.objects.filter(start=" ".join(query.terms), is_whole=True)
    if number == 0:
        return rows.filter(pk__in=whole.values("listing"))
    if number == 1:
        return rows.filter(~Exists(whole.filter(listing=OuterRef("pk"))), names=words)
    if number == 2:
        return rows.filter(lead=words).exclude(names=words)
    return rows.exclude(lead=words)
