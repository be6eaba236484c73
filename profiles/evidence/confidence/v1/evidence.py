"""What the method is given: one claim with its values and citations, as frozen records.

Records check themselves when they are made and raise ValueError with a sentence that names the fault.
"""

import datetime
from dataclasses import dataclass
from math import isfinite
from typing import Literal, get_args

Directness = Literal["primary", "secondary", "tertiary"]
Kind = Literal["event", "identity", "status", "metric", "operational"]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes. `grade` is A to F. `owner` is the id of the publisher that owns it, if one does.

    `right` and `wrong` are its verdicts for this kind of claim (0 or more, decayed, so not always whole).
    """

    id: str
    name: str
    grade: str
    owner: str | None = None
    right: float = 0.0
    wrong: float = 0.0

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("A publisher needs an id.")
        if self.grade not in {"A", "B", "C", "D", "E", "F"}:
            raise ValueError(f"The grade of {self.name} must be one of A to F, it is {self.grade!r}.")
        if not (isfinite(self.right) and isfinite(self.wrong)) or self.right < 0 or self.wrong < 0:
            raise ValueError(f"The verdicts of {self.name} must be finite and 0 or more.")

    @property
    def root(self) -> str:
        """What counts as one voice: the owner where there is one, else the publisher itself."""
        return f"publisher:{self.owner or self.id}"


@dataclass(frozen=True, slots=True)
class Original:
    """The original that a citation names: the furthest named root of its chain.

    `publisher` is None where we do not know who published it; then `key` tells originals apart.
    `seen` says that we saw it, say as a summary in a feed, without holding it.
    """

    key: str
    label: str
    publisher: Publisher | None = None
    seen: bool = False

    @property
    def root(self) -> str:
        return self.publisher.root if self.publisher is not None else f"original:{self.key}"


@dataclass(frozen=True, slots=True)
class Citation:
    """One document's word on the claim.

    `value` is the key of the value it states; None where it only mentions the matter (weighs nothing).
    `own_reporting`: shows signs of own reporting. `own_act`: the document itself brings the fact about.
    `set_aside`: an editor's reason to leave it out; it then has no effect at all.
    `date`: when it was published; None does not age. `quoted`: its words for this claim are quoted.
    """

    id: str
    publisher: Publisher
    directness: Directness
    attached: bool
    value: str | None
    original: Original | None = None
    own_reporting: bool = False
    own_interest: bool = False
    own_act: bool = False
    set_aside: str | None = None
    date: datetime.date | None = None
    quoted: bool = True

    def __post_init__(self) -> None:
        if self.directness not in get_args(Directness):
            raise ValueError(f"Citation {self.id} must be primary, secondary or tertiary, it is {self.directness!r}.")

    @property
    def retells(self) -> bool:
        """It repeats somebody else's report and shows nothing of its own."""
        return self.directness == "tertiary" and not self.own_reporting

    @property
    def first_hand(self) -> bool:
        """We hold somebody's own account: an attached primary or secondary."""
        return self.attached and self.directness != "tertiary"


@dataclass(frozen=True, slots=True)
class Value:
    """One value somebody states. `covers`: keys of more specific values it is compatible with."""

    key: str
    text: str
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: the value we publish, all values that are stated, and who states them."""

    id: str
    kind: Kind
    published: str
    values: tuple[Value, ...]
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"The kind of claim {self.id} is unknown: {self.kind!r}.")
        keys = {value.key for value in self.values}
        if len(keys) != len(self.values):
            raise ValueError(f"Claim {self.id} has two values with the same key.")
        if self.published not in keys:
            raise ValueError(f"Claim {self.id} publishes {self.published!r}, which is none of its values.")
        if len({citation.id for citation in self.citations}) != len(self.citations):
            raise ValueError(f"Claim {self.id} has two citations with the same id.")
        for citation in self.citations:
            if citation.value is not None and citation.value not in keys:
                raise ValueError(
                    f"Citation {citation.id} states {citation.value!r}, which is no value of claim {self.id}."
                )
