"""A profile in a list. Written by hand and not by a template: a list has fifty, and a template costs 0.2 ms each."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from profiles.editions.cards import Card
from profiles.editions.markup import Html
from profiles.editions.measures import Impact
from profiles.editions.page import Confidence
from profiles.editions.plain_words import MARKS, span
from profiles.site.figures.plumb import plumb
from profiles.site.figures.steps import steps


def entry(card: Card) -> Html:
    """What a list shows of a profile; all text is escaped, the snippet comes as HTML."""
    where = " · ".join(part for part in (card.focus, card.regions) if part)
    sign = MARKS.get(card.mark, "")
    said = (
        f'<p class="card-where">{escape(where)}</p>' if where else "",
        f'<h3 class="card-name"><a href="/profiles/{escape(card.slug)}/">{escape(card.name)}</a></h3>',
        f'<p class="sign">{escape(sign)}</p>' if sign else "",
        f'<p class="card-summary">{escape(card.summary)}</p>',
        f'<p class="card-snippet">{card.snippet}</p>' if card.snippet else "",
        f'<p class="card-change">{escape(card.change)}</p>',
    )
    measured = _measured(card.confidence, card.impact)
    return Html(f'<article class="card"><div class="card-words">{"".join(said)}</div>{measured}</article>')


@lru_cache(maxsize=4_096)  # many profiles have the same score and impact
def _measured(confidence: Confidence, impact: Impact) -> str:
    state = f'<span class="state">{escape(confidence.state)}</span> ' if confidence.state else ""
    sure = f'<strong>{escape(confidence.label)}</strong> <span class="soft">{escape(span(confidence.range))}</span>'
    rated = f"{escape(impact.label)} impact" if impact.level else "Impact not rated"
    return (
        f'<div class="card-measures"><div>{plumb(confidence.score, "small")}<p>{state}{sure}</p></div>'
        f'<p class="card-impact">{steps(impact.level, impact.label, silent=True)} {rated}</p></div>'
    )
