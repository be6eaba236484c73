"""docs/recompute.py, written apart from the method, gives the method's score for any claim."""

from __future__ import annotations

import importlib.util
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given

from profiles.evidence.confidence.v1.evidence import Citation, Claim
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED
from tests.profiles.evidence.confidence.cast import TODAY
from tests.profiles.evidence.confidence.strategies import claims


def _recompute() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "docs" / "recompute.py"
    spec = importlib.util.spec_from_file_location("recompute", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RECOMPUTE = _recompute()


@given(claims())
def test_recomputed_score_is_the_method_s(claim: Claim) -> None:
    claim = _one_original_each(claim)
    world = RECOMPUTE.World(
        {"parameters": RELEASED.as_json(), "today": TODAY.isoformat(), "publishers": {}}, _profile(claim)
    )
    assert world.score(_record(claim)) == pytest.approx(score(claim, RELEASED, TODAY).score, abs=1e-9)


def _one_original_each(claim: Claim) -> Claim:
    """In a profile a document is seen or not; the random claims say so for each citation anew."""
    seen: dict[str, bool] = {}
    for one in claim.citations:
        if one.original:
            seen[one.original.key] = seen.get(one.original.key, False) or one.original.seen
    return replace(
        claim,
        citations=tuple(
            replace(one, original=replace(one.original, seen=seen[one.original.key])) if one.original else one
            for one in claim.citations
        ),
    )


def _profile(claim: Claim) -> dict[str, Any]:
    documents: dict[str, dict[str, Any]] = {}
    publishers: dict[str, dict[str, Any]] = {}
    for one in claim.citations:
        publishers[one.publisher.id] = {**asdict(one.publisher), "owner": one.publisher.owner or ""}
        documents[f"d-{one.id}"] = {
            "id": f"d-{one.id}",
            "publisher": one.publisher.id,
            "published_on": one.date.isoformat() if one.date else "",
            "known_since": "",
            "seen": True,
        }
        if one.original:
            known = one.original.publisher
            if known:
                publishers[known.id] = {**asdict(known), "owner": known.owner or ""}
            documents[one.original.key] = {
                "id": one.original.key,
                "publisher": known.id if known else "",
                "published_on": "",
                "known_since": "",
                "seen": one.original.seen,
            }
    return {"documents": list(documents.values()), "publishers": list(publishers.values())}


def _record(claim: Claim) -> dict[str, Any]:
    return {
        "kind": claim.kind,
        "published": claim.published,
        "values": [asdict(value) for value in claim.values],
        "citations": [_citation(one) for one in claim.citations],
    }


def _citation(one: Citation) -> dict[str, Any]:
    return {
        "document": f"d-{one.id}",
        "value": one.value or "",
        "directness": one.directness,
        "attached": one.attached,
        "own_reporting": one.own_reporting,
        "own_interest": one.own_interest,
        "own_act": one.own_act,
        "original": one.original.key if one.original else "",
        "quote_start": 0,
        "quote_end": 10 if one.quoted else 0,
        "is_set_aside": one.set_aside is not None,
    }
