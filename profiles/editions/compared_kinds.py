"""The things of an edition beside its statements: how two are told to be the same, and what may differ. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from profiles.editions.plain_words import FACET_NAMES, HORIZONS, OUTCOMES, PLACES, TIES
from profiles.editions.words import Words

Key = Callable[[Any], Hashable]
Fields = Mapping[str, str]  # field to what readers call it


@dataclass(frozen=True)
class Kind:
    """How things of one kind are told, named and compared."""

    name: str
    of: str  # the field of Words
    keys: tuple[Key, ...]  # the surest first: what one leaves alone, the next tries to pair
    title: Callable[[Any, Words], str]
    texts: Fields = field(default_factory=dict)
    pairs: Fields = field(default_factory=dict)
    choices: Mapping[str, Fields] = field(default_factory=dict)  # field to what readers see instead of its values
    only_changed: bool = False  # what was added or taken out is shown with what cites it


def _tie(tie: Any, words: Words) -> str:
    left, right = (tie.other_name, words.name) if tie.points_here else (words.name, tie.other_name)
    return f"{left} {TIES[tie.kind]} {right}"


KINDS = (
    Kind(
        "Key points",
        "key_points",
        keys=(lambda one: (one.claim, one.text), lambda one: one.claim, lambda one: one.text),
        title=lambda one, _: one.text,
        texts={"text": "Words"},
        pairs={"claim": "Rests on"},
    ),
    Kind(
        "Sections",
        "sections",
        keys=(lambda one: (one.place, one.heading), lambda one: one.place),
        title=lambda one, _: PLACES.get(one.place, one.heading),
        texts={"body": "Text"},
        pairs={"heading": "Heading", "kind": "Kind", "author": "Author"},
        choices={"kind": {"account": "an account", "analysis": "our reading"}},
    ),
    Kind(
        "What to watch",
        "outlook",
        keys=(
            lambda one: (one.horizon, one.text),
            lambda one: one.text,
            lambda one: (one.horizon, one.trigger),
            lambda one: (one.horizon, one.due_on),
        ),
        title=lambda one, _: one.text,
        texts={"text": "Words", "trigger": "What would tell", "outcome_note": "What came of it"},
        pairs={"horizon": "When", "due_on": "By", "outcome": "Outcome", "outcome_on": "Known on"},
        choices={"horizon": HORIZONS, "outcome": OUTCOMES},
    ),
    Kind(
        "Who depends on whom",
        "dependencies",
        keys=(
            lambda one: (one.claim, one.kind, one.points_here, one.other, one.other_name),
            lambda one: (one.claim, one.other, one.other_name),
            lambda one: one.claim,
            lambda one: (one.kind, one.points_here, one.other, one.other_name),
        ),
        title=_tie,
        pairs={
            "other_name": "The other",
            "other": "Its page here",
            "kind": "Tie",
            "points_here": "Towards this organisation",
            "claim": "Rests on",
        },
        choices={"kind": TIES},
    ),
    Kind(
        "Why it is filed where it is",
        "facets",
        keys=(lambda one: (one.facet, one.term), lambda one: one.facet),
        title=lambda one, _: f"{FACET_NAMES[one.facet]}: {one.label}",
        texts={"reason": "Reason"},
        pairs={"label": "Label", "term": "Filed under"},
    ),
    Kind(
        "Also known as",
        "aliases",
        keys=(lambda one: (one.text, one.kind), lambda one: one.text),
        title=lambda one, _: one.text,
        pairs={"kind": "Kind"},
    ),
    Kind(
        "Pictures",
        "images",
        keys=(lambda one: one.file, lambda one: one.caption),
        title=lambda one, _: one.caption,
        pairs={
            "file": "File",
            "width": "Width",
            "height": "Height",
            "caption": "Caption",
            "alt": "In place of the picture",
            "source_context": "Where it was",
            "relevance": "Why it is here",
            "provenance": "From",
            "licence": "Licence",
            "is_generated": "Generated",
        },
    ),
    Kind(
        "Also read",
        "also_read",
        keys=(lambda one: (one.other, one.address, one.title), lambda one: (one.other, one.address)),
        title=lambda one, _: one.title,
        pairs={"title": "Title"},
    ),
    Kind(
        "Documents described anew",
        "documents",
        keys=(lambda one: one.id,),
        title=lambda one, _: one.title,
        pairs={
            "title": "Title",
            "address": "Address",
            "kind": "Kind",
            "publisher": "Publisher",
            "published_on": "Published on",
            "known_since": "Known to us since",
            "held": "We hold a copy",
            "seen": "We have seen it",
        },
        only_changed=True,
    ),
    Kind(
        "Publishers described anew",
        "publishers",
        keys=(lambda one: one.id,),
        title=lambda one, _: one.name,
        pairs={"name": "Name", "kind": "Kind"},
        only_changed=True,
    ),
)
