"""The numbers of an edition computed again from its words and from what its result says they were made on. Pure.

`docs/recompute.py` does this for readers, apart from our code; here the released method itself does, to the last
line of each account. Words of an account are left out: a block that was erased since stood in some of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isclose
from typing import Any

from profiles.editions.assessing import Standing, claims_of, whole_json
from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.losses import Loss
from profiles.editions.words import Words
from profiles.evidence.confidence.v1.evidence import Claim
from profiles.evidence.confidence.v1.ledger import ledger
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import Parameters
from profiles.evidence.confidence.v1.profile import Part
from profiles.evidence.learning.figures import parameters_of
from profiles.evidence.learning.track import Counts

CLOSE = 1e-9  # another machine's logarithm may differ in the last digits
NO_FIGURES = {"words", "reason", "documents_line", "as_of", "parameters", "publisher", "low_since"}


def recomputed(words: Words, result: Mapping[str, Any]) -> Iterator[str]:
    """What in `result`, an assessment of the edition `words`, is not what the method gives. In words, one a thing.

    Raises ValueError, KeyError or TypeError where the result is too broken to be computed again.
    """
    told = with_disputes(words, disputes_in(result))
    now = _Basis(result, told)
    if now.claims.keys() != result["claims"].keys():
        yield "its numbers are not those of its statements"
        return
    kept: dict[str, _Basis] = {}  # accounts that later assessments left as they were stand on a few older bases
    parts = []
    roots: set[str] = set()
    presumed = 0
    for claim in told.claims:
        if claim.id not in now.claims:
            continue
        account = result["claims"][claim.id]
        on = now
        if as_of := account.get("as_of"):
            basis = _Basis({**result, **as_of}, told, result["publishers"])
            on = kept.setdefault(json.dumps(as_of, sort_keys=True), basis)
        computed = ledger(on.claims[claim.id], on.parameters, on.today)
        if wrong := _first_other(computed.as_json(), account):
            yield f"the account of statement {claim.id} computes to another “{wrong}”"
        parts.append(Part(claim.is_key, account["ten_thousandths"], account["disputed"]))
        assessed = computed.assessed if on is now else score(now.claims[claim.id], now.parameters, now.today)
        roots |= {origin.key for origin in assessed.origins if not origin.presumed}
        presumed = max(presumed, assessed.presumed_origins)
    whole = {
        **whole_json(parts),
        "originals": len(roots),
        "presumed": presumed if not roots else 0,
        "stale": sum(bool(account["stale"]) for account in result["claims"].values()),
    }
    if wrong := _first_other(whole, result["profile"]):
        yield f"the profile as a whole computes to another “{wrong}”"


@dataclass(frozen=True, eq=False)
class _Basis:
    """What an account was made on: the day, the publishers as they were judged, what was lost, the figures."""

    kept: Mapping[str, Any]
    words: Words
    otherwise: Mapping[str, Any] | None = None  # publishers that `kept` does not name

    @cached_property
    def today(self) -> date:
        return date.fromisoformat(self.kept["today"])

    @cached_property
    def parameters(self) -> Parameters:
        return parameters_of(self.kept["parameters"])

    @cached_property
    def claims(self) -> dict[str, Claim]:
        names = {publisher.id: publisher.name for publisher in self.words.publishers}
        judged = {**(self.otherwise or {}), **self.kept["publishers"]}
        standings = {key: _standing(names.get(key, ""), one) for key, one in judged.items()}
        lost = {key: Loss(**one) for key, one in self.kept.get("lost", {}).items()}
        return {claim.id: given for claim, given in claims_of(self.words, standings, lost, self.parameters)}


def _standing(name: str, kept: Mapping[str, Any]) -> Standing:
    kinds = {
        kind: Counts(counts["right"], counts["wrong"], *counts["verdicts"])
        for kind, counts in kept.get("kinds", {}).items()
    }
    return Standing(name, kept["grade"], kept["owner"] or None, kept["right"], kept["wrong"], kinds)


def _first_other(computed: Any, stored: Any, name: str = "") -> str:
    """The name of the first figure in which the two differ; "" where they are the same."""
    if computed == stored:
        return ""
    if isinstance(computed, Mapping) and isinstance(stored, Mapping):
        names = (key for key in dict.fromkeys((*computed, *stored)) if key not in NO_FIGURES)
        others = (
            _first_other(computed[key], stored[key], key) if key in computed and key in stored else key for key in names
        )
        return next(filter(None, others), "")
    if isinstance(computed, list) and isinstance(stored, list) and len(computed) == len(stored):
        others = (_first_other(one, two, name) for one, two in zip(computed, stored, strict=True))
        return next(filter(None, others), "")
    if isinstance(computed, float) and isinstance(stored, float | int):
        return "" if isclose(computed, stored, rel_tol=0, abs_tol=CLOSE) else name
    return name
