from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from profiles.editions.page import Tie
from profiles.site.figures.ties import Neighbour, neighbours, ties_narrow, ties_wide
from tests.profiles.site.sample_notes import OWNER, SUPPLY
from tests.profiles.site.samples import profile_page

TIES = profile_page().ties
some_ties = st.lists(
    st.builds(
        Tie,
        left=st.just("A"),
        verb=st.sampled_from(["owns", "supplies", "invested in"]),
        right=st.just("B"),
        other=st.text(st.characters(categories=["L", "P", "Zs"]), min_size=1, max_size=60),
        other_slug=st.sampled_from(["", "isle-ix"]),
        points_here=st.booleans(),
        note=st.just(OWNER),
    ),
    min_size=1,
    max_size=9,
)


def test_neighbours_stand_once_with_all_their_ties() -> None:
    assert neighbours(TIES, points_here=True) == (
        Neighbour("Tidewater Holdings", "/profiles/tidewater-holdings/", ("owns",)),
        Neighbour("Westmark Communications Authority", f"#note-{OWNER.number}", ("regulates",)),
    )
    assert neighbours(TIES, points_here=False) == (
        Neighbour("Isle IX", "/profiles/isle-ix/", ("supplies", "connects")),
        Neighbour("University of the Outer Islands Research Network", f"#note-{SUPPLY.number}", ("hosts",)),
        Neighbour("Saltmobile", "/profiles/saltmobile/", ("supplies",)),
    )


def test_graph_without_ties_is_not_drawn() -> None:
    assert (ties_wide("A", ()), ties_narrow("A", ())) == ("", "")


def test_graph_of_one_side_leaves_no_room_for_the_other() -> None:
    one = etree.fromstring(ties_wide("A", TIES[:1]))
    both = etree.fromstring(ties_wide("A", TIES))
    assert float(one.get("width")) < float(both.get("width"))
    mirrored = etree.fromstring(ties_wide("A", (replace(TIES[0], points_here=False),)))
    assert one.get("width") == mirrored.get("width")


@given(some_ties)
def test_graph_shows_every_neighbour_as_a_link_inside_its_frame(found: list[Tie]) -> None:
    all_of_them = neighbours(found, points_here=True) + neighbours(found, points_here=False)
    for markup in (ties_wide("Northreef", found), ties_narrow("Northreef", found)):
        tree = etree.fromstring(markup)
        assert sorted(tree.xpath("//a/@href")) == sorted(one.address for one in all_of_them)
        for box in tree.xpath("//rect"):
            assert float(box.get("x")) >= 0
            assert float(box.get("x")) + float(box.get("width")) <= float(tree.get("width"))
            assert float(box.get("y")) >= 0
            assert float(box.get("y")) + float(box.get("height")) <= float(tree.get("height"))


@given(some_ties)
def test_graph_has_no_two_boxes_on_one_place(found: list[Tie]) -> None:
    for markup in (ties_wide("Northreef", found), ties_narrow("Northreef", found)):
        boxes = [
            (float(box.get("x")), float(box.get("y")), float(box.get("width")), float(box.get("height")))
            for box in etree.fromstring(markup).xpath("//rect")
        ]
        for place, (x, y, width, height) in enumerate(boxes):
            for other_x, other_y, other_width, other_height in boxes[place + 1 :]:
                apart_across = x + width <= other_x or other_x + other_width <= x
                apart_down = y + height <= other_y or other_y + other_height <= y
                assert apart_across or apart_down


def test_graph_shortens_long_names_and_keeps_them_whole_in_a_title() -> None:
    name = "University of the Outer Islands Research Network"
    tree = etree.fromstring(ties_wide("A", TIES))
    assert tree.xpath("//title/text()") == [name]
