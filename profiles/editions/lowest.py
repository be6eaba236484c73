"""What is said beside the label of a public statement, or profile, that hardly anything supports any more. Pure.

It never vanishes by a fall: readers see that it is out of date or refuted, or since when it is no longer supported.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from profiles.editions.plain_words import day
from profiles.evidence.confidence.bands import BANDS

ENOUGH = BANDS[-2].low  # ten-thousandths: less is not published for the first time
REFUTED = "Refuted"
OUT_OF_DATE = "Out of date"


def low_since(before: Mapping[str, Any] | None, score: int | None, today: str) -> str:
    """Since when a published score has been below .10 (ISO), for the score of the day `today`; "" where it is not.

    `before` is what was published of it last, None where nothing was. "" as well where it was never supported.
    """
    if before is None or score is None or score >= ENOUGH:
        return ""
    shown = before["ten_thousandths"] if "ten_thousandths" in before else before["score"]
    if shown is None:
        return ""
    return today if shown >= ENOUGH else str(before.get("low_since", ""))


def note_low(after: dict[str, Any], before: Mapping[str, Any] | None) -> None:
    """Write into the result `after` since when its statements and the profile have been below .10."""
    shown = before["claims"] if before else {}
    for key, account in after["claims"].items():
        if "as_of" not in account:  # what was kept from before keeps its day
            account["low_since"] = low_since(shown.get(key), account["ten_thousandths"], after["today"])
    whole = after["profile"]
    whole["low_since"] = low_since(before["profile"] if before else None, whole["score"], after["today"])


def state_of(score: int | None, since: str, *, is_disputed: bool) -> str:
    """ "Refuted", "No longer supported since 20 November 2026" or "Not supported"; "" from .10 on."""
    if score is None or score >= ENOUGH:
        return ""
    if is_disputed:
        return REFUTED
    return f"No longer supported since {day(date.fromisoformat(since))}" if since else "Not supported"


def state_of_account(account: Mapping[str, Any]) -> str:
    """The state of one statement, from its part of a result: as above, or "Out of date"."""
    if account["stale"]:
        return OUT_OF_DATE
    return state_of(account["ten_thousandths"], account.get("low_since", ""), is_disputed=account["disputed"])


def state_of_profile(result: Mapping[str, Any]) -> str:
    """The state of a whole profile: refuted where everything that is too low is."""
    whole = result["profile"]
    low = [one for one in result["claims"].values() if one["ten_thousandths"] < ENOUGH]
    is_disputed = bool(low) and all(one["disputed"] for one in low)
    return state_of(whole["score"], whole.get("low_since", ""), is_disputed=is_disputed)
