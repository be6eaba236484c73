"""The project's own cases. Expected figures come from odds, multiplied out here, not from the method's code.

A reliability r has the odds 10 r / (1 - r) against the ten other things that could have been said. Origins
multiply: the best counts in full, the next to the power of 0.7, the next to 0.49.
"""

import datetime
from dataclasses import replace
from math import prod
from typing import Any, cast

import pytest

from profiles.evidence.confidence.bands import cut, read
from profiles.evidence.confidence.v1.evidence import Citation, Claim, Original, Publisher
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED
from tests.profiles.evidence.confidence.cast import (
    AGENCY,
    BLOGS,
    COURT,
    FIRM,
    LOCAL,
    RIVER,
    RIVER_REPORT,
    TODAY,
    cite,
    claim,
    retell,
)

SEEN = replace(RIVER_REPORT, seen=True)
MISREAD = "an editor may have misread"
NO_DIRECT = "no direct source attached"
NOBODY = "nobody whose own account we hold"
UNKNOWN = "no supporter of known reliability"
PARTY = "only the party itself says so"
UNSEEN = "the original was not seen"


def odds(*rs: float, kappa: float = 1.0) -> float:
    best_first = enumerate(sorted(rs, reverse=True))
    return float(prod((10 * r / (1 - r)) ** (kappa * 0.7**k) for k, r in best_first))


def alone(*rs: float) -> float:
    return odds(*rs) / (odds(*rs) + 10)


def against(own: float, other: float) -> float:
    """Two values with one origin each: fusion, held down by the share of strength."""
    p = odds(own) / (odds(own) + odds(other) + 9)
    share = _log(odds(own)) / (_log(odds(own)) + _log(odds(other)))
    return min(p, 0.5 * p + 0.5 * share)


def _log(x: float) -> float:
    """A natural logarithm by series, so that nothing is borrowed from what is tested."""
    halvings = 0
    while x > 1.5:
        x, halvings = x / 2, halvings + 1
    z = (x - 1) / (x + 1)
    ln2 = 2 * sum((1 / 3) ** n / n for n in range(1, 60, 2))
    return halvings * ln2 + 2 * sum(z**n / n for n in range(1, 60, 2))


