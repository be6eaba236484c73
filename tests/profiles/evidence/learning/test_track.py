"""Track records fade, fall back from kind to publisher to grade, and never turn against who was right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.confidence.v1.evidence import Publisher
from profiles.evidence.confidence.v1.fusion import reliability
from profiles.evidence.confidence.v1.parameters import RELEASED
from profiles.evidence.learning.track import Counts, Taught, for_kind, in_all, left, track_records

TODAY = date(2026, 11, 20)
KINDS = ("event", "identity", "status", "metric", "operational")
counts = st.builds(
    lambda right, wrong: Counts(right, wrong, 1, 1), st.floats(0, 50, width=32), st.floats(0, 50, width=32)
)
records = st.dictionaries(st.sampled_from(KINDS), counts, max_size=5)


@pytest.mark.parametrize(
    ("days", "share"),
    [(0, 1.0), (365, 0.8), (730, 0.64), (3650, 0.8**10), (-3, 1.0)],
)
def test_verdict_fades_by_a_fifth_a_year(days: int, share: float) -> None:
    assert left(TODAY - timedelta(days=days), TODAY) == pytest.approx(share, abs=1e-12)


def test_records_by_publisher_and_kind() -> None:
    year_ago = TODAY - timedelta(days=365)
    taught = [
        Taught("pb-b", "event", True, TODAY),
        Taught("pb-a", "event", True, year_ago),
        Taught("pb-a", "event", True, TODAY),
        Taught("pb-a", "event", False, TODAY),
        Taught("pb-a", "metric", False, year_ago),
    ]
    assert track_records(taught, TODAY) == {
        "pb-a": {"event": Counts(1.8, 1.0, 2, 1), "metric": Counts(0.0, 0.8, 0, 1)},
        "pb-b": {"event": Counts(1.0, 0.0, 1, 0)},
    }
    assert in_all(track_records(taught, TODAY)["pb-a"]) == (1.8, 1.8)


TAUGHT = st.builds(
    Taught,
    st.sampled_from(["a", "b"]),
    st.sampled_from(KINDS),
    st.booleans(),
    st.integers(0, 9000).map(lambda days: TODAY - timedelta(days=days)),
)


@given(st.lists(TAUGHT), st.randoms())
def test_order_of_verdicts_does_not_matter_to_the_last_digit(taught: list[Taught], random: object) -> None:
    mixed = list(taught)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert track_records(mixed, TODAY) == track_records(taught, TODAY)


@given(st.lists(TAUGHT, min_size=1), st.integers(0, 2000))
def test_records_only_fade(taught: list[Taught], days: int) -> None:
    now, later = track_records(taught, TODAY), track_records(taught, TODAY + timedelta(days=days))
    for publisher, kinds in now.items():
        for kind, one in kinds.items():
            assert later[publisher][kind].right <= one.right
            assert later[publisher][kind].wrong <= one.wrong


def q(kind: str, kinds: dict[str, Counts], grade: str = "C") -> float:
    right, wrong = for_kind(kind, kinds, RELEASED.prior_weight)
    return reliability(Publisher("p", "P", grade, None, right, wrong), RELEASED)


def test_kind_falls_back_to_the_publisher_and_the_publisher_to_its_grade() -> None:
    m, k = RELEASED.priors["C"], RELEASED.prior_weight
    assert q("event", {}) == pytest.approx(m)
    own = {"event": Counts(3, 1, 3, 1)}
    assert q("event", own) == pytest.approx((k * m + 3) / (k + 4))
    assert q("metric", own) == q("event", own)
    mixed = {**own, "metric": Counts(0, 5, 0, 5)}
    assert q("event", mixed) == pytest.approx((k * q("event", {"metric": mixed["metric"]}) + 3) / (k + 4))
    assert q("event", mixed) > q("status", mixed) > q("metric", mixed)


@given(records, st.sampled_from(KINDS), st.sampled_from(KINDS), st.floats(0.01, 5), st.sampled_from("ABCDEF"))
def test_being_right_never_makes_less_reliable(
    kinds: dict[str, Counts], kind: str, asked: str, more: float, grade: str
) -> None:
    before = kinds.get(kind, Counts(0, 0, 0, 0))
    better = {**kinds, kind: Counts(before.right + more, before.wrong, 1, 1)}
    worse = {**kinds, kind: Counts(before.right, before.wrong + more, 1, 1)}
    assert q(asked, worse, grade) <= q(asked, kinds, grade) + 1e-12
    assert q(asked, better, grade) >= q(asked, kinds, grade) - 1e-12


@given(records, st.sampled_from(KINDS))
def test_counts_for_a_kind_are_what_the_method_takes(kinds: dict[str, Counts], kind: str) -> None:
    right, wrong = for_kind(kind, kinds, RELEASED.prior_weight)
    assert right >= 0
    assert wrong >= 0
    assert 0 < q(kind, kinds) < 1
