"""The measures at the head of a profile page: confidence, impact, evidence, reliability; never blended. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from profiles.editions.markup import Html
from profiles.editions.plain_words import RELIABILITY, UNKNOWN, count
from profiles.editions.words import CitationWords, Words
from profiles.evidence.confidence.bands import BANDS, band_of


@dataclass(frozen=True)
class Impact:
    level: int  # 1 low to 4 critical; 0 where none is given
    label: str
    reason: Html


@dataclass(frozen=True)
class Evidence:
    documents: int
    originals: int
    presumed: int
    direct_held: int  # primary documents of which we have a copy
    contradictions: int
    key_claims: int
    claims: int


@dataclass(frozen=True)
class Reliability:
    """How reliable the publishers cited are, in words and never as one figure with confidence."""

    publishers: tuple[tuple[str, str, str], ...]  # name, words, letter; most reliable first
    summary: str  # "2 usually reliable, 4 not known"


def reason_of(words: Words, result: Mapping[str, Any]) -> str:
    """The reason that all key statements share, else how they spread over the bands."""
    score = result["profile"]["score"]
    if score is None:
        return "The profile makes no statement yet."
    keys = [claim.id for claim in words.claims if claim.is_key]
    which = "key statements" if keys else "statements"
    keys = keys or [claim.id for claim in words.claims]
    accounts = [result["claims"][key] for key in keys if key in result["claims"]]
    if len({one["reason"] for one in accounts}) == 1:
        return str(accounts[0]["reason"])
    labels = Counter(band_of(one["ten_thousandths"]).label for one in accounts)
    spread = ", ".join(f"{labels[band.label]} {band.label}" for band in BANDS if labels[band.label])
    disputed = sum(bool(one["disputed"]) for one in accounts)
    return f"The mean of {len(accounts)} {which}: {spread}." + (
        f" {count(disputed, 'of them is', 'of them are')} disputed." if disputed else ""
    )


def evidence_of(words: Words, result: Mapping[str, Any]) -> Evidence:
    """What is cited, by documents and by original reports."""
    lost = result.get("lost", {})
    # What was retracted counts no longer; what vanished or was changed is no copy that a reader could check.
    speaking = [
        one for one in _speaking(words) if not one.is_set_aside and lost.get(one.id, {}).get("how") != "retracted"
    ]
    cited = {citation.document for citation in speaking}
    direct = {one.document for one in speaking if one.directness == "primary" and one.attached and one.id not in lost}
    whole = result["profile"]
    return Evidence(
        documents=len(cited),
        originals=whole["originals"],
        presumed=whole["presumed"],
        direct_held=len(direct),
        contradictions=whole["disputed"],
        key_claims=sum(claim.is_key for claim in words.claims),
        claims=len(words.claims),
    )


def _speaking(words: Words) -> list[CitationWords]:
    """The citations that say something of their statement; those that only mention the matter do not."""
    return [citation for claim in words.claims for citation in claim.citations if citation.value]


def reliability_of(words: Words, result: Mapping[str, Any]) -> Reliability:
    """The publishers of what is cited; what is only named or mentioned is not among them."""
    documents = {document.id: document for document in words.documents}
    cited = dict.fromkeys(documents[citation.document].publisher for citation in _speaking(words))
    names = {publisher.id: publisher.name for publisher in words.publishers}
    rows = sorted(
        (result["publishers"].get(publisher, {}).get("grade", "F"), names.get(publisher, UNKNOWN))
        for publisher in cited
    )
    tally = Counter(grade for grade, _ in rows)
    summary = ", ".join(f"{tally[grade]} {words_for}" for grade, words_for in RELIABILITY.items() if tally[grade])
    return Reliability(tuple((name, RELIABILITY[grade], grade) for grade, name in rows), summary)
