"""Parameters come back from their figures as they were, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.confidence.v1.parameters import RELEASED, Parameters
from profiles.evidence.learning.figures import parameters_of


@given(st.none() | st.tuples(st.floats(0.01, 5), st.floats(-3, 3)), st.floats(0.1, 0.9))
def test_figures_come_back(platt: tuple[float, float] | None, discount: float) -> None:
    made = Parameters(platt=platt, discount=discount)
    assert parameters_of(json.loads(json.dumps(made.as_json()))) == made


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"priors": {"A": 0.9}, "extra": 1},
        {"limits": {}},
        {"fidelity": {"primary somehow": 1}},
        {"platt": [0.5]},
        {"platt": [-1, 0]},
        {"half_lives": None},
    ],
)
def test_other_figures_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"figures|document|slope"):
        parameters_of({**RELEASED.as_json(), **change})
