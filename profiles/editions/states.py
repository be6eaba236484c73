"""What a profile's state means for every door through which readers come. Pure; one table.

What is scheduled or on hold changes nothing for readers until it is published: a profile that was never public is
absent, one that is public stays as it is. Erased words are no state of a profile: they are missing from what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"  # never published; scheduled and on hold included
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"  # it goes on in another profile
    SPLIT = "split"  # it goes on in several


class Door(StrEnum):
    LISTS = "lists"  # lists, search, facets, counts, feeds of everything, sitemap, other profiles' links
    PAGE = "page"  # the profile as it is now, at whatever address: page, confidence, its feed, the API
    OLD = "old"  # what stood there: an edition by its number, a day, a difference, a citation


class Answer(StrEnum):
    ABSENT = "absent"  # as if it had never been: 404
    SHOWN = "shown"
    GONE = "gone"  # 410, with the day and the reason
    MOVED = "moved"  # a redirect to where it goes on, if that is public; else gone


TABLE: dict[State, dict[Door, Answer]] = {
    State.DRAFT: {Door.LISTS: Answer.ABSENT, Door.PAGE: Answer.ABSENT, Door.OLD: Answer.ABSENT},
    State.PUBLISHED: {Door.LISTS: Answer.SHOWN, Door.PAGE: Answer.SHOWN, Door.OLD: Answer.SHOWN},
    State.WITHDRAWN: {Door.LISTS: Answer.ABSENT, Door.PAGE: Answer.GONE, Door.OLD: Answer.GONE},
    State.MERGED: {Door.LISTS: Answer.ABSENT, Door.PAGE: Answer.MOVED, Door.OLD: Answer.SHOWN},
    State.SPLIT: {Door.LISTS: Answer.ABSENT, Door.PAGE: Answer.GONE, Door.OLD: Answer.SHOWN},
}


def answer(state: str, door: Door) -> Answer:
    """What whoever comes through `door` is answered. Raises ValueError for a state that there is not."""
    return TABLE[State(state)][door]


@dataclass(frozen=True)
class Moved:
    """It is read at another slug now."""

    slug: str


@dataclass(frozen=True)
class Onward:
    """A profile in which another one goes on."""

    slug: str
    name: str


@dataclass(frozen=True)
class Gone:
    """It was public once and is not any more."""

    kind: str  # withdrawn, merged, split
    on: date
    reason: str
    onward: tuple[Onward, ...]
