"""The course of a score: level lines in steps, and nothing where there is nothing to see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from profiles.site.figures.course import Moment, course

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def moment(day: int, score: int | None, number: str = "1.1", *, publishes: bool = False) -> Moment:
    return Moment(number, NOW + timedelta(days=day), score, publishes)


@pytest.mark.parametrize("moments", [[], [moment(0, 5000)], [moment(0, None), moment(1, 5000)]])
def test_one_score_is_no_course(moments: list[Moment]) -> None:
    assert course(moments) == ""


def test_score_holds_until_the_next_one() -> None:
    drawn = etree.fromstring(
        course([moment(0, 10_000, publishes=True), moment(5, 5000, "1.2"), moment(10, 7500, "2.1", publishes=True)])
    )
    # 576 wide from 52, 184 high from 12.
    assert drawn.xpath("//*[@class='line']/@d") == ["M52 12H340V104H628V58"]
    assert [(one.get("class"), one.findtext("title")) for one in drawn.iter("circle")] == [
        ("dot dot-edition", "1.1: 1.00"),
        ("dot", "1.2: 0.50"),
        ("dot dot-edition", "2.1: 0.75"),
    ]
    assert drawn.get("aria-label") == (
        "Confidence from 20 November 2026 to 30 November 2026; the table below says the same"
    )


def test_line_stops_where_nothing_is_assessed() -> None:
    drawn = etree.fromstring(course([moment(0, 5000), moment(5, None), moment(10, 5000)]))
    assert drawn.xpath("//*[@class='line']/@d") == ["M52 104H340M628 104"]


def test_all_at_one_moment_is_drawn() -> None:
    assert 'd="M52 104H52V12"' in course([moment(0, 5000), moment(0, 10_000)])
