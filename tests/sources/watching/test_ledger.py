from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.models.watch import WatchOutcome
from sources.watching.ledger import REMEMBERED, WEEK, Figures, Ledger, entered, figures_of
from tests.sources.watching.room import NOW

DAY = timedelta(days=1)


def test_ledger_of_some_visits_in_figures() -> None:
    ledger = Ledger()
    for outcome, not_modified, new, known in [
        ("new", False, 8, 2),
        ("unchanged", True, 0, 0),
        ("unchanged", False, 0, 0),
        ("failed", False, 0, 0),
        ("held", False, 0, 0),
        ("new", False, 2, 2),
        ("unchanged", True, 0, 0),
        ("missing", False, 0, 0),
    ]:
        ledger = entered(ledger, outcome=outcome, not_modified=not_modified, now=NOW, new=new, known=known)
    assert ledger == Ledger("n4ufhn4m", 10.0, 4.0, NOW)
    figures = figures_of(ledger, since=NOW - timedelta(days=1000), now=NOW)
    assert figures == Figures(
        visits=8, good=5 / 8, not_modified=2 / 8, items_a_week=pytest.approx(10 / 4), repeated=4 / 10
    )


def test_nothing_is_said_of_what_nobody_has_seen() -> None:
    assert figures_of(Ledger(), since=NOW, now=NOW) == Figures(0, None, None, 0.0, None)


@pytest.mark.parametrize("days", [1, 3, 7, 30, 300])
def test_seven_entries_a_day_are_49_a_week_however_long_it_is_watched(days: int) -> None:
    ledger, now = Ledger(), NOW
    for _ in range(days):
        now += DAY
        ledger = entered(ledger, outcome="new", not_modified=False, now=now, new=7)
    assert figures_of(ledger, since=NOW, now=now).items_a_week == pytest.approx(49, rel=0.03)


def test_what_came_long_ago_hardly_counts() -> None:
    ledger = entered(Ledger(), outcome="new", not_modified=False, now=NOW, new=1000)
    later = figures_of(ledger, since=NOW - 52 * WEEK, now=NOW + 20 * WEEK)
    assert later.items_a_week < 2


@pytest.mark.parametrize("outcome", list(WatchOutcome))
def test_every_outcome_has_a_sign_of_its_own(outcome: str) -> None:
    signs = {
        entered(Ledger(), outcome=each, not_modified=False, now=NOW).recent for each in WatchOutcome if each != outcome
    }
    assert entered(Ledger(), outcome=outcome, not_modified=False, now=NOW).recent not in signs


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(WatchOutcome)),
            st.booleans(),
            st.integers(0, 500),
            st.integers(0, 500),
            st.integers(-7200, 10**7),
        ),
        max_size=90,
    )
)
def test_ledger_stays_small_and_its_shares_between_0_and_1(visits: list[tuple[str, bool, int, int, int]]) -> None:
    """Also where a clock was set back."""
    ledger, now = Ledger(), NOW
    for outcome, not_modified, new, known, seconds in visits:
        now += timedelta(seconds=seconds)
        ledger = entered(ledger, outcome=outcome, not_modified=not_modified, now=now, new=new, known=known)
    assert len(ledger.recent) == min(len(visits), REMEMBERED)
    assert 0 <= ledger.repeats <= ledger.items
    figures = figures_of(ledger, since=NOW, now=now)
    for share in (figures.good, figures.not_modified, figures.repeated):
        assert share is None or 0 <= share <= 1
