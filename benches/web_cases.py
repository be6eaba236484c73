"""What `benches/web.py` asks: every question with the answer that has to come, worked out by the read functions."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.db import connection

from plumbline.many import vocabulary
from profiles.editions.listing import cards
from profiles.editions.query import FACETS, ProfileQuery
from profiles.editions.spelling import suggest
from profiles.models import PublishedProfile
from profiles.naming import search_words

ENOUGH = 3_000  # questions of a kind
STORED, HOT = 1_000, 20  # profiles that are asked again and again: from the stores, and warm
_EMPTY = ("q", "sort", "region", "band", "impact", "topic", "category")


@dataclass(frozen=True)
class Case:
    """`requests` are paths; `holds` says whether an answer (text) to a path is right.

    `kind`: where the answers come from: "drawn" (none is kept), "rows" (PostgreSQL), "redis", "warm" (the process).
    `once`: each question at most once in a round, because a second answer would come from elsewhere.
    """

    name: str
    requests: tuple[str, ...]
    holds: Callable[[str, str], bool]
    kind: str = "drawn"
    once: bool = False
    unchanged: bool = False  # asked with the tag: 304


def cases(size: int) -> list[Case]:
    """All cases for the database that Django is connected to."""
    dice = random.Random(1)  # noqa: S311 - no secrets
    slugs = sample("slug", size, 20_000)
    hot, stored, cold = slugs[:HOT], slugs[HOT : HOT + STORED], slugs[HOT + STORED :]
    pages = [f"/profiles/{slug}/" for slug in cold]
    half = len(pages) // 2
    first = ProfileQuery()
    lists = {
        "list, first page": spelt([first]),
        "list, in the middle": spelt([replace(first, after=place) for place in places(size)]),
        "list, one facet": spelt([replace(first, facets=chosen) for chosen in choices(dice, size, 1)]),
        "list, three facets": spelt([replace(first, facets=chosen) for chosen in choices(dice, size, 3)]),
        "search, two common words": spelt(common(dice)),
        "search, rare word": spelt(rare(size)),
        "search, common word and facet": spelt(
            [
                replace(query, facets=chosen, words=query.words.split()[0])
                for query, chosen in zip(common(dice), choices(dice, size, 1), strict=False)
            ]
        ),
    }
    found = [Case(name, tuple(asked), lists_the_right_ones(asked)) for name, asked in lists.items()]
    api = spelt([first], "/api/v1/profiles/")
    return [
        *found,
        Case("suggestion", begun(dice, size), suggests_the_right_ones),
        Case("API list", tuple(api), lists_the_right_ones(api)),
        Case("list, warm", ("/profiles/",), lists_the_right_ones({"/profiles/": first}), "warm"),
        Case("profile, drawn", tuple(pages[:half]), shows_the_profile, "drawn", once=True),
        Case("profile, from PostgreSQL", paths(stored), shows_the_profile, "rows", once=True),
        Case("profile, from Redis", paths(stored), shows_the_profile, "redis", once=True),
        Case("profile, warm", paths(hot), shows_the_profile, "warm"),
        Case("profile, 304", paths(hot), shows_the_profile, "warm", unchanged=True),
        Case("API detail, drawn", tuple(f"/api/v1/profiles/{one.split('/')[2]}/" for one in pages[half:]),
             shows_the_profile, "drawn", once=True),
        Case("API detail, warm", tuple(f"/api/v1/profiles/{slug}/" for slug in hot), shows_the_profile, "warm"),
    ]  # fmt: skip


def paths(slugs: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"/profiles/{slug}/" for slug in slugs)


def places(size: int) -> list[tuple[str, int]]:
    """Where pages begin in the middle of the list, newest first."""
    rows = PublishedProfile.objects.order_by("-changed_at", "-profile")
    found = rows.values_list("changed_at", "profile_id")[size // 2 : size // 2 + 500]
    return [(at.astimezone(UTC).isoformat(), key) for at, key in found]


def choices(dice: random.Random, size: int, many: int) -> list[tuple[tuple[str, str], ...]]:
    """Choices of that many facets that some profile has, the common ones more often."""
    found = []
    for terms in sample("terms", size):
        by_facet = {facet: slug for facet, _, slug in (term.partition(":") for term in terms) if facet in FACETS}
        facets = dice.sample(sorted(by_facet), many)
        found.append(tuple((facet, by_facet[facet]) for facet in sorted(facets, key=FACETS.index)))
    return found


def sample(column: str, size: int, many: int = 500) -> list[Any]:
    """A column of profiles from everywhere in the database, in no order; about that many, and always the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM profiles_publishedprofile TABLESAMPLE BERNOULLI (%s) REPEATABLE (1) "  # noqa: S608
            "ORDER BY profile_id",
            [min(100.0, 100 * many / size)],
        )
        found = [value for (value,) in cursor.fetchall()]
    random.Random(2).shuffle(found)  # noqa: S311 - no secrets
    return found


