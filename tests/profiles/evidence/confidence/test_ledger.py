"""The ledger: its steps add up, each line's `without` is true, and its JSON is all a stranger needs."""

import json
from dataclasses import replace

from hypothesis import given

from profiles.evidence.confidence.v1.evidence import Claim, Original
from profiles.evidence.confidence.v1.ledger import Ledger, ledger
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED
from tests.profiles.evidence.confidence.cast import (
    BLOGS,
    COURT,
    FIRM,
    RIVER,
    RIVER_REPORT,
    TODAY,
    cite,
    claim,
    retell,
)
from tests.profiles.evidence.confidence.recompute import recomputed
from tests.profiles.evidence.confidence.strategies import claims

CALIBRATED = replace(RELEASED, platt=(0.9, -0.1))


def lines(made: Ledger) -> list[tuple[str, str, float, float | None]]:
    return [
        (line.kind, line.words, round(line.step, 4), None if line.without is None else round(line.without, 4))
        for line in made.lines
    ]


@given(claims())
def test_steps_add_up_and_run_to_the_score(made: Claim) -> None:
    for parameters in (RELEASED, CALIBRATED):
        found = ledger(made, parameters, TODAY)
        assert abs(sum(line.step for line in found.lines) - found.assessed.score) < 1e-9
        assert abs(found.lines[-1].running - found.assessed.score) < 1e-12
        running = 0.0
        for line in found.lines:
            running += line.step
            assert abs(running - line.running) < 1e-9


@given(claims())
def test_each_kind_of_line_moves_one_way(made: Claim) -> None:
    for line in ledger(made, RELEASED, TODAY).lines:
        if line.kind in {"start", "origin"} or line.key == "held":
            assert line.step >= -1e-12
        else:
            assert line.step <= 1e-12


@given(claims())
def test_without_is_the_score_without_that_thing(made: Claim) -> None:
    found = ledger(made, RELEASED, TODAY)
    for line in found.lines:
        if line.kind in {"origin", "dispute"}:
            left = tuple(each for each in made.citations if each.id not in line.citations)
            assert line.without == score(replace(made, citations=left), RELEASED, TODAY).score
        elif line.key == "age":
            undated = tuple(replace(each, date=None) for each in made.citations)
            assert line.without == score(replace(made, citations=undated), RELEASED, TODAY).score
        elif line.kind == "cap":
            assert line.without is not None
            assert line.without >= found.assessed.score


@given(claims())
def test_score_can_be_recomputed_from_the_json_alone(made: Claim) -> None:
    for parameters in (RELEASED, CALIBRATED):
        text = json.dumps(ledger(made, parameters, TODAY).as_json(), allow_nan=False)
        told = json.loads(text)
        assert abs(recomputed(told) - told["score"]) < 1e-9


@given(claims())
def test_what_would_raise_it_really_raises_it(made: Claim) -> None:
    found = ledger(made, RELEASED, TODAY)
    now = found.assessed.ten_thousandths
    assert all(each.score == now + each.by > now for each in found.would_raise)


def test_ledger_of_a_repeated_report() -> None:
    found = ledger(claim(*(retell(blog, RIVER_REPORT) for blog in BLOGS)), RELEASED, TODAY)
    assert lines(found) == [
        ("start", "Before any evidence: one of many things that could have been said.", 0.0909, None),
        (
            "origin",
            "One original report (River Post), not seen by us; 5 documents repeat it and together count once.",
            0.6131,
            0.0909,
        ),
        (
            "cap",
            "Everything we have repeats a report that we have not seen: no more than 0.54.",
            -0.164,
            0.704,
        ),
    ]
    assert [(each.step, each.words, each.score) for each in found.would_raise] == [
        (
            "document",
            "If we held an original document that says so, from a court or a regulator, say: 0.98.",
            9800,
        ),
        ("attach", "If we read the report of River Post and kept it: 0.81.", 8184),
        ("see", "If we saw the report of River Post, say its summary in a feed: 0.70.", 7040),
    ]


def test_ledger_of_a_dispute_and_what_was_set_aside() -> None:
    made = claim(
        cite(RIVER, own_reporting=True),
        retell(BLOGS[0], RIVER_REPORT),
        cite(COURT, "primary", "fifty"),
        cite(FIRM, "primary", "fifty", set_aside="withdrawn by the firm"),
    )
    found = ledger(made, RELEASED, TODAY)
    assert [(kind, words) for kind, words, _, _ in lines(found)[1:]] == [
        (
            "origin",
            "One original report (River Post), read by us; 1 more document repeats it and adds nothing.",
        ),
        ("dispute", '1 document says otherwise: "fifty ships".'),
    ]
    assert found.set_aside == (("firm", "withdrawn by the firm"),)
    assert found.lines[-1].without == score(claim(*made.citations[:2]), RELEASED, TODAY).score


def test_dispute_that_only_repeats_is_shown_and_moves_nothing() -> None:
    found = ledger(claim(cite(COURT, "primary"), retell(BLOGS[0], value="fifty")), RELEASED, TODAY)
    assert lines(found)[-1] == (
        "dispute",
        '1 document says otherwise ("fifty ships"), but only by repeating; that does not outweigh the original.',
        0.0,
        0.97,
    )


def test_age_that_is_held_has_two_lines() -> None:
    old = cite(FIRM, "primary", own_act=True, date=TODAY.replace(year=1990))
    found = ledger(claim(old, kind="operational"), RELEASED, TODAY)
    assert [(line.kind, line.key) for line in found.lines] == [
        ("start", "start"),
        ("origin", FIRM.root),
        ("age", "age"),
        ("age", "held"),
    ]
    assert found.lines[2].without == 0.88
    assert found.lines[3].without == found.lines[2].running < 0.1
    assert found.as_json()["stale"] is True


def test_words_of_each_kind_of_original() -> None:
    memo = Original("memo", "a leaked memo")
    seen = replace(RIVER_REPORT, seen=True)
    shown = [
        claim(cite(COURT, "primary")),
        claim(cite(COURT, "primary", attached=False)),
        claim(cite(RIVER)),
        claim(cite(RIVER, attached=False), retell(BLOGS[0], RIVER_REPORT), retell(BLOGS[1], RIVER_REPORT)),
        claim(retell(BLOGS[0], seen)),
        claim(retell(BLOGS[0], memo)),
        claim(retell(BLOGS[0])),
        claim(retell(BLOGS[0]), retell(BLOGS[1])),
    ]
    assert [ledger(each, RELEASED, TODAY).lines[1].words for each in shown] == [
        "The original document (Harbour Court), held by us.",
        "An original document (Harbour Court), mentioned but not held by us.",
        "One original report (River Post), read by us.",
        "One original report (River Post), mentioned but not held by us; 2 more documents repeat it and add nothing.",
        "One original report (River Post), seen by us in part and not held; 1 document repeats it.",
        "One original report (a leaked memo), not seen by us; 1 document repeats it.",
        "1 document says so and does not show from where.",
        "2 documents say so and do not show from where; together they count as one report.",
    ]
