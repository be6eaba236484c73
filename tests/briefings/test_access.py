"""The whole table of who may read what: every kind of person, every state of a thing, every tier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.access import (
    NOBODY,
    Person,
    Reads,
    Term,
    Thing,
    TierFacts,
    may_join,
    may_read,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PUBLIC = TierFacts("public", 0, "Everyone", "Open.")
CIRCLE = TierFacts("circle", 1, "Strategic Circle", "Free.")
ALLIANCE = TierFacts("alliance", 2, "Leadership Alliance", "For owners.")
TIERS = {one.slug: one for one in (PUBLIC, CIRCLE, ALLIANCE)}


def known(*terms: Term, **more: bool) -> Person:
    return Person(**{"is_known": True, "is_verified": True, **more}, terms=terms)


def term(tier: TierFacts, start: int = -10, end: int | None = None, ended: int | None = None) -> Term:
    return Term(tier, NOW + start * DAY, *(None if days is None else NOW + days * DAY for days in (end, ended)))


# Which tiers (besides the public one) each kind of person reads of what is published.
PEOPLE: dict[str, tuple[Person, str]] = {
    "anonymous": (NOBODY, ""),
    "anonymous with the terms of a member": (Person(is_verified=True, is_editor=True, terms=(term(ALLIANCE),)), ""),
    "verified without membership": (known(), ""),
    "not verified, without membership": (known(is_verified=False), ""),
    "circle": (known(term(CIRCLE)), "circle"),
    "circle until tomorrow": (known(term(CIRCLE, end=1)), "circle"),
    "circle, beginning this moment": (known(term(CIRCLE, start=0)), "circle"),
    "circle, not verified": (known(term(CIRCLE), is_verified=False), ""),
    "alliance": (known(term(ALLIANCE, end=300)), "circle alliance"),
    "circle and alliance": (known(term(CIRCLE), term(ALLIANCE, end=300)), "circle alliance"),
    "alliance, not verified": (known(term(ALLIANCE), is_verified=False), ""),
    "lapsed circle": (known(term(CIRCLE, end=-1)), ""),
    "lapsed this moment": (known(term(CIRCLE, end=0)), ""),
    "lapsed alliance": (known(term(ALLIANCE, end=-1)), ""),
    "lapsed alliance, still circle": (known(term(CIRCLE), term(ALLIANCE, end=-1)), "circle"),
    "lapsed and renewed": (known(term(ALLIANCE, -20, -10), term(ALLIANCE, -5, 5)), "circle alliance"),
    "circle to come": (known(term(CIRCLE, start=1)), ""),
    "alliance to come": (known(term(ALLIANCE, start=1, end=300)), ""),
    "alliance to come, now circle": (known(term(CIRCLE), term(ALLIANCE, start=1)), "circle"),
    "circle ended early": (known(term(CIRCLE, end=100, ended=-1)), ""),
    "alliance ended early": (known(term(ALLIANCE, end=100, ended=0)), ""),
    "alliance that never began": (known(term(ALLIANCE, start=1, end=100, ended=1)), ""),
    "deactivated": (known(is_active=False), ""),
    "deactivated alliance": (known(term(ALLIANCE), is_active=False), ""),
    "deactivated editor": (known(is_active=False, is_editor=True), ""),
    "staff editor": (known(is_editor=True), "circle alliance"),
    "staff editor, not verified": (known(is_editor=True, is_verified=False), "circle alliance"),
    "staff without the right": (known(is_editor=False), ""),
}
STATES: dict[str, tuple[datetime | None, datetime | None, Reads | None]] = {
    # published, withdrawn, what everybody gets (None: it depends on the person)
    "draft": (None, None, Reads.NOTHING),
    "scheduled": (NOW + DAY, None, Reads.NOTHING),
    "scheduled for the next moment": (NOW + timedelta(microseconds=1), None, Reads.NOTHING),
    "published this moment": (NOW, None, None),
    "published": (NOW - DAY, None, None),
    "withdrawn": (NOW - 2 * DAY, NOW - DAY, Reads.WITHDRAWN),
    "withdrawn this moment": (NOW - DAY, NOW, Reads.WITHDRAWN),
    "withdrawn before it was public": (NOW - DAY, NOW - 2 * DAY, Reads.NOTHING),
    "withdrawn before its time came": (NOW + DAY, NOW, Reads.NOTHING),
}


@pytest.mark.parametrize(("who", "state", "slug"), list(product(PEOPLE, STATES, TIERS)))
def test_may_read(who: str, state: str, slug: str) -> None:
    person, reads = PEOPLE[who]
    published, withdrawn, fixed = STATES[state]
    verdict = may_read(person, Thing(TIERS[slug], published, withdrawn), NOW)
    whole = slug == "public" or slug in reads.split()
    assert verdict.reads is (fixed or (Reads.WHOLE if whole else Reads.TEASER))
    assert bool(verdict.words) is (verdict.reads is not Reads.NOTHING)
    assert verdict.reads is Reads.TEASER or verdict.ways == ()


def test_superuser_is_an_editor_by_their_rights() -> None:
    assert PEOPLE["staff editor"][0].is_editor


JOIN_FREE = ("Join the Strategic Circle", "/join/circle/")
APPLY = ("Apply to join the Leadership Alliance", "/join/alliance/")
ACCOUNT = [("Make an account", "/account/signup/"), ("Log in", "/account/login/")]
ENDED = "Your membership of the {} ended on 19 November 2026. You can join now."
UNCONFIRMED = "Your e-mail address is not confirmed yet. Confirm it first."
CONFIRM = ("Confirm the address", "/account/email/")


@pytest.mark.parametrize(
    ("who", "slug", "words", "ways"),
    [
        ("anonymous", "circle", "Make an account or log in, then join.", [JOIN_FREE, *ACCOUNT]),
        ("anonymous", "alliance", "Make an account or log in, then apply.", [APPLY, *ACCOUNT]),
        ("deactivated alliance", "alliance", "Make an account or log in, then apply.", [APPLY, *ACCOUNT]),
        ("verified without membership", "circle", "You can join now.", [JOIN_FREE]),
        ("not verified, without membership", "circle", UNCONFIRMED, [CONFIRM]),
        ("circle", "alliance", "You are a member of the Strategic Circle. You can apply now.", [APPLY]),
        ("lapsed circle", "circle", ENDED.format("Strategic Circle"), [JOIN_FREE]),
        ("lapsed alliance", "circle", ENDED.format("Leadership Alliance"), [JOIN_FREE]),
        ("alliance to come", "alliance", "Your membership of the Leadership Alliance begins on 21 November 2026.", []),
        ("circle ended early", "circle", ENDED.format("Strategic Circle"), [JOIN_FREE]),
    ],
)
def test_verdict_says_who_reads_on_and_how_one_becomes_one(
    who: str, slug: str, words: str, ways: list[tuple[str, str]]
) -> None:
    tier = TIERS[slug]
    verdict = may_read(PEOPLE[who][0], Thing(tier, NOW), NOW)
    assert verdict.words == f"For members of the {tier.name}. {tier.description} {words}"
    assert [(way.label, way.address) for way in verdict.ways] == ways


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("circle", "You read it as a member of the Strategic Circle."),
        ("alliance", "You read it as a member of the Leadership Alliance until 16 September 2027."),
        ("staff editor", "For members of the Strategic Circle. You read it because you work here."),
    ],
)
def test_verdict_says_on_what_ground_one_reads(who: str, words: str) -> None:
    assert may_read(PEOPLE[who][0], Thing(CIRCLE, NOW), NOW).words == words


@pytest.mark.parametrize(
    ("who", "slug", "can", "words"),
    [
        ("anonymous", "circle", False, "Make an account or log in, then join."),
        ("deactivated", "circle", False, "Make an account or log in, then join."),
        ("not verified, without membership", "circle", False, UNCONFIRMED),
        ("verified without membership", "circle", True, ""),
        ("verified without membership", "alliance", True, ""),
        ("circle", "circle", False, "You are a member of the Strategic Circle."),
        ("circle", "alliance", True, ""),
        ("alliance", "circle", True, ""),
        ("lapsed circle", "circle", True, ""),
        ("circle ended early", "circle", True, ""),
        ("alliance that never began", "alliance", True, ""),
        ("circle to come", "circle", False, "You are a member of the Strategic Circle from 21 November 2026."),
        ("alliance", "alliance", False, "You are a member of the Leadership Alliance until 16 September 2027."),
    ],
)
def test_may_join(who: str, slug: str, can: bool, words: str) -> None:
    verdict = may_join(PEOPLE[who][0], TIERS[slug], NOW)
    assert (verdict.reads is Reads.WHOLE, verdict.words) == (can, words)


moments = st.integers(-30, 30).map(lambda days: NOW + days * DAY)
terms = st.builds(Term, st.sampled_from([CIRCLE, ALLIANCE]), moments, st.none() | moments, st.none() | moments)
people = st.builds(
    Person,
    is_known=st.booleans(),
    is_active=st.booleans(),
    is_verified=st.booleans(),
    is_editor=st.booleans(),
    terms=st.lists(terms, max_size=4).map(tuple),
)
things = st.builds(Thing, st.sampled_from([PUBLIC, CIRCLE, ALLIANCE]), st.none() | moments, st.none() | moments)


@given(people, things)
def test_taking_away_never_opens_anything(person: Person, thing: Thing) -> None:
    """Whoever loses a term, the confirmation, the right or the account reads no more than before."""
    if may_read(person, thing, NOW).reads is Reads.WHOLE:
        return
    less = [
        Person(**{**vars(person), name: False}) for name in ("is_known", "is_active", "is_verified", "is_editor")
    ] + [Person(**{**vars(person), "terms": person.terms[1:]})]
    assert [one for one in less if may_read(one, thing, NOW).reads is Reads.WHOLE] == []


@given(people, moments)
def test_higher_tier_reads_all_that_a_lower_one_may(person: Person, published: datetime) -> None:
    reads = [may_read(person, Thing(tier, published), NOW).reads is Reads.WHOLE for tier in TIERS.values()]
    assert reads == sorted(reads, reverse=True)


@given(people, things)
def test_what_is_not_published_is_the_same_for_everybody(person: Person, thing: Thing) -> None:
    ours, nobodys = may_read(person, thing, NOW), may_read(NOBODY, thing, NOW)
    if nobodys.reads in (Reads.NOTHING, Reads.WITHDRAWN):
        assert ours == nobodys