def common(dice: random.Random) -> list[ProfileQuery]:
    """Two words that many profiles have, none of them among the very shortest."""
    said = [word for word in vocabulary.words()[9:120] if len(word) > 3]
    return [ProfileQuery(words=" ".join(dice.sample(said, 2))) for _ in range(400)]


def rare(size: int) -> list[ProfileQuery]:
    """The rarest word of a text: few profiles have it, one at least."""
    ranks = {word: rank for rank, word in enumerate(vocabulary.words())}
    texts = [set(search_words(text)) & ranks.keys() for text in sample("text", size)]
    return [ProfileQuery(words=max(said, key=lambda word: ranks[word])) for said in texts]


def begun(dice: random.Random, size: int) -> tuple[str, ...]:
    """The first letters of names, as somebody types them."""
    starts = [name[: dice.randint(2, 9)] for name in sample("name_folded", size, ENOUGH)]
    return tuple(dict.fromkeys(f"/suggest/?{urlencode({'q': start})}" for start in starts))


def suggests_the_right_ones(path: str, text: str) -> bool:
    (asked,) = parse_qs(urlsplit(path).query)["q"]
    found = [f"/profiles/{one.slug}/" for one in suggest(asked)]
    return bool(found) and [one["address"] for one in json.loads(text)["suggestions"]] == found


def spelt(queries: Sequence[ProfileQuery], path: str = "/profiles/") -> dict[str, ProfileQuery]:
    """The questions as addresses, each in several spellings: an answer is kept for a second, and what is to be
    measured is its making."""
    found: dict[str, ProfileQuery] = {}
    for turn in range(ENOUGH):
        query = queries[turn % len(queries)]
        # Fields without a value ask nothing.
        digits, rest = [], turn // len(queries)
        while rest:
            rest, digit = divmod(rest, len(_EMPTY))
            digits.append(f"{_EMPTY[digit]}=")
        address = query.address(path)
        if digits:
            address += ("&" if "?" in address else "?") + "&".join(digits)
        found[address] = query
    return found


def lists_the_right_ones(asked: dict[str, ProfileQuery]) -> Callable[[str, str], bool]:
    def holds(path: str, text: str) -> bool:
        slugs = [card.slug for card in cards(asked[path]).cards]
        at = [
            text.find(f"/profiles/{slug}/") if path.startswith("/profiles") else text.find(f'"{slug}"')
            for slug in slugs
        ]
        return bool(at) and at == sorted(at) and -1 not in at

    return holds


def shows_the_profile(path: str, text: str) -> bool:
    slug = path.strip("/").split("/")[-1]
    listing = PublishedProfile.objects.select_related("edition").get(slug=slug)
    return listing.edition.digest[:12] in text and listing.edition.body["b1"][1].split()[0] in text


YARDSTICK_CASE = Case("Django, fixed bytes", ("/fixed",), lambda path, text: len(text) == 9_700, "fixed")
