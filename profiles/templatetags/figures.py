"""Figures for templates. Each tag makes one call to `profiles.site.figures`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from profiles.editions.cards import Card
from profiles.editions.markup import Html
from profiles.editions.measures import Impact
from profiles.editions.page import Confidence, LedgerLine, Note, ProfilePage, Tie
from profiles.editions.published import EditionRow
from profiles.evidence.confidence.bands import BANDS, Band
from profiles.evidence.learning.calibration import BandRow
from profiles.site.figures import course, held, sources, ties, waterfall
from profiles.site.figures import entry as entries
from profiles.site.figures import plumb as plumbs
from profiles.site.figures import steps as impacts

register = template.Library()


@register.simple_tag
def card_of(card: Card) -> Html:
    return entries.entry(card)


@register.simple_tag
def plumb(confidence: Confidence, size: plumbs.Size = "small", *, silent: bool = False) -> Html:
    """A confidence as a plumb: "large", "small" or "tiny"; silent where its words stand right beside it."""
    return plumbs.plumb(confidence.score, size, silent=silent)


@register.simple_tag
def plumb_in(band: Band, size: plumbs.Size = "small") -> Html:
    """A plumb in the middle of a band, as an example beside the band's words."""
    return plumbs.plumb((band.low + band.high) // 2, size, silent=True)


@register.simple_tag
def impact_steps(impact: Impact, *, silent: bool = False) -> Html:
    return impacts.steps(impact.level, impact.label, silent=silent)


@register.simple_tag
def ties_wide(name: str, found: Sequence[Tie]) -> Html:
    return ties.ties_wide(name, found)


@register.simple_tag
def ties_narrow(name: str, found: Sequence[Tie]) -> Html:
    return ties.ties_narrow(name, found)


@register.simple_tag
def waterfall_rows(lines: Sequence[LedgerLine]) -> tuple[waterfall.Row, ...]:
    return waterfall.waterfall(lines)


@register.simple_tag
def waterfall_total(confidence: Confidence) -> Html:
    return waterfall.total(confidence.score)


@register.simple_tag
def waterfall_axis() -> Html:
    return waterfall.axis()


@register.simple_tag
def course_of(rows: Sequence[EditionRow]) -> Html:
    """How the confidence went through all editions, newest first; "" where there is no course yet."""
    moments = [
        course.Moment(number, at, confidence.score, place == 0)
        for row in reversed(rows)
        for place, (number, at, _, confidence) in enumerate(row.assessments)
    ]
    return course.course(moments)


@register.simple_tag
def held_in(row: BandRow) -> Html:
    """How often statements of one band held, drawn; its words stand beside it."""
    return held.held(row)


@register.simple_tag
def bands() -> tuple[Band, ...]:
    """The bands, surest first."""
    return BANDS


@register.simple_tag
def sources_of(page: ProfilePage) -> tuple[sources.Listed, ...]:
    return sources.listed(page)


@register.simple_tag
def unplaced(page: ProfilePage) -> tuple[Note, ...]:
    return sources.unplaced(page)
