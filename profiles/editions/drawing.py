"""From edition, assessment and status to the plain data of a profile page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from profiles.editions.beside import Beside
from profiles.editions.lowest import state_of_profile
from profiles.editions.markup import Html, blocks, inline, marked
from profiles.editions.measures import Impact, evidence_of, reason_of, reliability_of
from profiles.editions.notes import NOTHING_BESIDE, Notes, confidence
from profiles.editions.page import (
    EditionLine,
    FacetView,
    ImageView,
    Link,
    Moment,
    Note,
    Paragraph,
    ProfilePage,
    SectionView,
    Tie,
    WatchColumn,
    WatchItem,
)
from profiles.editions.plain_words import (
    FACET_NAMES,
    HORIZON_FACETS,
    HORIZONS,
    IMPACT_LEVELS,
    OUTCOMES,
    PLACES,
    TIES,
    when,
)
from profiles.editions.words import DependencyWords, FacetWords, KeyPointWords, SectionWords, Words


def draw(
    words: Words,
    result: Mapping[str, Any],
    *,
    edition: EditionLine,
    mark: str,
    checks: Mapping[str, Any] | None,
    slugs: Mapping[str, str],
    pictures: str = "/images/",
    beside: Mapping[str, Beside] = NOTHING_BESIDE,
) -> ProfilePage:
    """Return the page of `words` with the numbers of `result` (an assessment's).

    `checks` maps a citation's id to what its last check found (None: nothing is said of checks); `slugs` maps the
    public id of every other profile that is public to its slug, so that no page tells of one that is not. `pictures`
    is where pictures are; `beside` maps a statement's id to its verdicts and the organisation's own word on it.
    """
    notes = Notes(words, result, checks, beside)
    facets = {value.facet: value for value in reversed(words.facets)}
    sections = {section.place: section for section in reversed(words.sections)}
    # The order of these lines is the order of the page, and so of the numbers of its notes.
    key_points = tuple(_key_point(point, notes) for point in words.key_points)
    does = _section(sections.get("does"), notes)
    happened = _section(sections.get("happened"), notes)
    matters = _section(sections.get("matters"), notes)
    others = tuple(
        section
        for section in (_section(one, notes) for one in words.sections if one.place == "other")
        if section is not None
    )
    inclusion = _paragraphs(words.inclusion_reason, notes)
    ties = tuple(_tie(tie, words, notes, slugs) for tie in words.dependencies)
    every = notes.all()
    return ProfilePage(
        public_id=words.profile,
        slug=words.slug,
        name=words.name,
        summary=words.summary,
        mark=mark,
        content_type=_label(facets.get("content-type")),
        content_type_slug=_term(facets.get("content-type")),
        signal_focus=_label(facets.get("signal-focus")),
        signal_focus_slug=_term(facets.get("signal-focus")),
        category=_label(facets.get("category")),
        base=words.base,
        aliases=tuple(alias.text for alias in words.aliases if alias.text != words.name),
        confidence=confidence(result["profile"]["score"], reason_of(words, result), state_of_profile(result)),
        impact=_impact(facets.get("impact")),
        evidence=evidence_of(words, result),
        reliability=reliability_of(words, result),
        edition=edition,
        key_points=key_points,
        inclusion=inclusion,
        does=does,
        happened=happened,
        matters=matters,
        others=others,
        facets=tuple(
            FacetView(
                value.facet,
                FACET_NAMES[value.facet],
                value.term,
                value.label,
                _inline(value.reason, notes),
                notes.sources(value.citations),
            )
            for value in words.facets
        ),
        timeline=_timeline(words, notes),
        watch=_watch(words, facets),
        ties=ties,
        images=tuple(
            ImageView(
                f"{pictures}{image.file}",
                image.width,
                image.height,
                image.caption,
                image.alt,
                image.source_context,
                image.relevance,
                image.provenance,
                image.licence,
                image.is_generated,
            )
            for image in words.images
        ),
        also_read=tuple(
            Link(item.title, f"/profiles/{slugs[item.other]}/" if item.other else item.address)
            for item in words.also_read
            if not item.other or item.other in slugs
        ),
        notes=every,
        byline=words.byline,
        reviewer=words.reviewer,
        disclosure=words.disclosure,
        criticality=_label(facets.get("operational-criticality")),
        time_horizon=_label(facets.get("time-horizon")),
    )


def _paragraph(html: Html, keys: tuple[str, ...], notes: Notes) -> Paragraph:
    """A paragraph with its marks drawn, and the notes that a reader meets here for the first time."""
    fresh = [key for key in keys if not notes.has(key)]
    first = tuple(note for note in (notes.by_key(key) for key in fresh) if note is not None)
    return Paragraph(marked(html, lambda key: _mark(notes.by_key(key))), first)


def _key_point(point: KeyPointWords, notes: Notes) -> Paragraph:
    is_known = notes.has_id(point.claim)
    note = notes.by_id(point.claim)
    return Paragraph(Html(escape(point.text) + _mark(note)), () if is_known else (note,))


def _mark(note: Note | None) -> str:
    if note is None:
        return ""
    return (
        f'<sup class="mark"><a href="#note-{note.number}" aria-label="Evidence {note.number}">{note.number}</a></sup>'
    )


def _paragraphs(source: str, notes: Notes) -> tuple[Paragraph, ...]:
    return tuple(_paragraph(block.html, block.marks, notes) for block in blocks(source))


def _inline(source: str, notes: Notes) -> Html:
    block = inline(source)
    return marked(block.html, lambda key: _mark(notes.by_key(key)))


def _unmarked(source: str) -> Html:
    """A reason where there is no room for marks: they stand with the facet further down."""
    return marked(inline(source).html, lambda key: "")


def _section(section: SectionWords | None, notes: Notes) -> SectionView | None:
    if section is None:
        return None
    heading = PLACES.get(section.place, section.heading)
    return SectionView(heading, section.kind, section.author, _paragraphs(section.body, notes))


def _label(value: FacetWords | None) -> str:
    return value.label if value else ""


def _term(value: FacetWords | None) -> str:
    return value.term if value else ""


def _impact(value: FacetWords | None) -> Impact:
    if value is None:
        return Impact(0, "Not rated", Html(""))
    return Impact(IMPACT_LEVELS.get(value.term, 0), value.label, _unmarked(value.reason))


def _timeline(words: Words, notes: Notes) -> tuple[Moment, ...]:
    moments = [
        Moment(
            date.fromisoformat(claim.happened_on),
            when(date.fromisoformat(claim.happened_on), claim.happened_precision),
            claim.statement,
            notes.by_id(claim.id),
        )
        for claim in words.claims
        if claim.happened_on
    ]
    return tuple(sorted(moments, key=lambda moment: (moment.day, moment.note.number)))


def _watch(words: Words, facets: Mapping[str, FacetWords]) -> tuple[WatchColumn, ...]:
    columns = []
    for horizon, heading in HORIZONS.items():
        items = tuple(
            WatchItem(
                item.text,
                item.trigger,
                date.fromisoformat(item.due_on),
                OUTCOMES.get(item.outcome, ""),
                item.outcome_note,
            )
            for item in words.outlook
            if item.horizon == horizon
        )
        facet = HORIZON_FACETS.get(horizon, "")
        rating = f"{FACET_NAMES[facet]}: {facets[facet].label.lower()}" if facet in facets else ""
        if items:
            columns.append(WatchColumn(horizon, heading, rating, items))
    return tuple(columns)


def _tie(tie: DependencyWords, words: Words, notes: Notes, slugs: Mapping[str, str]) -> Tie:
    left, right = (tie.other_name, words.name) if tie.points_here else (words.name, tie.other_name)
    return Tie(
        left,
        TIES[tie.kind],
        right,
        tie.other_name,
        slugs.get(tie.other, ""),
        tie.points_here,
        notes.by_id(tie.claim),
    )
