"""Names while somebody types them, and names that somebody mistyped.

Without trigrams (PostgreSQL's pg_trgm may be missing): every word of a public name stands in NameSlip with each of
its letters left out once. A mistyped word, treated alike, shares one of those with the word that was meant.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from profiles.editions.finding import public
from profiles.editions.names import is_one_slip, slips_of
from profiles.editions.query import MOST_WORDS
from profiles.models import NameSlip, PublishedName
from profiles.naming import search_words

MOST = 8  # suggestions
_LOOKED_AT = 40  # names from which they are taken: one profile has several
_LAST = "\U0010ffff"
# A word belongs to a public name where a start is the word, or begins with it and goes on after a space.
_FORGET = """
DELETE FROM profiles_nameslip WHERE NOT EXISTS (
    SELECT 1 FROM profiles_publishedname
    WHERE start = word OR (start >= word || ' ' AND start < word || '!')
)
"""


@dataclass(frozen=True)
class Suggestion:
    """`also` is the other name that was begun, "" where it is the name itself."""

    slug: str
    name: str
    also: str


def suggest(text: str) -> tuple[Suggestion, ...]:
    """At most MOST public profiles with a name of which a part begins so; a mistyped word is put right first."""
    begun = " ".join(search_words(text))
    if not begun:
        return ()
    found = _beginning(begun)
    if not found and (other := respelt(text)):
        found = _beginning(other)
    return found


def respelt(text: str) -> str:
    """The words of `text`, folded, with each word that stands in no public name put right; "" where none can be."""
    words = search_words(text)[:MOST_WORDS]  # more are not looked for; one sign may stand for many words
    known = _known(words)
    right = [word if word in known else _meant(word) for word in words]
    return " ".join(right) if all(right) and right != words else ""


def forget_words() -> int:
    """Forget the words that stand in no public name any more; how many rows went. Safe to run at any time."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        return int(cursor.rowcount)


def _beginning(begun: str) -> tuple[Suggestion, ...]:
    names = PublishedName.objects.filter(start__gte=begun, start__lt=begun + _LAST).order_by("start")
    rows = list(names.values_list("listing", "name", "is_whole")[:_LOOKED_AT])
    rows.sort(key=lambda row: not row[2])  # those that begin so at their first word come first
    first: dict[int, str] = {}
    for key, name, _ in rows:
        first.setdefault(key, name)
    chosen = dict(list(first.items())[:MOST])
    listings = {key: (slug, name) for key, slug, name in _public(chosen)}
    return tuple(
        Suggestion(*listings[key], "" if name == listings[key][1] else name)
        for key, name in chosen.items()
        if key in listings
    )


def _public(keys: dict[int, str]) -> list[tuple[int, str, str]]:
    return list(public().filter(pk__in=list(keys)).values_list("pk", "slug", "name"))


def _known(words: list[str]) -> set[str]:
    """Those of the words that begin a word of a public name, or are too short or too long to be guessed."""
    known = {word for word in words if not slips_of(word)}
    for word in set(words) - known:
        if NameSlip.objects.filter(word__gte=word, word__lt=word + _LAST).exists():
            known.add(word)
    return known


def _meant(word: str) -> str:
    near = NameSlip.objects.filter(slip__in=slips_of(word)).values_list("word", flat=True).distinct()
    found = [other for other in near[:200] if is_one_slip(word, other)]
    return min(found, key=lambda other: (other[0] != word[0], abs(len(other) - len(word)), other), default="")
