"""Which fields hold people's words, and how words leave them. Every text field of every table has a rule (a test)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class Rule:
    """How the words of one table are erased; each field that can hold text is named once.

    cut     the words are cut out and "[removed]" stands in their place: texts that people go on working at
    whole   the text is replaced whole: what is written once can only be emptied, and what is short says it all
    leaves  JSON; each text in it that has the words is replaced whole, numbers and keys stay
    dropped a row that has the words goes: it is nothing but them
    own     the table's app erases these itself (blocks of editions, texts of versions)
    opaque  identifiers, choices, digests, addresses within our site: nobody's words
    """

    model: type[Model]
    cut: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        return (*self.cut, *self.whole, *self.leaves, *self.dropped, *self.own, *self.opaque)
