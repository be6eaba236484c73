from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from profiles.editions.preflight import preflight
from profiles.editions.words import (
    CitationWords,
    ClaimWords,
    DocumentWords,
    FacetWords,
    ImageWords,
    KeyPointWords,
    OutlookWords,
    PublisherWords,
    SectionWords,
    ValueWords,
    Words,
)

CITATION = CitationWords(
    "ci", "do", 1, "v1", "primary", True, False, False, True, "", "Twelve members", 0, 14, False, ""
)
CLAIM = ClaimWords(
    id="cl",
    key="outage",
    statement="Twelve were cut off.",
    predicate="cut off",
    kind="event",
    is_key=True,
    published="v1",
    values=(ValueWords("v1", "twelve", ()),),
    citations=(CITATION,),
    happened_on="",
    happened_precision="",
)
GOOD = Words(
    profile="pr",
    slug="quay",
    name="Quay",
    summary="An exchange at the old harbour of the town.",
    base="Quayside",
    inclusion_reason="Twelve networks meet there and nowhere else.[^outage]",
    byline="Alice",
    reviewer="Bob",
    disclosure="",
    is_invented=True,
    aliases=(),
    facets=(
        FacetWords("category", "exchange", "Exchange", "Networks hand over traffic there.", ()),
        FacetWords("region", "europe", "Europe", "Its one site is in a European town.", ()),
        FacetWords("signal-focus", "exchange", "Exchange", "We watch where networks meet.", ()),
    ),
    key_points=(KeyPointWords("Twelve were cut off.", "cl"),),
    sections=(SectionWords("matters", "analysis", "", "A second link would have kept all of them online.", "Alice"),),
    claims=(CLAIM,),
    documents=(DocumentWords("do", "Order", "", "filing", "pb", "", "2026-01-01", True, True),),
    publishers=(PublisherWords("pb", "Office", "regulator"),),
    outlook=(OutlookWords("now", "Whether the second link is ordered.", "a tender", "2026-12-01", "", "", ""),),
    dependencies=(),
    images=(),
    also_read=(),
)
TODAY = date(2026, 11, 20)
BOILERPLATE = "Public signals support monitoring of its role and its key relationships."


def test_good_profile_passes() -> None:
    assert preflight(GOOD, 9700, is_first=True, today=TODAY) == ()


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        (replace(GOOD, claims=(), key_points=(), inclusion_reason="It is the only one."), ["no-claims"]),
        (replace(GOOD, claims=(replace(CLAIM, published=""),)), ["no-value"]),
        (replace(GOOD, claims=(replace(CLAIM, citations=()),)), ["key-claim-unsupported"]),
        (
            replace(GOOD, claims=(replace(CLAIM, citations=(replace(CITATION, is_set_aside=True),)),)),
            ["key-claim-unsupported"],
        ),
        (
            replace(GOOD, claims=(replace(CLAIM, citations=(replace(CITATION, value=""),)),)),
            ["key-claim-unsupported"],
        ),
        (
            replace(GOOD, claims=(CLAIM, replace(CLAIM, id="c2", key="b", is_key=False, citations=()))),
            ["claim-uncited"],
        ),
        (replace(GOOD, claims=(replace(CLAIM, is_key=False),)), ["no-key-claim"]),
        (replace(GOOD, summary="  "), ["no-summary"]),
        (replace(GOOD, inclusion_reason=""), ["no-inclusion-reason"]),
        (replace(GOOD, inclusion_reason="Twelve meet there."), ["inclusion-uncited"]),
        (replace(GOOD, inclusion_reason="Twelve meet there.[^outage][^other]"), ["unknown-mark"]),
        (replace(GOOD, byline=""), ["no-byline"]),
        (replace(GOOD, facets=GOOD.facets[1:]), ["facet-missing"]),
        (
            replace(GOOD, facets=(replace(GOOD.facets[0], reason=""), *GOOD.facets[1:])),
            ["facet-without-reason"],
        ),
        (replace(GOOD, sections=(replace(GOOD.sections[0], author=""),)), ["analysis-unsigned"]),
        (
            replace(GOOD, images=(ImageWords("f", 1, 1, "A quay", "quay", "", "", "", "", False),)),
            ["image-without-provenance"],
        ),
        (
            replace(GOOD, facets=tuple(replace(value, reason=BOILERPLATE) for value in GOOD.facets)),
            ["boilerplate"],
        ),
        (
            replace(GOOD, summary=BOILERPLATE, outlook=(replace(GOOD.outlook[0], text=BOILERPLATE.upper()),)),
            ["boilerplate"],
        ),
        (replace(GOOD, inclusion_reason="a" * 200_001), ["too-long"]),
        (replace(GOOD, facets=(replace(GOOD.facets[0], reason="a" * 200_001), *GOOD.facets[1:])), ["too-long"]),
        (replace(GOOD, name="Qu\x01ay"), ["control-sign"]),
        (replace(GOOD, facets=(replace(GOOD.facets[0], reason="So.[^gone]"), *GOOD.facets[1:])), ["unknown-mark"]),
    ],
)
def test_preflight_refuses(words: Words, rules: list[str]) -> None:
    problems = preflight(words, 9700, is_first=True, today=TODAY)
    assert [problem.rule for problem in problems] == rules
    assert all(problem.words.endswith(".") for problem in problems)


@pytest.mark.parametrize(
    ("score", "is_first", "rules"),
    [(999, True, ["too-weak"]), (1000, True, []), (None, True, []), (0, False, [])],
)
def test_score_below_ten_is_not_published_for_the_first_time(
    score: int | None, is_first: bool, rules: list[str]
) -> None:
    assert [problem.rule for problem in preflight(GOOD, score, is_first=is_first, today=TODAY)] == rules
