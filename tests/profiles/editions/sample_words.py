"""The words of an invented edition in which nothing is empty, and the numbers that go with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from profiles.editions.words import (
    AliasWords,
    AlsoReadWords,
    CitationWords,
    ClaimWords,
    DependencyWords,
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


def citation(name: str, document: str = "do-order", value: str = "v1", **changes: Any) -> CitationWords:
    plain = CitationWords(
        id=f"ci-{name}",
        document=document,
        version=1,
        value=value,
        directness="primary",
        attached=True,
        own_reporting=False,
        own_interest=False,
        own_act=True,
        original="do-report",
        quote="Twelve members were without service.",
        quote_start=100,
        quote_end=136,
        is_set_aside=False,
        set_aside="",
    )
    return replace(plain, **changes)


def claim(name: str, statement: str, *citations: CitationWords, **changes: Any) -> ClaimWords:
    plain = ClaimWords(
        id=f"cl-{name}",
        key=name,
        statement=statement,
        predicate="members without service",
        kind="event",
        is_key=True,
        published="v1",
        values=(ValueWords("v1", "twelve", ()), ValueWords("v2", "a dozen or so", ("v1",))),
        citations=citations,
        happened_on="2026-03-03",
        happened_precision="day",
    )
    return replace(plain, **changes)


def words(**changes: Any) -> Words:
    plain = Words(
        profile="pr-0000000000000001",
        slug="harbour-exchange",
        name="Harbour Exchange",
        summary="An exchange at the old harbour. Its northern link was cut in 2026.",
        base="Quayside",
        inclusion_reason="Twelve networks meet there and nowhere else.[^outage]",
        byline="Alice Quay",
        reviewer="Bob Pier",
        disclosure="We hold no share in it.",
        is_invented=True,
        aliases=(AliasWords("Northern Link IX", "brand"),),
        facets=(
            FacetWords("region", "europe", "Europe", "Its only site is in a European harbour.", (citation("region"),)),
        ),
        key_points=(KeyPointWords("Twelve members were cut off for a day.", "cl-outage"),),
        sections=(
            SectionWords(
                "happened",
                "account",
                "",
                "The northern link was cut in March.[^outage]\n\nThe office ordered it restored. It took a week.",
                "Alice Quay",
            ),
            SectionWords("other", "analysis", "Money", "Its members paid for the repair.", "Bob Pier"),
        ),
        claims=(
            claim("outage", "Twelve members had no service for a day.", citation("order"), citation("report")),
            claim("owner", "It belongs to its members.", citation("register"), kind="identity", is_key=False),
        ),
        documents=(
            DocumentWords(
                "do-order",
                "Order on the northern link",
                "https://office.example/order",
                "filing",
                "pb-office",
                "2026-04-02",
                "2026-11-20",
                held=True,
                seen=True,
            ),
            DocumentWords(
                "do-report",
                "How the northern link was lost",
                "https://courier.example/link",
                "article",
                "pb-courier",
                "2026-03-20",
                "2026-11-20",
                held=True,
                seen=True,
            ),
        ),
        publishers=(
            PublisherWords("pb-office", "Office for Exchanges", "regulator"),
            PublisherWords("pb-courier", "Quay Courier", "newsroom"),
        ),
        outlook=(
            OutlookWords("now", "Whether the link is doubled.", "A second cable lands.", "2026-12-31", "", "", ""),
            OutlookWords(
                "year",
                "Whether members leave.",
                "Fewer than ten are left.",
                "2027-06-30",
                "happened",
                "2026-11-01",
                "Three have left.",
            ),
        ),
        dependencies=(DependencyWords("supplies", False, "pr-0000000000000002", "Isle IX", "cl-outage"),),
        images=(
            ImageWords("a.png", 100, 80, "A quay", "A quay", "A walk", "Its site", "Drawn by us", "CC BY 4.0", False),
        ),
        also_read=(AlsoReadWords("", "How cables are mended", "https://courier.example/mend"),),
    )
    return replace(plain, **changes)


def numbers(whole: int | None = 9000, **scores: int) -> dict[str, Any]:
    """The part of an assessment's result that a comparison reads. `scores` by the statement's name."""
    of = {"outage": 9800, "owner": 8184, **scores}
    return {
        "profile": {"score": whole},
        "claims": {f"cl-{name}": {"ten_thousandths": score} for name, score in of.items()},
    }
