"""Whole pages: fifty good ones pass, and the published page of the seeds is refused for what a good editor names."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from profiles.editions.preflight import preflight
from profiles.editions.sentences import marks_of
from profiles.editions.words import Words
from tests.profiles.editions.good_profiles import TODAY, good_profiles
from tests.profiles.editions.seed_page import typed_in

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"


@pytest.mark.parametrize("words", good_profiles(), ids=lambda words: words.slug)
def test_good_profiles_pass(words: Words) -> None:
    assert preflight(words, 7000, is_first=True, today=TODAY, reliable={"pb-1"}) == ()


def test_there_are_fifty_and_no_two_share_a_sentence() -> None:
    profiles = good_profiles()
    assert len({words.name for words in profiles}) == 50
    counts = Counter(sentence for words in profiles for sentence in marks_of(words).values())
    assert [sentence for sentence, count in counts.items() if count > 1] == []
    assert len(counts) > 200


def test_the_page_of_the_seeds_is_refused_with_the_reasons_of_a_good_editor() -> None:
    page = next(iter(sorted(SEEDS.glob("000*.txt"))), None)
    if page is None:
        pytest.skip("the seeds do not lie beside the repository")
    words = typed_in(page)
    assert {value.facet for value in words.facets} >= {"category", "region", "signal-focus", "topic", "impact"}
    problems = preflight(words, None, is_first=True, today=TODAY)
    assert {problem.rule for problem in problems} == {
        "no-claims",  # nothing is stated, so nothing is cited and nothing is key
        "no-byline",
        "analysis-unsigned",
        "boilerplate",
        "base-no-place",
        "outlook-undated",
    }
    assert sum(problem.rule == "outlook-undated" for problem in problems) == 3
    assert sum(problem.rule == "boilerplate" for problem in problems) >= 3
