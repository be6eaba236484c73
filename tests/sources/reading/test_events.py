from __future__ import annotations

import pytest

from sources.reading.events import event_of
from tests.sources.cases import NO_SEEDS, RETELLINGS, SEEDS, UNRELATED, read_own, seeds

CASES = [
    (
        "Farlight outage cuts off Ellery",
        "Farlight went down for nine hours after a cable cut. Service was restored.",
        "outage",
        "closed",
    ),
    (
        "Farlight agrees to acquire Skerry Networks",
        "The company will pay $40 million in a deal that shareholders must approve.",
        "acquisition",
        "agreed",
    ),
    (
        "Farlight in talks to acquire Skerry Networks",
        "The operator may pay $40 million, but no deal is certain.",
        "acquisition",
        "proposed",
    ),
    (
        "Farlight denies reports of a merger with Skerry",
        "The company said that it has no plans to buy the firm.",
        "acquisition",
        "denied",
    ),
    (
        "Registry members elect a new board",
        "The annual general meeting changed the bylaws after a membership vote.",
        "governance",
        None,
    ),
    (
        "Regulator fines Farlight",
        "The authority fined the company for a violation of privacy law after an investigation.",
        "regulation",
        "closed",
    ),
    (
        "Commission proposes rules for ports",
        "The regulator is considering a fine of one million, an investigation shows.",
        "regulation",
        "proposed",
    ),
    (
        "IPv4 prices fall again",
        "Brokers say that IPv4 address transfers slowed. A /16 block was sold below last year's price.",
        "ipv4_market",
        None,
    ),
    ("Skerry opens a new data centre", "The campus has 40 MW and stands beside a substation.", "data_centre", None),
    (
        "Farlight names Tove Aker as CEO",
        "She succeeds Jon Ruud, whose resignation was announced in May.",
        "leadership",
        None,
    ),
    (
        "Hackers breach Farlight",
        "Attackers used a zero-day and stole credentials of 9,000 users, a data breach notice says.",
        "security",
        None,
    ),
    (
        "Skerry raises $30 million",
        "The series B round was led by two investors and sets a valuation of $200 million.",
        "funding",
        None,
    ),
    (
        "Farlight ends peering with Skerry",
        "AS64500 withdrew its prefixes from the route server of the exchange in a peering dispute.",
        "peering",
        None,
    ),
    ("A day at the gate", "The pilots drank coffee and waited for the fog to lift over the harbour.", "none", ""),
    (
        "The court of public opinion",
        "Readers like the new lamp posts, and the settlement of fishermen on the shore is older than the town.",
        "none",
        "",
    ),
]


@pytest.mark.parametrize(("title", "text", "kind", "status"), CASES, ids=[case[0] for case in CASES])
def test_event_of_one_document(title: str, text: str, kind: str, status: str | None) -> None:
    event = event_of([(title, f"{title}\n\n{text}")])
    assert event.kind == kind, event
    if status is not None:
        assert event.status == status, event
    assert event.reasons


def test_event_of_nothing_is_none() -> None:
    assert event_of([]).kind == "none"


def test_event_of_our_story_is_a_closed_enforcement() -> None:
    read = [read_own(name) for name in RETELLINGS]
    event = event_of([(each.title.value, each.text) for each in read if each.title])
    assert (event.kind, event.status) == ("regulation", "closed")
    assert event_of([("Cable cut", read_own(UNRELATED).text)]).kind == "outage"


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
def test_event_of_the_seeds_is_a_closed_enforcement() -> None:
    """Closed, not only agreed: all four say that the photos are deleted, which follows the settlement."""
    articles = [(each.title.value, each.text) for each in seeds()[1:] if each.title]
    event = event_of(articles)
    assert (event.kind, event.status) == ("regulation", "closed")
    assert {"ftc", "ftc settlement"} <= set(event.terms)
    assert {event_of([article]).kind for article in articles} == {"regulation"}
