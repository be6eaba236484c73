"""Which way to the first rows is the cheaper one, and what PostgreSQL thinks of how many match."""

from __future__ import annotations

import pytest
from django.db import connection

from profiles.editions.estimating import ENDLESS, are_rare, likely, steps_along, steps_of_walk
from profiles.editions.matching import matching
from profiles.editions.query import ProfileQuery
from profiles.models import PublishedProfile
from tests.profiles.editions.many import Listed, listed

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("match", "every", "filed", "said", "steps"),
    [
        # Rows that are fetched either way: both cost the same where match squared is 51 times the profiles.
        (7_000, MILLION, None, None, None),
        (7_300, MILLION, None, None, 27_945),
        (700, 10_000, None, None, None),
        (730, 10_000, None, None, 2_794),
        (450_000, MILLION, None, None, ENDLESS),
        # Texts alone: unpacking them makes walking dearer.
        (9_000, MILLION, MILLION, 9_000, None),
        (12_000, MILLION, MILLION, 12_000, 17_000),
        # A common word in a rare term: walking looks at the texts of that term only.
        (3_000, MILLION, 10_000, 300_000, 68_000),
        # A rare word in a common term: its few rows are fetched.
        (5, MILLION, 300_000, 10, None),
    ],
)
def test_cheaper_way(match: int, every: int, filed: int | None, said: int | None, steps: int | None) -> None:
    assert steps_of_walk(match, every, filed=filed, said=said) == steps


@pytest.mark.parametrize(
    ("match", "every", "steps"),
    [
        (1_400, MILLION, None),  # 36,429 passed by in an index, or 1,400 fetched
        (1_500, MILLION, 36_000),
        (10_000, MILLION, 240_000),
        (11_000, MILLION, ENDLESS),
        (145, 10_000, None),
        (150, 10_000, ENDLESS),
        (140, 10_000, None),
    ],
)
def test_how_far_an_index_is_walked_along(match: int, every: int, steps: int | None) -> None:
    assert steps_along(match, every) == steps


@pytest.mark.parametrize(
    ("said", "filed", "rare"), [(788, 354_000, True), (90_000, 157_000, False), (100, 7_000, False), (99, 7_000, True)]
)
def test_rare_words_are_not_compared_with_long_lists(said: int, filed: int, rare: bool) -> None:
    assert are_rare(said, filed) is rare


@pytest.mark.django_db
def test_estimates_follow_the_statistics_of_the_table() -> None:
    # PostgreSQL wants to have seen a hundred words before it says how many begin with one.
    listed(
        Listed(
            f"p{number}",
            (f"Ring {number}",),
            text=" ".join(f"w{number}x{place}" for place in range(5)),
            terms=("region:africa",) if number % 4 == 0 else ("region:asia",),
        )
        for number in range(40)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE profiles_publishedprofile")
    africa = matching(ProfileQuery(facets=(("region", "africa"),)))
    ring = matching(ProfileQuery(words="ring"))
    assert likely(PublishedProfile.objects.all(), ring) == [40, 40]
    assert likely(africa) == [10]
