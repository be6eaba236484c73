"""Random claims for the properties: few publishers, owners and originals, so that they meet often."""

import datetime

from hypothesis import strategies as st

from profiles.evidence.confidence.v1.evidence import Citation, Claim, Original, Publisher
from tests.profiles.evidence.confidence.cast import TODAY, VALUES

KINDS = ("event", "identity", "status", "metric", "operational")
verdicts = st.sampled_from((0.0, 0.0, 1.0, 3.5, 40.0))
days = st.none() | st.integers(-30, 4000).map(lambda ago: TODAY - datetime.timedelta(days=ago))


@st.composite
def casts(draw: st.DrawFn) -> tuple[Publisher, ...]:
    """Six publishers; some belong to one owner, some have a record."""
    return tuple(
        Publisher(
            id=f"p{number}",
            name=f"Publisher {number}",
            grade=draw(st.sampled_from("ABCDEF")),
            owner=draw(st.sampled_from((None, None, None, "group", "p0"))),
            right=draw(verdicts),
            wrong=draw(verdicts),
        )
        for number in range(6)
    )


@st.composite
def citations(draw: st.DrawFn, cast: tuple[Publisher, ...], number: int) -> Citation:
    originals = [
        None,
        *(Original(f"of {each.id}", f"its report {each.id}", each, draw(st.booleans())) for each in cast[:3]),
        Original("memo", "a memo", None, draw(st.booleans())),
    ]
    return Citation(
        id=f"c{number:02d}",
        publisher=draw(st.sampled_from(cast)),
        directness=draw(st.sampled_from(("primary", "secondary", "tertiary", "tertiary"))),
        attached=draw(st.booleans()),
        value=draw(st.sampled_from(("forty", "forty", "forty", "fifty", "dozens", None))),
        original=draw(st.sampled_from(originals)),
        own_reporting=draw(st.booleans()),
        own_interest=draw(st.booleans()),
        own_act=draw(st.booleans()),
        set_aside=draw(st.sampled_from((None, None, None, "an editor's reason"))),
        date=draw(days),
        quoted=draw(st.booleans()),
    )


@st.composite
def claims(draw: st.DrawFn, most: int = 7) -> Claim:
    """A claim with up to `most` citations, of which some dispute, only mention, or are set aside."""
    cast = draw(casts())
    found = tuple(draw(citations(cast, number)) for number in range(draw(st.integers(0, most))))
    published = draw(st.sampled_from(("forty", "forty", "dozens")))
    return Claim("ships", draw(st.sampled_from(KINDS)), published, VALUES, found)
