from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.describing import Description, Redescribed, redescribed

READ = Description("article", "A headline", "A Writer", True)
CHANGED = Description("filing", "Another headline", "", False)
OWN = Description("page", "A profile", "", False, False, "It is a published profile.")
SATIRE = Description("article", "A headline", "A Writer", True, False, "Satire.")
DESCRIPTIONS = st.builds(
    lambda kind, title, byline, own, reason: Description(kind, title, byline, own, not reason, reason),
    st.sampled_from(["article", "filing", "page"]),
    st.sampled_from(["", "A", "B"]),
    st.sampled_from(["", "A", "B"]),
    st.booleans(),
    st.sampled_from(["", "Satire.", "A page of our own kind."]),
)


@pytest.mark.parametrize(
    ("held", "before", "now", "result"),
    [
        pytest.param(READ, READ, CHANGED, Redescribed(CHANGED, ()), id="nobody ruled"),
        pytest.param(
            SATIRE,
            READ,
            READ,
            Redescribed(SATIRE, ("that it is no evidence",)),
            id="an editor ruled that it is no evidence",
        ),
        pytest.param(READ, READ, OWN, Redescribed(OWN, ()), id="it turns out to be a page of our own kind"),
        pytest.param(
            OWN,
            OWN,
            READ,
            Redescribed(
                Description("article", "A headline", "A Writer", True, False, "It is a published profile."),
                ("that it is no evidence",),
            ),
            id="only a person makes it evidence again",
        ),
        pytest.param(
            Description("page", "A profile"),
            OWN,
            OWN,
            Redescribed(Description("page", "A profile"), ("that it is evidence",)),
            id="an editor ruled that it is evidence",
        ),
        pytest.param(
            Description("release", "A headline of ours", "A Writer", True),
            READ,
            CHANGED,
            Redescribed(Description("release", "A headline of ours", "", False), ("kind", "title")),
            id="an editor ruled on kind and title alone",
        ),
        pytest.param(
            Description("filing", "Its title", "", True),
            Description(),
            Description("filing", "Another title", "A Clerk", False),
            Redescribed(Description("filing", "Its title", "A Clerk", True), ("title", "own reporting")),
            id="entered by hand, now read for the first time",
        ),
        pytest.param(
            READ, READ, Description(), Redescribed(Description(title="A headline"), ()), id="no title was recognised"
        ),
    ],
)
def test_redescribed(held: Description, before: Description, now: Description, result: Redescribed) -> None:
    assert redescribed(held, before, now) == result


@given(DESCRIPTIONS, DESCRIPTIONS, DESCRIPTIONS)
def test_redescribed_holds_to_the_rule(held: Description, before: Description, now: Description) -> None:
    given_back = redescribed(held, before, now).description
    assert given_back.is_evidence <= held.is_evidence
    for field in fields(Description):
        stored, old, new = (getattr(each, field.name) for each in (held, before, now))
        assert getattr(given_back, field.name) in {stored, new}
        if stored != old:
            assert getattr(given_back, field.name) == stored
