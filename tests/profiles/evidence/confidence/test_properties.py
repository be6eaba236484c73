"""What must hold for every claim. Where a wish and the formula part, the counterexample stands at the end;
docs/decisions/0003-confidence-edge-cases.md says why."""

import datetime
import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.confidence.v1.evidence import Citation, Claim, Original, Publisher, Value
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED
from tests.profiles.evidence.confidence.cast import (
    AGENCY,
    BLOGS,
    COURT,
    LOCAL,
    RIVER,
    RIVER_REPORT,
    TODAY,
    VALUES,
    cite,
    claim,
    retell,
)
from tests.profiles.evidence.confidence.strategies import casts, citations, claims, days

NOISE = 1e-12
NEW = Publisher("new", "New", "C")


def scored(made: Claim) -> float:
    return score(made, RELEASED, TODAY).score


def plus(made: Claim, *more: Citation) -> Claim:
    return replace(made, citations=(*made.citations, *more))


def live(made: Claim) -> list[Citation]:
    return [each for each in made.citations if each.set_aside is None]


@given(claims(), st.sampled_from("ABCDEF"), days, st.data())
def test_copy_never_raises(made: Claim, grade: str, date: datetime.date | None, data: st.DataObject) -> None:
    """Anybody, of any grade and on any day, repeats what a re-telling of a known publisher's report says,
    with no document nearer to it than that re-telling's."""
    supporting = {made.published, "dozens"} | ({"forty", "fifty"} if made.published == "dozens" else set())
    known = [
        each
        for each in live(made)
        if each.retells and each.value in supporting and each.original and each.original.publisher
    ]
    if not known:
        return
    model = data.draw(st.sampled_from(known))
    copy = replace(
        model,
        id="copy",
        publisher=replace(NEW, grade=grade),
        attached=model.attached and data.draw(st.booleans()),
        date=date,
        quoted=data.draw(st.booleans()),
    )
    # A less specific copy belongs to both sides of a dispute; see the cases at the end.
    both_sides = model.value == "dozens" and any(each.value == "fifty" for each in live(made))
    if made.published == "dozens" or model.value == made.published or not both_sides:
        assert scored(plus(made, copy)) <= scored(made) + NOISE


@given(claims(), st.sampled_from("ABCDEF"), st.sampled_from(("secondary", "tertiary")), days)
def test_repeating_an_original_we_hold_adds_nothing(
    made: Claim, grade: str, directness: str, date: datetime.date | None
) -> None:
    """A report that is built on an attached original adds nothing, not even by lifting a cap."""
    ours = cite(replace(NEW, id="holder", name="Holder", grade="B"), "primary", made.published, date=TODAY)
    held = plus(made, replace(ours, own_interest=True))
    copy = cite(
        replace(NEW, grade=grade),
        directness,
        made.published,
        id="copy",
        original=Original("of holder", "its notice", ours.publisher),
        date=date,
    )
    named = {e.original.root for e in live(made) if e.original and e.retells and e.value is not None}
    loose = any(e.retells and e.original is None for e in live(made))
    if directness == "secondary" or (not named and not loose):
        assert scored(plus(held, copy)) <= scored(held) + NOISE


@given(claims(), st.data())
def test_independent_supporter_never_lowers(made: Claim, data: st.DataObject) -> None:
    """Somebody new states the published value and names nobody."""
    new = data.draw(citations((NEW,), 99))
    new = replace(new, value=made.published, original=None, set_aside=None, own_reporting=True)
    assert scored(plus(made, new)) >= scored(made) - NOISE


@given(claims(), st.data())
def test_dispute_by_a_new_value_never_raises(made: Claim, data: st.DataObject) -> None:
    against = replace(data.draw(citations((NEW,), 99)), value="sixty", set_aside=None)
    wider = replace(made, values=(*made.values, Value("sixty", "sixty ships")))
    assert scored(plus(wider, against)) <= scored(made) + NOISE


@given(claims(), st.data())
def test_own_account_of_a_rival_never_raises(made: Claim, data: st.DataObject) -> None:
    """Somebody new states a value that is already disputed, first-hand."""
    made = replace(made, published="forty")
    against = replace(data.draw(citations((NEW,), 99)), value="fifty", original=None, own_reporting=True)
    assert scored(plus(made, against)) <= scored(made) + NOISE


@given(claims())
def test_without_an_attached_primary_is_at_most_89(made: Claim) -> None:
    if not any(e.directness == "primary" and e.attached and e.value is not None for e in live(made)):
        assert scored(made) <= 0.89


