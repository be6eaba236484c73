"""A published profile as one plain record for programs: the words, the numbers, and all that explains them. Pure.

The record holds what `docs/recompute.py` needs to compute every score again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from profiles.editions.beside import NOTHING, Beside
from profiles.editions.citing import Reference
from profiles.editions.lowest import REFUTED, state_of_account
from profiles.editions.notes import NOTHING_BESIDE, confidence, stance_of
from profiles.editions.page import EditionLine
from profiles.editions.sealing import ERASED
from profiles.editions.words import ClaimWords, Words

PLAIN = ("aliases", "facets", "key_points", "sections", "outlook", "images", "also_read")


def record_of(
    words: Words,
    result: Mapping[str, Any],
    line: EditionLine,
    mark: str,
    cite: Reference,
    beside: Mapping[str, Beside] = NOTHING_BESIDE,
) -> dict[str, Any]:
    """Return the record of an edition with the result of one of its assessments.

    `cite` is how the edition is cited, `beside` what stands beside its claims.
    """
    whole = result["profile"]
    said = dataclasses.asdict(words)
    return {
        "id": words.profile,
        "slug": words.slug,
        "name": words.name,
        "summary": words.summary,
        "base": words.base,
        "mark": mark,
        "inclusion_reason": words.inclusion_reason,
        "byline": words.byline,
        "reviewer": words.reviewer,
        "disclosure": words.disclosure,
        "edition": {
            "number": line.number,
            "kind": line.kind,
            "published_at": line.published_at,
            "note": line.note,
            "digest": line.digest,
            "address": cite.address,
        },
        "cite": {"bibtex": cite.bibtex, "csl": cite.csl},
        "assessment": {
            "number": line.assessment,
            "assessed_at": line.assessed_at,
            "cause": line.cause,
            "method": result["method"],
            "today": result["today"],
            "lost": result.get("lost", {}),
            "parameters": result["parameters"],
            **_score(whole["score"]),
            "weakest": whole["weakest"],
            "disputed": whole["disputed"],
            "counts": dict(whole["counts"]),
            "low_since": whole.get("low_since") or None,
        },
        "removals": [dataclasses.asdict(one) for one in line.removals],
        "as_of": line.as_of,
        "last_checked_on": line.last_checked,
        "claims": [claim_record(claim, result, beside.get(claim.id, NOTHING)) for claim in words.claims],
        "documents": [
            {**plain, "state": "deleted" if plain["title"] == ERASED else "stored"} for plain in said["documents"]
        ],
        "publishers": [
            {**publisher, "kinds": {}, **result["publishers"].get(publisher["id"], {})}
            for publisher in said["publishers"]
        ],
        "dependencies": said["dependencies"],
        **{name: said[name] for name in PLAIN},
    }


def claim_record(claim: ClaimWords, result: Mapping[str, Any], beside: Beside) -> dict[str, Any]:
    """Return one claim with its citations, its score, the ledger that explains it, its verdicts and replies."""
    account = result["claims"].get(claim.id)
    said = dataclasses.asdict(claim)
    for citation, plain in zip(claim.citations, said["citations"], strict=True):
        plain["stance"] = stance_of(citation, claim)[0]
    return {
        **said,
        **_score(account["ten_thousandths"] if account else None),
        "exact_score": account["score"] if account else None,
        "disputed": bool(account and account["disputed"]),
        "stale": bool(account and account["stale"]),
        "refuted": bool(account and state_of_account(account) == REFUTED),
        "low_since": (account.get("low_since") or None) if account else None,
        "reason": account["reason"] if account else "",
        "ledger": account["lines"] if account else [],
        "would_raise": account["would_raise"] if account else [],
        "as_of": account.get("as_of") if account else None,
        "verdicts": [dataclasses.asdict(one) for one in beside.verdicts],
        "replies": [dataclasses.asdict(one) for one in beside.replies],
    }


def _score(score: int | None) -> dict[str, Any]:
    shown = confidence(score, "")
    return {
        "ten_thousandths": score,
        "shown": shown.number,
        "band": shown.band,
        "grade": shown.grade,
        "label": shown.label,
        "range": shown.range,
    }
