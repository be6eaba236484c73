"""What a new edition would raise, against the numbers shown now. Only a person raises; the top band needs two. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from profiles.editions.words import Words
from profiles.evidence.confidence.bands import BANDS

TOP = BANDS[0].low  # ten-thousandths


def rises(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether any score of the result `after` is above the one in `before`: a rise that a person may publish."""
    claims = before["claims"]
    return (after["profile"]["score"] or 0) > (before["profile"]["score"] or 0) or any(
        claim["ten_thousandths"] > claims[key]["ten_thousandths"]
        for key, claim in after["claims"].items()
        if key in claims
    )


def into_the_top(words: Words, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[str, ...]:
    """The statements of `words`, and the profile's name, that the result `after` lifts into the highest band.

    `before` is the result that readers see now, None where nothing is public yet. A new statement counts as lifted.
    """
    shown = before["claims"] if before else {}
    lifted = [
        claim.statement
        for claim in words.claims
        if claim.id in after["claims"]
        and after["claims"][claim.id]["ten_thousandths"] >= TOP
        and not (claim.id in shown and shown[claim.id]["ten_thousandths"] >= TOP)
    ]
    if (after["profile"]["score"] or 0) >= TOP > ((before["profile"]["score"] or 0) if before else 0):
        lifted.append(words.name)
    return tuple(lifted)
