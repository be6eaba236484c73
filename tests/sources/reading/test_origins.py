from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.attribution import Attribution
from sources.reading.edges import MOST_ALIKE, Edge, Member, Original, edges_between
from sources.reading.filings import FilingMention
from sources.reading.origins import Origins, Ruling, origins_of
from sources.reading.similarity import shape_of
from sources.reading.spans import Evidence
from tests.sources.cases import NO_SEEDS, ORDER, REPORT, RETELLINGS, SEEDS, SEEDS_CAME, member, read_own, seeds

QUOTE = Evidence("Source", 0, 6)
COPIED = " ".join(
    f"Ship number {n} waited outside the gate for its turn."
    for n in ("one", "two", "three", "four", "five", "six", "seven")
)


def names(publisher: str, weight: float = 0.95) -> Attribution:
    return Attribution(publisher, "source line", weight, QUOTE, f"It names {publisher}.")


def speaks_of(body: str, *, relies: bool) -> FilingMention:
    return FilingMention(body, ("order",), relies, 0.9 if relies else 0.5, QUOTE, "It speaks of it.")


def doc(
    key: str,
    *said: Attribution,
    publisher: str = "",
    owner: str = "",
    own: bool = False,
    kind: str = "article",
    filings: tuple[FilingMention, ...] = (),
    links: tuple[str, ...] = (),
    text: str = "",
    day: int = 10,
) -> Member:
    text = text or f"Text of {key} alone."
    return Member(
        key=key,
        publisher=publisher,
        owner=owner or publisher,
        on=date(2031, 3, day),
        taken=0,
        kind=kind,
        own_reporting=own,
        attributions=said,
        filings=filings,
        address_key=f"{key}.example",
        links=tuple((link, QUOTE) for link in links),
        shape=shape_of(text),
    )


def traced(members: list[Member], *rulings: Ruling) -> Origins:
    edges, missing = edges_between(members)
    return origins_of(members, edges, missing, rulings)


def shown(origins: Origins) -> list[tuple[str, str, str]]:
    return sorted((group.root, group.how, " ".join(sorted(group.members))) for group in origins.groups)


ORDER_DOC = doc("order", publisher="Harbour Data Authority", kind="filing", day=3)
NEWS = doc("news", publisher="Tidewater Chronicle", own=True, day=5)
RELIES = (speaks_of("Harbour Data Authority", relies=True),)
CASES = [
    (
        "four name one newsroom",
        [doc(k, names("Tidewater Chronicle")) for k in "abcd"],
        [("named:tidewater chronicle", "named", "a b c d")],
    ),
    (
        "one of four names it",
        [doc("a"), doc("b", names("Tidewater Chronicle")), doc("c"), doc("d")],
        [("named:tidewater chronicle", "named", "a b c d")],
    ),
    ("nobody names anything", [doc(k) for k in "abcd"], [("a", "presumed", "a b c d")]),
    (
        "two are named, the rest is one presumed origin",
        [doc("a", names("Tidewater Chronicle")), doc("b", names("Reuters")), doc("c"), doc("d")],
        [("c", "presumed", "c d"), ("named:reuters", "named", "b"), ("named:tidewater chronicle", "named", "a")],
    ),
    (
        "the newsroom's report is held",
        [NEWS, doc("a", names("Tidewater Chronicle")), doc("b")],
        [("news", "named", "a b news")],
    ),
    (
        "a newsroom with own reporting, and a re-telling that names nothing",
        [NEWS, doc("a")],
        [("a", "presumed", "a"), ("news", "own", "news")],
    ),
    (
        "two newsrooms with own reporting",
        [NEWS, doc("more", publisher="Skerry Desk", own=True)],
        [("more", "own", "more"), ("news", "own", "news")],
    ),
    (
        "a re-teller of two newsrooms does not make them one",
        [NEWS, doc("more", publisher="Reuters", own=True), doc("z", names("Tidewater Chronicle"), names("Reuters"))],
        [("more", "named", "more z"), ("news", "own", "news")],
    ),
    (
        "a chain goes to its furthest root",
        [
            doc("a", names("Tidewater Chronicle"), day=9),
            replace(NEWS, own_reporting=False, attributions=(names("Reuters"),)),
        ],
        [("named:reuters", "named", "a news")],
    ),
    (
        "an order that is only spoken of joins nothing",
        [doc("a", filings=RELIES), doc("b", filings=RELIES)],
        [("a", "presumed", "a b")],
    ),
    (
        "an order that is held is the origin of what relies on it",
        [ORDER_DOC, doc("a", filings=RELIES), doc("b")],
        [("order", "primary", "a b order")],
    ),
    (
        "order and newsroom are two origins",
        [ORDER_DOC, NEWS, doc("a", names("Tidewater Chronicle"), filings=RELIES), doc("b")],
        [("news", "named", "a b news"), ("order", "primary", "order")],
    ),
    (
        "a report of the same owner",
        [NEWS, doc("sister", publisher="Ebb Weekly", owner="Tidewater Chronicle", own=True, day=8)],
        [("news", "own", "news sister")],
    ),
    ("a link to a member", [doc("a", links=("news.example",)), NEWS], [("news", "named", "a news")]),
    (
        "a copy of one that names",
        [doc("a", names("Reuters"), text=COPIED), doc("b", text="Today: " + COPIED, day=11), doc("c")],
        [("named:reuters", "named", "a b c")],
    ),
    ("a weak phrase only proposes", [doc("a", names("Reuters", 0.6)), doc("b")], [("a", "presumed", "a b")]),
    (
        "a figure from a study is no origin",
        [doc("a", replace(names("Saltmarsh Institute", 0.3), is_statistic=True))],
        [("a", "presumed", "a")],
    ),
    (
        "the named newsroom's later article is not the one named",
        [doc("a", names("Tidewater Chronicle"), day=4), NEWS],
        [("named:tidewater chronicle", "named", "a"), ("news", "own", "news")],
    ),
    ("one document alone", [doc("a")], [("a", "presumed", "a")]),
]


