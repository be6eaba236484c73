"""The difference of two editions as plain data for templates and programs. `profiles.editions.comparing` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from profiles.editions.page import Confidence
from profiles.editions.passages import Passage

How = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class TextChange:
    """A text that changed. `is_erased`: one of the two was erased since. `is_spacing`: only lines or spaces changed."""

    name: str
    passages: tuple[Passage, ...]
    is_erased: bool
    is_spacing: bool


@dataclass(frozen=True)
class Pair:
    """Something short that was one thing and is another; "" where it was or is nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class SourceChange:
    """A document that is cited for something, is no more, or is cited otherwise: `pairs` say how."""

    id: str
    how: How
    publisher: str
    title: str
    quote: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Item:
    """A thing that was added, taken out or changed."""

    how: How
    title: str
    texts: tuple[TextChange, ...]
    pairs: tuple[Pair, ...]
    sources: tuple[SourceChange, ...]


@dataclass(frozen=True)
class Step:
    """A confidence before and after; None where there was or is none."""

    before: Confidence | None
    after: Confidence | None


@dataclass(frozen=True)
class StatementChange:
    id: str
    how: How
    statement: str  # its words now; of one that was taken out, its words then
    is_key: bool
    words: TextChange | None  # where its words changed
    pairs: tuple[Pair, ...]
    sources: tuple[SourceChange, ...]
    confidence: Step


@dataclass(frozen=True)
class Rescored:
    """A statement with the same words and evidence, and another score."""

    id: str
    statement: str
    confidence: Step


@dataclass(frozen=True)
class Group:
    """Things of one kind that changed."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Difference:
    """What changed from one edition to another. `is_unseen`: the words differ in nothing but the order of things."""

    confidence: Step
    texts: tuple[TextChange, ...]
    pairs: tuple[Pair, ...]
    statements: tuple[StatementChange, ...]
    statements_same: int
    rescored: tuple[Rescored, ...]
    groups: tuple[Group, ...]
    is_unseen: bool

    @property
    def is_empty(self) -> bool:
        """Whether the words are the same; scores may have changed all the same."""
        return not (self.texts or self.pairs or self.statements or self.groups or self.is_unseen)