CASES: list[tuple[str, Claim, float, float, list[str], int, int]] = [
    ("nothing", claim(), 1 / 11, 1 / 11, [], 0, 0),
    (
        "five blogs name one report",
        claim(*(retell(b, RIVER_REPORT) for b in BLOGS)),
        0.54,
        0.704,
        [UNSEEN],
        1,
        0,
    ),
    (
        "one of five names it",
        claim(retell(BLOGS[0], RIVER_REPORT), *(retell(b) for b in BLOGS[1:])),
        0.54,
        0.704,
        [UNSEEN],
        1,
        0,
    ),
    ("none of five names it", claim(*(retell(b) for b in BLOGS)), 0.4, 0.4, [], 0, 1),
    ("its summary seen", claim(*(retell(b, SEEN) for b in BLOGS)), 0.704, 0.704, [], 1, 0),
    (
        "its report held",
        claim(cite(RIVER, own_reporting=True), *(retell(b, RIVER_REPORT) for b in BLOGS)),
        0.8184,
        0.8184,
        [],
        1,
        0,
    ),
    (
        "a report we hold and copies without a source",
        claim(cite(RIVER, own_reporting=True), *(retell(b) for b in BLOGS)),
        0.89,
        alone(0.8184, 0.4),
        [NO_DIRECT],
        1,
        1,
    ),
    (
        "a judgment only mentioned",
        claim(cite(COURT, "primary", attached=False), retell(BLOGS[0], RIVER_REPORT)),
        0.74,
        alone(0.776, 0.704),
        [NO_DIRECT, NOBODY],
        2,
        0,
    ),
    ("a judgment held", claim(cite(COURT, "primary", own_act=True)), 0.97, 0.97, [], 1, 0),
    (
        "a judgment held but not quoted for this",
        claim(cite(COURT, "primary", own_act=True, quoted=False)),
        0.89,
        0.97,
        [NO_DIRECT],
        1,
        0,
    ),
    (
        "a report built on the judgment adds nothing",
        claim(cite(COURT, "primary"), cite(RIVER, original=Original("j", "judgment", COURT))),
        0.97,
        0.97,
        [],
        1,
        0,
    ),
    (
        "a judgment and a report",
        claim(cite(COURT, "primary"), cite(RIVER)),
        0.98,
        alone(0.97, 0.8184),
        [MISREAD],
        2,
        0,
    ),
    ("a firm on itself", claim(cite(FIRM, "primary", own_interest=True)), 0.74, 0.88, [PARTY], 1, 0),
    (
        "a firm on itself, repeated by a newsroom that names it",
        claim(
            cite(FIRM, "primary", own_interest=True),
            cite(RIVER, original=Original("letter", "its letter", FIRM)),
            retell(BLOGS[0], Original("letter", "its letter", FIRM)),
        ),
        0.74,
        0.88,
        [PARTY],
        1,
        0,
    ),
    (
        "a firm on itself, repeated without a source",
        claim(cite(FIRM, "primary", own_interest=True), retell(BLOGS[0])),
        0.74,
        alone(0.88, 0.4),
        [PARTY],
        1,
        1,
    ),
    ("a firm's own act", claim(cite(FIRM, "primary", own_interest=True, own_act=True)), 0.88, 0.88, [], 1, 0),
    ("one blog, not kept", claim(retell(BLOGS[0], attached=False)), 0.325, 0.325, [], 0, 1),
    ("a mention alone", claim(cite(COURT, "primary", None)), 1 / 11, 1 / 11, [], 0, 0),
    (
        "blogs against a judgment",
        claim(retell(BLOGS[0], RIVER_REPORT), cite(COURT, "primary", "fifty")),
        against(0.704, 0.97),
        against(0.704, 0.97),
        [],
        1,
        0,
    ),
    (
        "a judgment against blogs",
        claim(retell(BLOGS[0], RIVER_REPORT, value="fifty"), cite(COURT, "primary")),
        0.97,
        0.97,
        [],
        1,
        0,
    ),
    (
        "two reports disagree",
        claim(cite(AGENCY), cite(RIVER, value="fifty")),
        against(0.9021, 0.8184),
        against(0.9021, 0.8184),
        [],
        1,
        0,
    ),
    (
        "two reports, one set aside",
        claim(cite(AGENCY), cite(RIVER, value="fifty", set_aside="corrected on 3 May")),
        0.89,
        0.9021,
        [NO_DIRECT],
        1,
        0,
    ),
    (
        "three blogs with own reporting",
        claim(*(cite(b, own_reporting=True) for b in BLOGS[:3])),
        0.74,
        alone(0.465, 0.465, 0.465),
        [NO_DIRECT, UNKNOWN],
        3,
        0,
    ),
    (
        "a less specific report beside a specific one",
        claim(cite(RIVER), cite(AGENCY, value="dozens")),
        0.89,
        odds(0.8184) * odds(0.9021, kappa=0.8 * 0.7) / (odds(0.8184) * odds(0.9021, kappa=0.56) + 10),
        [MISREAD, NO_DIRECT],
        2,
        0,
    ),
    (
        "a less specific judgment is no direct source",
        claim(cite(COURT, "primary", value="dozens")),
        0.89,
        odds(0.97, kappa=0.8) / (odds(0.97, kappa=0.8) + 10),
        [NO_DIRECT],
        1,
        0,
    ),
    (
        "two papers of one owner are one",
        claim(cite(replace(RIVER, owner="group")), cite(replace(LOCAL, owner="group"))),
        0.8184,
        0.8184,
        [],
        1,
        0,
    ),
    (
        "an original nobody knows the publisher of",
        claim(
            retell(LOCAL, Original("leak", "a leaked memo")),
            retell(BLOGS[0], Original("leak", "a leaked memo")),
        ),
        0.54,
        0.576,
        [UNSEEN],
        1,
        0,
    ),
    (
        "two names among the re-tellings leave the rest presumed",
        claim(retell(BLOGS[0], SEEN), retell(BLOGS[1], Original("a", "a wire", AGENCY)), retell(BLOGS[2])),
        0.74,
        alone(0.776, 0.704, 0.4),
        [MISREAD, NO_DIRECT, NOBODY],
        2,
        1,
    ),
    (
        "a track record moves a grade",
        claim(cite(replace(RIVER, right=10, wrong=2))),
        (8 * 0.88 + 10) / 20 * 0.93,
        (8 * 0.88 + 10) / 20 * 0.93,
        [],
        1,
        0,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_score_of_an_own_case(case: Any) -> None:
    _, made, expected, before, names, origins, presumed = case

    assessed = score(made, RELEASED, TODAY)

    assert assessed.score == pytest.approx(expected, abs=1e-12)
    assert assessed.before_caps == pytest.approx(before, abs=1e-12)
    assert [cap.name for cap in assessed.caps] == names
    assert (assessed.named_origins, assessed.presumed_origins) == (origins, presumed)


def _on(days_ago: int, publisher: Publisher = FIRM, **more: Any) -> Citation:
    return cite(publisher, "primary", date=TODAY - datetime.timedelta(days=days_ago), own_act=True, **more)


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        ("event", 9000, 0.88),
        ("identity", 3650, 1 / 11 + (0.88 - 1 / 11) / 2),
        ("status", 730, 1 / 11 + (0.88 - 1 / 11) / 2),
        ("status", 1460, 1 / 11 + (0.88 - 1 / 11) / 4),
        ("metric", 365, 1 / 11 + (0.88 - 1 / 11) / 2),
        ("operational", 90, 1 / 11 + (0.88 - 1 / 11) / 2),
        ("operational", 270, 1 / 11 + (0.88 - 1 / 11) / 8),
        ("operational", -5, 0.88),
        ("operational", 90 * 20, 0.10),
    ],
)
def test_age_of_each_kind(kind: Any, days: int, expected: float) -> None:
    assessed = score(claim(_on(days), kind=kind), RELEASED, TODAY)
    assert assessed.score == pytest.approx(expected, abs=1e-12)
    assert assessed.stale is (expected == 0.10)


