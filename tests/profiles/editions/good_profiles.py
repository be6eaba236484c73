"""Fifty profiles that an editor would pass, as words, from the table in good_profiles.txt.

Each is eight lines there: name, category, region, base and focus; summary; reason for inclusion; the statement, its
value and a quote; what it does; why it matters; what to watch; and the reasons of category, region and focus.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from profiles.editions.words import (
    CitationWords,
    ClaimWords,
    DocumentWords,
    FacetWords,
    KeyPointWords,
    OutlookWords,
    PublisherWords,
    SectionWords,
    ValueWords,
    Words,
)

TODAY = date(2026, 11, 20)
TABLE = Path(__file__).with_name("good_profiles.txt")
AHEAD = (("now", 31), ("quarter", 100), ("year", 366), ("now", 1))  # the last days that each column takes


def good_profiles() -> list[Words]:
    """The words of all fifty, with the outlook counted from TODAY."""
    blocks = TABLE.read_text(encoding="utf-8").strip().split("\n\n")
    return [_words(place, block.split("\n")) for place, block in enumerate(blocks)]


def _words(place: int, lines: list[str]) -> Words:
    head, summary, inclusion, stated, does, matters, watch, reasons = lines
    name, category, region, base, focus = head.split(" | ")
    statement, value, quote = stated.split(" => ")
    why = reasons.split(" | ")
    horizon, days = AHEAD[place % len(AHEAD)]
    cited = CitationWords(
        f"ci-{place}", "do-1", 1, "v1", "primary", True, False, False, True, "", quote, 0, len(quote), False, ""
    )
    key = "fact"
    return Words(
        profile=f"pr-{place:016}",
        slug=f"good-{place}",
        name=name,
        summary=summary,
        base=base,
        inclusion_reason=inclusion if "[^" in inclusion else f"{inclusion}[^{key}]",
        byline="Alice Quay",
        reviewer="Bob Pier",
        disclosure="",
        is_invented=False,
        aliases=(),
        facets=tuple(
            FacetWords(facet, term.lower().replace(" ", "-"), term.capitalize(), reason, ())
            for facet, term, reason in zip(
                ("category", "region", "signal-focus"), (category, region, focus), why, strict=True
            )
        ),
        key_points=(KeyPointWords(f"{name}: {value}", f"cl-{place}"),),
        sections=(
            SectionWords("does", "account", "", f"{does}[^{key}]", ""),
            SectionWords("matters", "analysis", "", matters, "Alice Quay"),
        ),
        claims=(
            ClaimWords(
                f"cl-{place}",
                key,
                statement,
                "what is stated",
                "event",
                is_key=True,
                published="v1",
                values=(ValueWords("v1", value, ()),),
                citations=(cited,),
                happened_on="",
                happened_precision="",
            ),
        ),
        documents=(
            DocumentWords(
                "do-1",
                f"Record on {name}",
                f"https://records.example/2024-11-20/{place}?call=0201234567&by=jane.roe@firm.example",
                "record",
                "pb-1",
                "2024-11-20",
                "2026-11-20",
                held=True,
                seen=True,
            ),
        ),
        publishers=(PublisherWords("pb-1", "Office of Records", "regulator"),),
        outlook=(
            OutlookWords(horizon, watch, "a notice", (TODAY + timedelta(days=days)).isoformat(), "", "", ""),
            OutlookWords("now", "Past.", "a notice", "2026-01-02", "happened", "2026-01-02", "It did."),
        ),
        dependencies=(),
        images=(),
        also_read=(),
    )