@pytest.mark.parametrize(("members", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_origins(members: list[Member], expected: list[tuple[str, str, str]]) -> None:
    origins = traced(members)
    assert shown(origins) == expected
    assert (origins.origins_named, origins.origins_presumed) == (
        sum(how != "presumed" for _, how, _ in expected),
        sum(how == "presumed" for _, how, _ in expected),
    )
    assert all(edge.reason and group.reason for edge in origins.edges for group in origins.groups)


def test_editor_joins_and_splits() -> None:
    members = [NEWS, ORDER_DOC, doc("a", names("Tidewater Chronicle")), doc("b")]
    assert shown(traced(members, Ruling("news", "order", joins=True))) == [("order", "primary", "a b news order")]
    assert shown(traced(members, Ruling("a", "news", joins=False), Ruling("b", "a", joins=False))) == [
        ("a", "presumed", "a"),
        ("b", "presumed", "b"),
        ("news", "own", "news"),
        ("order", "primary", "order"),
    ]


def test_our_documents_without_and_with_the_originals() -> None:
    told = [member(name[-5], read_own(name)) for name in RETELLINGS]
    alone = traced(told)
    assert shown(alone) == [("named:tidewater chronicle", "named", "a b c d")]
    assert (alone.groups[0].named_by, sorted(alone.groups[0].presumed)) == (("b",), ["a", "c", "d"])
    whole = traced([*told, member("report", read_own(REPORT)), member("order", read_own(ORDER))])
    assert shown(whole) == [("order", "primary", "a order"), ("report", "named", "b c d report")]


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
def test_the_four_articles_of_the_seeds_are_one_origin() -> None:
    members = [member(str(n), read, came=SEEDS_CAME) for n, read in enumerate(seeds()) if not read.own_page.is_own_kind]
    origins = traced(members)
    assert shown(origins) == [("named:techcrunch", "named", "1 2 3 4")]
    assert (origins.origins_named, origins.origins_presumed) == (1, 0)
    assert (origins.groups[0].named_by, sorted(origins.groups[0].presumed)) == (("2",), ["1", "3", "4"])
    spoken_of = {
        original: {e.document for e in origins.edges if e.original == original}
        for original in ("filing:court documents", "filing:federal trade commission")
    }
    assert spoken_of == {"filing:court documents": set("1234"), "filing:federal trade commission": set("1234")}


PUBLISHERS = ["Tidewater Chronicle", "Skerry Desk", "Reuters", "Ebb Weekly"]


@st.composite
def stories(draw: st.DrawFn) -> list[Member]:
    found = []
    for number in range(draw(st.integers(1, 7))):
        said = draw(st.lists(st.sampled_from(PUBLISHERS), max_size=2, unique=True))
        publisher = draw(st.sampled_from(["", *PUBLISHERS]))
        found.append(
            doc(
                f"d{number}",
                *(names(each, draw(st.sampled_from([0.6, 0.95]))) for each in said if each != publisher),
                publisher=publisher,
                own=draw(st.booleans()),
                kind=draw(st.sampled_from(["article", "article", "article", "filing"])),
                filings=draw(st.sampled_from([(), RELIES, (speaks_of("", relies=False),)])),
                links=tuple(draw(st.lists(st.sampled_from(["d0.example", "d3.example"]), max_size=1))),
                text=draw(st.sampled_from(["", "", COPIED])),
                day=draw(st.integers(1, 5)),
            )
        )
    return found


@given(stories(), st.randoms(use_true_random=False))
def test_origins_do_not_depend_on_the_order(members: list[Member], shuffle: random.Random) -> None:
    edges, missing = edges_between(members)
    first = origins_of(members, edges, missing)
    mixed_members, mixed_edges, mixed_missing = list(members), list(edges), list(missing)
    for each in (mixed_members, mixed_edges, mixed_missing):
        shuffle.shuffle(each)
    assert edges_between(mixed_members) == (edges, missing)
    assert origins_of(mixed_members, mixed_edges, mixed_missing) == first


@given(stories())
def test_origins_hold_each_document_once_and_at_most_one_is_presumed(members: list[Member]) -> None:
    origins = traced(members)
    assert sorted(key for group in origins.groups for key in group.members) == sorted(each.key for each in members)
    assert origins.origins_presumed <= 1
    assert origins.origins_named + origins.origins_presumed <= len(members) + len(PUBLISHERS)
    assert all(edge.document != edge.original for edge in origins.edges)


@given(stories(), st.integers(0, 3))
def test_edges_that_are_left_out_join_nothing(members: list[Member], most: int) -> None:
    """A story of very many alike re-tellings has the origins that it would have with all their edges. (Where several
    show work of their own, what joins first decides; then only edges up to the limit are compared.)"""
    members = [replace(each, own_reporting=False, kind="article") for each in members]
    whole = edges_between(members, most_alike=100)
    fewer = edges_between(members, most_alike=most)
    assert set(fewer[0]) <= set(whole[0])
    assert fewer[1] == whole[1]
    parts = [{frozenset(group.members) for group in origins_of(members, *each).groups} for each in (fewer, whole)]
    assert parts[0] == parts[1]


def test_story_of_200_copies_has_edges_in_proportion_and_one_origin() -> None:
    alike = [doc(f"d{number:03}", publisher="Tidewater Chronicle", text=COPIED) for number in range(200)]
    found = traced(alike)
    assert [len(group.members) for group in found.groups] == [200]
    assert len(found.edges) <= 2 * MOST_ALIKE * len(alike) + len(alike)
    assert len(traced(alike[:5]).edges) == 2 * 10 + 4  # of few, every pair is told


@given(stories(), st.sampled_from(PUBLISHERS))
def test_a_copy_never_adds_an_origin(members: list[Member], publisher: str) -> None:
    copy = replace(
        members[0],
        key="copy",
        own_reporting=False,
        kind="article",
        publisher="",
        owner="",
        on=date(2031, 3, 20),
        shape=shape_of(COPIED),
        attributions=(),
        filings=(),
        links=(),
        address_key="",
    )
    original = replace(members[0], shape=shape_of(COPIED))
    before, after = traced([original, *members[1:]]), traced([original, *members[1:], copy])
    assert after.origins_named + after.origins_presumed <= before.origins_named + before.origins_presumed


def test_edges_give_the_quote_and_the_original_that_is_missing() -> None:
    edges, missing = edges_between([doc("a", names("Reuters"), filings=(speaks_of("", relies=True),))])
    assert edges == (
        Edge("a", "named:reuters", "named", 0.95, "joined", QUOTE, "It names Reuters."),
        Edge(
            "a",
            "filing:court documents",
            "mentions",
            0.5,
            "proposed",
            QUOTE,
            "It speaks of it. We have not seen it, so it joins nothing.",
        ),
    )
    assert missing == (Original("filing", "Court documents"), Original("named", "Reuters"))