def test_retelling_an_old_report_does_not_make_it_young() -> None:
    old = _on(1460)
    new = retell(BLOGS[0], Original("page", "its page", FIRM), date=TODAY)
    both = score(claim(old, new, kind="status"), RELEASED, TODAY)
    assert both.score == score(claim(old, kind="status"), RELEASED, TODAY).score


def test_undated_retelling_is_as_old_as_the_earliest_one() -> None:
    first = retell(BLOGS[0], SEEN, date=TODAY - datetime.timedelta(days=730))
    made = claim(first, retell(BLOGS[1], SEEN), retell(BLOGS[2]), kind="status")
    assert score(made, RELEASED, TODAY).score == pytest.approx(1 / 11 + (0.704 - 1 / 11) / 2)


def test_refuted_is_not_internal() -> None:
    made = claim(retell(BLOGS[0]), cite(COURT, "primary", "fifty"))
    assessed = score(made, RELEASED, TODAY)
    assert (assessed.score < 0.1, assessed.disputed, assessed.internal) == (True, True, False)


def test_calibration_comes_before_the_caps() -> None:
    made = claim(cite(RIVER))
    plain, changed = RELEASED, replace(RELEASED, platt=(1.0, 2.0))
    e2 = 7.38905609893065
    expected = e2 * 0.8184 / (e2 * 0.8184 + 1 - 0.8184)
    assert score(made, plain, TODAY).before_caps == pytest.approx(0.8184)
    assert score(made, changed, TODAY).before_caps == pytest.approx(expected)
    assert score(made, changed, TODAY).score == 0.89


def test_reading_of_an_own_case() -> None:
    reading = read(cut(score(CASES[1][1], RELEASED, TODAY).score))
    assert reading is not None
    assert (reading.number, reading.grade, reading.label, reading.range) == (
        "0.54",
        "C/D",
        "Weak-medium",
        "0.35-0.54",
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Publisher("", "No id", "A"), "needs an id"),
        (lambda: Publisher("x", "Odd", "G"), "A to F"),
        (lambda: Publisher("x", "Odd", "A", right=-1), "0 or more"),
        (lambda: Publisher("x", "Odd", "A", wrong=float("nan")), "finite"),
        (lambda: cite(RIVER, "hearsay"), "primary, secondary or tertiary"),
        (lambda: claim(cite(RIVER), cite(RIVER)), "same id"),
        (lambda: claim(cite(RIVER, value="sixty")), "no value of claim"),
        (lambda: claim(published="sixty"), "none of its values"),
        (lambda: claim(kind=cast(Any, "rumour")), "unknown"),
        (lambda: replace(claim(), values=(*claim().values, claim().values[0])), "same key"),
        (lambda: replace(RELEASED, platt=(0.0, 1.0)), "above 0"),
    ],
)
def test_bad_input_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
