"""What the desk calls contradicted is what the score calls disputed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from profiles.evidence.confidence.v1.evidence import Claim
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED
from profiles.evidence.contests import Said, contested_since
from tests.profiles.evidence.confidence.cast import TODAY
from tests.profiles.evidence.confidence.strategies import claims

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
TWELVE, NINE, DOZENS = 1, 2, 3
COVERS: dict[int, set[int]] = {TWELVE: set(), NINE: set(), DOZENS: {TWELVE}}


def hours(many: int) -> datetime:
    return AT + timedelta(hours=many)


OURS = Said(TWELVE, "primary", True, hours(0))
COPY = Said(NINE, "tertiary", True, hours(1))
REPORT = Said(NINE, "secondary", True, hours(2))


@pytest.mark.parametrize(
    ("said", "published", "settled", "since"),
    [
        ([], TWELVE, None, None),
        ([OURS], None, None, None),
        ([OURS, REPORT], TWELVE, None, hours(2)),
        ([OURS, COPY, REPORT], TWELVE, None, hours(1)),
        ([OURS, COPY], TWELVE, None, None),  # a re-telling does not contradict an original that we hold
        ([OURS, COPY], NINE, None, hours(0)),
        ([Said(TWELVE, "primary", False, AT), COPY], TWELVE, None, hours(1)),
        ([Said(DOZENS, "secondary", True, AT)], TWELVE, None, None),  # less specific, not against it
        ([Said(TWELVE, "secondary", True, AT)], DOZENS, None, None),
        ([Said(NINE, "secondary", True, AT)], DOZENS, None, AT),
        ([OURS, COPY, REPORT], TWELVE, hours(1), hours(2)),  # settled, and contradicted anew
        ([OURS, COPY, REPORT], TWELVE, hours(2), None),
    ],
)
def test_contradictions(
    said: list[Said], published: int | None, settled: datetime | None, since: datetime | None
) -> None:
    assert contested_since(published, COVERS, said, settled) == since


@given(claims())
def test_desk_and_score_agree(claim: Claim) -> None:
    keys = {value.key: number for number, value in enumerate(claim.values)}
    covers = {keys[value.key]: [keys[one] for one in value.covers] for value in claim.values}
    said = [
        Said(keys[one.value], one.directness, one.attached, AT)
        for one in claim.citations
        if one.value is not None and one.set_aside is None
    ]
    contested = contested_since(keys[claim.published], covers, said) is not None
    assert contested == score(claim, RELEASED, TODAY).disputed
