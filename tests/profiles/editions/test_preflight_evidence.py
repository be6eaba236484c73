from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from profiles.editions.preflight_evidence import LONGEST_QUOTE, MOST_OF_A_DOCUMENT, contradicted, quotes
from profiles.editions.words import CitationWords, ValueWords, Words
from tests.profiles.editions.good_profiles import good_profiles

GOOD = good_profiles()[0]
CLAIM = GOOD.claims[0]


def disputed(covers: tuple[str, ...] = (), is_key: bool = True, **changes: Any) -> Words:
    """A statement that a second citation, changed by `changes`, gives another value."""
    against = replace(CLAIM.citations[0], **{"id": "ci-against", "value": "v2", "quote": "Fourteen.", **changes})
    values = (*CLAIM.values, ValueWords("v2", "fourteen", covers))
    claim = replace(CLAIM, is_key=is_key, values=values, citations=(*CLAIM.citations, against))
    return replace(GOOD, claims=(claim,))


def test_a_key_statement_that_a_direct_source_contradicts_is_refused() -> None:
    (problem,) = contradicted(disputed(), {"pb-1"})
    assert (problem.rule, problem.where) == ("key-claim-contradicted", "fact")
    assert "it says “fourteen”" in problem.words
    assert list(contradicted(disputed(), {"pb-1"}, {"ci-against"})) == []  # a verdict has weighed it


@pytest.mark.parametrize(
    ("words", "reliable"),
    [
        (disputed(), set()),  # of no known grade, or below B
        (disputed(is_key=False), {"pb-1"}),
        (disputed(is_set_aside=True, set_aside="Miscounted."), {"pb-1"}),
        (disputed(attached=False), {"pb-1"}),
        (disputed(directness="secondary"), {"pb-1"}),
        (disputed(directness="tertiary"), {"pb-1"}),
        (disputed(own_interest=True), {"pb-1"}),
        (disputed(value=""), {"pb-1"}),  # it only mentions the matter
        (disputed(covers=("v1",)), {"pb-1"}),  # another way of saying the same
        (disputed(document="do-gone"), {"pb-1"}),
        (GOOD, {"pb-1"}),
    ],
)
def test_what_is_no_direct_contradiction_is_not_refused(words: Words, reliable: set[str]) -> None:
    assert list(contradicted(words, reliable)) == []


def quoting(*given: tuple[str, str], in_facets: bool = False) -> Words:
    """Citations that quote, as (document, words of the quote)."""
    made: tuple[CitationWords, ...] = tuple(
        replace(CLAIM.citations[0], document=document, quote=quote) for document, quote in given
    )
    if in_facets:
        return replace(GOOD, facets=(replace(GOOD.facets[0], citations=made),))
    return replace(GOOD, claims=(replace(CLAIM, citations=made),))


def text(many: int, start: int = 0) -> str:
    return " ".join(f"w{start + place}" for place in range(many))


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        (quoting(("do-1", text(60))), []),
        (quoting(("do-1", text(61))), ["quote-too-long"]),
        (quoting(("do-1", text(61)), in_facets=True), ["quote-too-long"]),
        (quoting(*[("do-1", text(50, start)) for start in (0, 50, 100)]), []),
        (quoting(*[("do-1", text(50, start)) for start in (0, 50, 100)], ("do-1", "more")), ["quoted-too-much"]),
        (quoting(*[(f"do-{start}", text(50, start)) for start in (0, 50, 100, 150)]), []),
        (quoting(*[("do-1", text(50))] * 9), []),  # the same words for nine statements
        (quoting(("do-1", text(151))), ["quote-too-long", "quoted-too-much"]),
        (quoting(("do-1", "東" * 120)), []),
        (quoting(("do-1", "東" * 121)), ["quote-too-long"]),
        (quoting(("do-1", "")), []),
    ],
)
def test_quotes_are_short(words: Words, rules: list[str]) -> None:
    assert [problem.rule for problem in quotes(words)] == rules


def test_the_limits_are_those_of_the_house() -> None:
    assert (LONGEST_QUOTE, MOST_OF_A_DOCUMENT) == (60, 150)
