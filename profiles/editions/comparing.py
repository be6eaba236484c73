"""From two editions to what changed between them: statements, evidence, texts, filing, outlook, ties. Pure.

Statements and citations are told by their ids, other things by what they are about. Each is looked up, never searched
for, so comparing takes as long as the editions are long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from profiles.editions.compared_kinds import KINDS, Fields, Key, Kind
from profiles.editions.difference import (
    Difference,
    Group,
    How,
    Item,
    Pair,
    Rescored,
    SourceChange,
    StatementChange,
    Step,
    TextChange,
)
from profiles.editions.notes import confidence
from profiles.editions.passages import passages
from profiles.editions.plain_words import CLAIM_KINDS, DIRECTNESS, day, when
from profiles.editions.sealing import Erased
from profiles.editions.words import CitationWords, ClaimWords, Words

TEXTS = {"summary": "Summary", "inclusion_reason": "Why we profile it", "disclosure": "Our interests"}
PAIRS = {
    "name": "Name",
    "slug": "Address here",
    "base": "Base",
    "byline": "Written by",
    "reviewer": "Reviewed by",
    "is_invented": "Invented for the demonstration",
}
OF_STATEMENT = {"predicate": "About", "kind": "Kind", "is_key": "Key statement", "key": "Mark in texts"}
OF_CITATION = {
    "document": "Document",
    "version": "Copy that is quoted",
    "directness": "How it knows",
    "attached": "We hold what it says",
    "own_reporting": "Own reporting",
    "own_interest": "Speaks in its own interest",
    "own_act": "Its own act",
    "original": "Repeats",
    "quote": "Quote",
    "is_set_aside": "Set aside",
    "set_aside": "Set aside because",
}


def compare(
    before: Words, after: Words, numbers_before: Mapping[str, Any], numbers_after: Mapping[str, Any]
) -> Difference:
    """Return what changed from one edition to a later one.

    The numbers are the result of an assessment of each (profiles.editions.assessing); which one, the caller decides.
    """
    old, new = _Side(before, numbers_before), _Side(after, numbers_after)
    statements = tuple(_statements(old, new))
    changed = {one.id for one in statements}
    same = [claim for claim in after.claims if claim.id in old.claims and claim.id not in changed]
    groups = ((kind.name, tuple(_items(kind, old, new))) for kind in KINDS)
    found = Difference(
        confidence=Step(confidence(old.score(), ""), confidence(new.score(), "")),
        texts=tuple(_texts(before, after, TEXTS)),
        pairs=tuple(_pairs(before, after, PAIRS, old, new)),
        statements=statements,
        statements_same=len(same),
        rescored=tuple(
            Rescored(claim.id, claim.statement, _step(old, new, claim.id))
            for claim in same
            if old.score(claim.id) != new.score(claim.id)
        ),
        groups=tuple(Group(name, items) for name, items in groups if items),
        is_unseen=False,
    )
    return replace(found, is_unseen=before != after) if found.is_empty else found


class _Side:
    """One of the two editions, with what its words refer to by id."""

    def __init__(self, words: Words, numbers: Mapping[str, Any]) -> None:
        self.words = words
        self.numbers = numbers
        self.claims = {claim.id: claim for claim in words.claims}
        self.documents = {document.id: document for document in words.documents}
        self.publishers = {publisher.id: publisher for publisher in words.publishers}

    def score(self, claim: str = "") -> int | None:
        """The score of a statement, or of the whole: ten-thousandths, None where it was not assessed."""
        found = self.numbers["claims"].get(claim) if claim else None
        score: int | None = found["ten_thousandths"] if found else None if claim else self.numbers["profile"]["score"]
        return score

    def said(self, field: str, value: Any, choices: Mapping[str, Fields]) -> str:
        """A value as readers would say it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if field in choices:
            return choices[field].get(value, str(value))
        if field == "version":
            return f"number {value}" if value else "none"
        if field == "other":
            return f"/id/{value}/" if value else ""
        if field.endswith("_on") or field == "known_since":
            return day(date.fromisoformat(value)) if value else ""
        if field == "claim":
            return self.claims[value].statement if value in self.claims else ""
        if field in ("document", "original"):
            return self.documents[value].title if value in self.documents else ""
        if field == "publisher":
            return self.publishers[value].name if value in self.publishers else ""
        return str(value)


def _step(old: _Side, new: _Side, claim: str) -> Step:
    return Step(
        confidence(old.score(claim), "") if claim in old.claims else None,
        confidence(new.score(claim), "") if claim in new.claims else None,
    )


def _statements(old: _Side, new: _Side) -> Iterator[StatementChange]:
    """Those of the later edition in its order, then those that were taken out."""
    for claim in new.words.claims:
        before = old.claims.get(claim.id)
        if before is None:
            yield _lone(claim, "added", old, new)
            continue
        (words, *_) = (*_texts(before, claim, {"statement": "Words"}), None)
        pairs = (*_pairs(before, claim, OF_STATEMENT, old, new, {"kind": CLAIM_KINDS}), *_values(before, claim))
        sources = tuple(_sources(before.citations, claim.citations, old, new, before, claim))
        if words or pairs or sources:
            step = _step(old, new, claim.id)
            yield StatementChange(claim.id, "changed", claim.statement, claim.is_key, words, pairs, sources, step)
    for claim in old.words.claims:
        if claim.id not in new.claims:
            yield _lone(claim, "removed", old, new)


