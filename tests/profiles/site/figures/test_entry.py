"""A profile in a list: whole, and with hostile text in every place."""

from __future__ import annotations

from profiles.editions.cards import Card
from profiles.editions.markup import Html
from profiles.editions.measures import Impact
from profiles.editions.page import Confidence
from profiles.site.figures.entry import entry
from profiles.site.figures.plumb import plumb
from profiles.site.figures.steps import steps

BAD = '<b onload="x">&'
SAFE = "&lt;b onload=&quot;x&quot;&gt;&amp;"


def test_everything_stands_in_its_place_and_is_escaped() -> None:
    card = Card(
        slug="harbour-ring",
        name=BAD,
        summary=BAD,
        mark="invented",
        focus=BAD,
        regions="Europe",
        confidence=Confidence(6200, "0.62", BAD, "", "0.55-0.74", "strong", "", BAD),
        impact=Impact(3, BAD, Html("")),
        edition=2,
        change=BAD,
        snippet=Html("a <mark>ring</mark>"),
    )
    drawn = (plumb(6200, "small"), steps(3, BAD, silent=True))
    assert entry(card) == (
        f'<article class="card"><div class="card-words"><p class="card-where">{SAFE} · Europe</p>'
        f'<h3 class="card-name"><a href="/profiles/harbour-ring/">{SAFE}</a></h3>'
        '<p class="sign">Invented organisation of the demonstration</p>'
        f'<p class="card-summary">{SAFE}</p><p class="card-snippet">a <mark>ring</mark></p>'
        f'<p class="card-change">{SAFE}</p></div><div class="card-measures"><div>{drawn[0]}'
        f'<p><span class="state">{SAFE}</span> <strong>{SAFE}</strong> <span class="soft">0.55–0.74</span></p></div>'
        f'<p class="card-impact">{drawn[1]} {SAFE} impact</p></div></article>'
    )


def test_what_is_not_known_leaves_no_empty_element() -> None:
    bare = Card(
        slug="ring",
        name="Ring",
        summary="A ring.",
        mark="",
        focus="",
        regions="",
        confidence=Confidence(None, "", "Not assessed", "", "", "", ""),
        impact=Impact(0, "Not rated", Html("")),
        edition=1,
        change="Edition 1",
        snippet=Html(""),
    )
    drawn = entry(bare)
    assert [css in drawn for css in ("card-where", "sign", "card-snippet", "state")] == [False] * 4
    assert "Impact not rated" in drawn
