"""The exact cases that were agreed with the method's readers; they live beside the repository."""

import json
from pathlib import Path
from typing import Any

import pytest

from profiles.evidence.confidence.bands import band_of, shown
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED
from tests.profiles.evidence.confidence.shared_cases import claim_of

CASES = Path(__file__).resolve().parents[5] / "shared" / "data" / "confidence_cases.json"


def _cases() -> list[Any]:
    if not CASES.exists():
        reason = f"the agreed cases are not here ({CASES.parent.parent.name}/{CASES.parent.name}/{CASES.name})"
        return [pytest.param({}, marks=pytest.mark.skip(reason=reason), id="absent")]
    return [pytest.param(case, id=case["name"]) for case in json.loads(CASES.read_text())]


@pytest.mark.parametrize("case", _cases())
def test_score_of_an_agreed_case(case: dict[str, Any]) -> None:
    claim, today = claim_of(case)
    expected = {key: value for key, value in case["expect"].items() if key != "note"}

    assessed = score(claim, RELEASED, today)

    assert {
        "score": round(assessed.score, 4),
        "shown": float(shown(assessed.ten_thousandths)),
        "grade": band_of(assessed.ten_thousandths).grade,
        "internal": assessed.internal,
        "origins": assessed.named_origins,
        "presumed_origins": assessed.presumed_origins,
        "before_caps": round(assessed.before_caps, 4),
        "caps": [cap.name for cap in assessed.caps],
    } == expected
