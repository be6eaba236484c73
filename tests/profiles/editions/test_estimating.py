"""Which way to the first rows is the cheaper one, and what PostgreSQL thinks of how many match."""

from __future__ import annotations

import pytest
from django.db import connection

from profiles.editions.estimating import is_walked, likely
from profiles.editions.matching import matching
from profiles.editions.query import ProfileQuery
from profiles.models import PublishedProfile
from tests.profiles.editions.many import Listed, listed

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("match", "every", "filed", "said", "walks"),
    [
        # Rows alone: both ways cost the same where match squared is 51 times the profiles.
        (7_000, MILLION, None, None, False),
        (7_300, MILLION, None, None, True),
        (700, 10_000, None, None, False),
        (730, 10_000, None, None, True),
        # Texts alone: unpacking them makes walking dearer.
        (9_000, MILLION, MILLION, 9_000, False),
        (12_000, MILLION, MILLION, 12_000, True),
        # A common word in a rare term: walking looks at the texts of that term only.
        (3_000, MILLION, 10_000, 300_000, True),
        # A rare word in a common term: its few rows are fetched.
        (5, MILLION, 300_000, 10, False),
    ],
)
def test_cheaper_way(match: int, every: int, filed: int | None, said: int | None, walks: bool) -> None:
    assert is_walked(match, every, filed=filed, said=said) is walks


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
