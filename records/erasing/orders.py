"""An order to erase, and what it reaches. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

REMOVED = "[removed]"
"""What stands where words were."""
SHORTEST_SWEPT = 24  # signs: a title or a quote that is shorter may stand elsewhere by chance, and stays there
BEGINNING = 60  # signs


@dataclass(frozen=True)
class Order:
    """`target` is a public id; of a passage it is empty, and `passage` has the words."""

    id: str
    kind: str  # records.models.ErasureKind
    target: str
    passage: str
    reason: str  # in words that readers see
    on: date


@dataclass(frozen=True)
class Reach:
    """Everything that goes with the target, by public id, and the texts that must stand nowhere afterwards.

    `texts` are swept from every table; `names` only from what is known to rest on the target: a publisher's name, or
    a short title, stands in many places with which it has nothing to do.
    """

    documents: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    returns: tuple[str, ...] = field(default=(), compare=False)  # address keys, content hashes: what may not come back

    def __add__(self, other: Reach) -> Reach:
        mine, theirs = asdict(self), asdict(other)
        return Reach(**{name: tuple(dict.fromkeys((*mine[name], *theirs[name]))) for name in mine})

    @property
    def ids(self) -> Reach:
        """The same without a word of text."""
        return Reach(self.documents, self.publishers, self.sources, self.people)

    def as_json(self) -> dict[str, Any]:
        return {name: list(found) for name, found in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reach:
        return cls(**{name: tuple(found) for name, found in stored.items()})


def swept(texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split texts into those that are swept everywhere and those that stand elsewhere by chance.

    A long one is looked for by its beginning as well: lists and logs shorten what they show.
    """
    known = tuple(dict.fromkeys(text.strip() for text in texts if text.strip() and text.strip() != REMOVED))
    long = tuple(text for text in known if len(text) >= SHORTEST_SWEPT)
    begun = tuple(text[:BEGINNING].rstrip() for text in long if len(text) > BEGINNING)
    return (*long, *begun), tuple(text for text in known if len(text) < SHORTEST_SWEPT)
