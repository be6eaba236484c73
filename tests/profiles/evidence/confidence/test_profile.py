import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.confidence.bands import BANDS
from profiles.evidence.confidence.v1.profile import Part, profile_score
from profiles.evidence.confidence.words import counts_line

parts = st.lists(st.builds(Part, st.booleans(), st.integers(0, 10_000), st.booleans()), max_size=12)


def test_profile_without_claims_is_not_assessed() -> None:
    found = profile_score([])
    assert (found.score, found.weakest, found.disputed) == (None, None, 0)
    assert counts_line(found) == "not assessed"


@pytest.mark.parametrize(
    ("given_parts", "score", "weakest", "held"),
    [
        ([Part(True, 8000), Part(True, 7001), Part(False, 100)], 7500, 7001, False),
        ([Part(False, 8000), Part(False, 7000)], 7500, 7000, False),
        ([Part(True, 9800), Part(True, 8900)], 8999, 8900, True),
        ([Part(True, 9800), Part(True, 9000), Part(False, 0)], 9400, 9000, False),
        ([Part(True, 0)], 0, 0, False),
        ([Part(True, 1), Part(True, 2)], 1, 1, False),
    ],
)
def test_profile_score_is_the_mean_of_its_key_claims(
    given_parts: list[Part], score: int, weakest: int, held: bool
) -> None:
    found = profile_score(given_parts)
    assert (found.score, found.weakest, found.held) == (score, weakest, held)


def test_counts_in_words() -> None:
    found = profile_score([Part(True, 8000)] * 7 + [Part(False, 6000, True), Part(False, 7000)])
    assert counts_line(found) == "7 strong, 2 medium, 1 disputed"


def test_profile_refuses_what_is_no_score() -> None:
    with pytest.raises(ValueError, match="whole number"):
        profile_score([Part(True, 10_001)])


@given(parts)
def test_top_band_needs_every_key_claim(given_parts: list[Part]) -> None:
    found = profile_score(given_parts)
    if found.score is not None and found.score >= BANDS[0].low:
        assert found.weakest is not None
        assert found.weakest >= BANDS[0].low
    assert sum(count for _, count in found.counts) == len(given_parts)


@given(parts, st.randoms(use_true_random=False))
def test_order_of_claims_does_not_matter(given_parts: list[Part], shuffle: object) -> None:
    assert profile_score(given_parts) == profile_score(list(reversed(given_parts)))