def _lone(claim: ClaimWords, how: How, old: _Side, new: _Side) -> StatementChange:
    before, after = (claim.citations, ()) if how == "removed" else ((), claim.citations)
    sources = tuple(_sources(before, after, old, new))
    return StatementChange(claim.id, how, claim.statement, claim.is_key, None, (), sources, _step(old, new, claim.id))


def _values(before: ClaimWords, after: ClaimWords) -> Iterator[Pair]:
    """Values and dates. Values are told by their texts: keys move when one is taken out."""
    for name, of in (("Value", _published), ("All values that are given", _given), ("Happened", _happened)):
        if of(before) != of(after):
            yield Pair(name, of(before), of(after))


def _published(claim: ClaimWords) -> str:
    return next((value.text for value in claim.values if value.key == claim.published), "")


def _given(claim: ClaimWords) -> str:
    texts = {value.key: value.text for value in claim.values}
    return "; ".join(
        value.text + (f" (covers {', '.join(texts[key] for key in value.covers)})" if value.covers else "")
        for value in claim.values
    )


def _happened(claim: ClaimWords) -> str:
    return when(date.fromisoformat(claim.happened_on), claim.happened_precision) if claim.happened_on else ""


def _sources(
    before: Sequence[CitationWords],
    after: Sequence[CitationWords],
    old: _Side,
    new: _Side,
    claim_before: ClaimWords | None = None,
    claim_after: ClaimWords | None = None,
) -> Iterator[SourceChange]:
    for one, two in _paired(before, after, (lambda citation: citation.id,)):
        if one is None:
            yield _source(two, "added", (), new)
            continue
        if two is None:
            yield _source(one, "removed", (), old)
            continue
        pairs = [*_pairs(one, two, OF_CITATION, old, new, {"directness": DIRECTNESS})]
        for name, of in (("Says", _says), ("Where the quote stands", _place)):
            was, says = of(one, claim_before), of(two, claim_after)
            if was != says:
                pairs.append(Pair(name, was, says))
        if pairs:
            yield _source(two, "changed", tuple(pairs), new)


def _says(citation: CitationWords, claim: ClaimWords | None) -> str:
    return next((value.text for value in claim.values if value.key == citation.value), "") if claim else ""


def _place(citation: CitationWords, claim: ClaimWords | None) -> str:
    return f"signs {citation.quote_start + 1} to {citation.quote_end}" if citation.quote_end else ""


def _source(citation: CitationWords, how: How, pairs: tuple[Pair, ...], side: _Side) -> SourceChange:
    document = side.documents[citation.document]
    publisher = side.said("publisher", document.publisher, {}) or "publisher not known"
    return SourceChange(citation.id, how, publisher, document.title, citation.quote, pairs)


def _items(kind: Kind, old: _Side, new: _Side) -> Iterator[Item]:
    for one, two in _paired(getattr(old.words, kind.of), getattr(new.words, kind.of), kind.keys):
        texts = tuple(_texts(one, two, kind.texts))
        sources = tuple(_sources(getattr(one, "citations", ()), getattr(two, "citations", ()), old, new))
        if one is not None and two is not None:
            pairs = tuple(_pairs(one, two, kind.pairs, old, new, kind.choices))
            if texts or pairs or sources:
                yield Item("changed", kind.title(two, new.words), texts, pairs, sources)
        elif not kind.only_changed:
            here, side = (two, new) if one is None else (one, old)
            title = kind.title(here, side.words)
            further = {field: name for field, name in kind.texts.items() if getattr(here, field) != title}
            how: How = "added" if one is None else "removed"
            yield Item(how, title, tuple(_texts(one, two, further)), (), sources)


def _texts(before: Any, after: Any, fields: Fields) -> Iterator[TextChange]:
    """The texts that changed, in a thing that may have been added or taken out (None)."""
    for field, name in fields.items():
        one, two = getattr(before, field, ""), getattr(after, field, "")
        if one == two:
            continue
        found = passages(one, two)
        is_erased = isinstance(one, Erased) or isinstance(two, Erased)
        yield TextChange(name, found, is_erased, is_spacing=not found)


def _pairs(
    before: Any, after: Any, fields: Fields, old: _Side, new: _Side, choices: Mapping[str, Fields] | None = None
) -> Iterator[Pair]:
    for field, name in fields.items():
        one, two = getattr(before, field), getattr(after, field)
        if one != two:
            yield Pair(name, old.said(field, one, choices or {}), new.said(field, two, choices or {}))


def _paired(before: Iterable[Any], after: Iterable[Any], keys: Sequence[Key]) -> list[tuple[Any, Any]]:
    """What stands for what: pairs and what is new in the order of `after`, then what is gone (before, None)."""
    gone, fresh = dict(enumerate(before)), dict(enumerate(after))
    found: dict[int, Any] = {}
    for key in keys:
        places: dict[Hashable, deque[int]] = {}
        for place, one in gone.items():
            places.setdefault(key(one), deque()).append(place)
        for place, two in list(fresh.items()):
            waiting = places.get(key(two))
            if waiting:
                found[place] = (gone.pop(waiting.popleft()), fresh.pop(place))
    found |= {place: (None, two) for place, two in fresh.items()}
    return [found[place] for place in sorted(found)] + [(one, None) for one in gone.values()]