@given(claims(), st.randoms(use_true_random=False))
def test_order_of_citations_does_not_matter(made: Claim, shuffle: random.Random) -> None:
    mixed, values = list(made.citations), list(made.values)
    shuffle.shuffle(mixed)
    shuffle.shuffle(values)
    other = replace(made, citations=tuple(mixed), values=tuple(values))
    first, second = score(made, RELEASED, TODAY), score(other, RELEASED, TODAY)
    assert (first.score, first.caps, first.origins) == (second.score, second.caps, second.origins)


@given(claims())
def test_set_aside_citations_have_no_effect(made: Claim) -> None:
    assert scored(made) == scored(replace(made, citations=tuple(live(made))))


@given(claims(), casts(), st.data())
def test_mere_mentions_have_no_effect(made: Claim, cast: tuple[Publisher, ...], data: st.DataObject) -> None:
    mention = replace(data.draw(citations(cast, 99)), value=None)
    assert scored(plus(made, mention)) == scored(made)


@given(claims())
def test_score_stays_between_nothing_and_98(made: Claim) -> None:
    assessed = score(made, RELEASED, TODAY)
    assert 0 <= assessed.score <= 0.98
    assert not assessed.disputed or assessed.rivals
    if not assessed.disputed:
        assert assessed.score >= 1 / 11 - NOISE


@given(claims())
def test_age_alone_never_goes_below_ten(made: Claim) -> None:
    undated = replace(made, citations=tuple(replace(each, date=None) for each in made.citations))
    assessed = score(made, RELEASED, TODAY)
    assert assessed.ageless == scored(undated)
    if scored(undated) >= 0.10:
        assert assessed.score >= 0.10 - NOISE


@given(casts(), st.booleans(), st.sampled_from(("primary", "secondary", "tertiary")))
def test_lone_origin_scores_its_own_reliability(cast: tuple[Publisher, ...], attached: bool, directness: str) -> None:
    publisher = cast[0]
    q = (8 * RELEASED.priors[publisher.grade] + publisher.right) / (8 + publisher.right + publisher.wrong)
    r = q * RELEASED.fidelity[directness, attached]
    made = claim(cite(publisher, directness, attached=attached, own_reporting=True))
    assert abs(score(made, RELEASED, TODAY).before_caps - min(max(r, 1 / 11), 0.98)) < 1e-9


# Where a wish and the formula part: the formula holds, and these cases keep the difference in sight.

POOR = Publisher("poor", "Poor", "E", wrong=40)


def test_second_name_among_the_retellings_can_lower() -> None:
    """Two names end the presumption: what had joined the one named report loses its reliability."""
    loose = retell(Publisher("lax", "Lax", "F", wrong=40))
    made = claim(retell(BLOGS[0], replace(RIVER_REPORT, seen=True), attached=False), loose)
    second = retell(BLOGS[1], Original("poor", "a poor report", POOR))
    assert scored(made) > scored(plus(made, second))


def test_retelling_of_a_rival_can_raise() -> None:
    """The first re-telling that names where a rival comes from shows how little stands behind it."""
    made = claim(cite(RIVER), retell(AGENCY, value="fifty"))
    naming = retell(BLOGS[0], Original("poor", "a poor report", POOR), value="fifty")
    assert scored(plus(made, naming)) > scored(made)


def test_general_report_can_help_a_rival_more() -> None:
    """A less specific report supports both values; the weaker one gains more by it."""
    made = Claim(
        "ships",
        "event",
        "forty",
        VALUES,
        (cite(AGENCY), cite(LOCAL, id="l"), cite(BLOGS[0], "tertiary", "fifty")),
    )
    assert scored(plus(made, cite(COURT, value="dozens"))) < scored(made)


def test_copy_of_an_unknown_original_by_a_better_publisher_raises() -> None:
    """Where nobody knows whose report it is, the reliability of those who repeat it is all there is."""
    memo = Original("memo", "a memo")
    made = claim(retell(BLOGS[0], memo, attached=False))
    assert scored(plus(made, retell(RIVER, memo))) > scored(made)


def test_first_retelling_without_a_source_raises() -> None:
    """It may be a copy, but nobody knows of what: all such together count as one presumed report."""
    made = claim(cite(RIVER))
    once = plus(made, retell(BLOGS[0]))
    assert scored(once) > scored(made)
    assert scored(plus(once, retell(BLOGS[1]))) == scored(once)
