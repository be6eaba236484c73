"""Does a document speak of a profile? Pure: aliases and a text in, matches with reasons out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import ahocorasick

from profiles.naming import fold

LEAD_SENTENCES = 2
SUBJECT_MENTIONS = 3
CONTEXT_WORDS = 30
LOOKED_AT = 200_000  # signs of a document that are looked at; the rest cannot change who it is about


@dataclass(frozen=True)
class AliasEntry:
    profile: str  # public id
    text: str
    kind: str
    case_sensitive: bool = False
    needs_context: bool = False
    shadowed_by: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Match:
    profile: str
    role: str  # subject or passing
    mentions: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Hit:
    entry: AliasEntry
    start: int
    end: int


class Matcher:
    """Finds many aliases in a text in one pass. Build once, use for many documents."""

    def __init__(self, entries: Iterable[AliasEntry]) -> None:
        self._by_folded: dict[str, list[AliasEntry]] = {}
        for entry in entries:
            folded = fold(entry.text)
            if folded:
                self._by_folded.setdefault(folded, []).append(entry)
        self._shadows = {
            fold(shadow) for group in self._by_folded.values() for one in group for shadow in one.shadowed_by
        }
        self._automaton = ahocorasick.Automaton()
        for folded in {*self._by_folded, *self._shadows} - {""}:
            self._automaton.add_word(folded, folded)
        if len(self._automaton):
            self._automaton.make_automaton()

    def match(self, *, title: str, text: str, on: date | None = None) -> tuple[Match, ...]:
        """Return the profiles that a document speaks of, those it is about first.

        `on` is the day of the document; aliases out of use on that day do not count.
        """
        whole = f"{title}\n{text}"[:LOOKED_AT]
        hits: dict[str, list[_Hit]] = {}
        for hit in self._hits(whole, on):
            hits.setdefault(hit.entry.profile, []).append(hit)
        lead_end = _lead_end(whole, len(title))
        matches = []
        for profile, found in hits.items():
            kept = _with_context(found, whole)
            if kept:
                matches.append(_judge(profile, kept, len(title), lead_end, whole))
        return tuple(sorted(matches, key=lambda match: (match.role != "subject", -match.mentions, match.profile)))

    def _hits(self, whole: str, on: date | None) -> Iterable[_Hit]:
        if not len(self._automaton):
            return
        folded, places = _folded_with_places(whole)
        spans = sorted(
            (
                (end - len(word) + 1, end + 1, word)
                for end, word in self._automaton.iter(folded)
                if _stands_alone(folded, end - len(word) + 1, end + 1)
            ),
            key=lambda span: (span[0], -(span[1] - span[0])),
        )
        taken = 0
        for start, end, word in spans:  # the longest alias at a place wins; a look-alike swallows what it contains
            if start < taken:
                continue
            taken = end
            for entry in self._by_folded.get(word, ()):
                first, last = places[start], places[end - 1] + 1
                if _valid(entry, on) and (not entry.case_sensitive or whole[first:last] == entry.text):
                    yield _Hit(entry, first, last)


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its signs the place in `text` it came from."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        piece = fold(sign) or (" " if sign.isspace() else "")
        if piece == " " and signs and signs[-1] == " ":
            continue
        for part in piece:
            signs.append(part)
            places.append(place)
    return "".join(signs), places


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Word boundaries on both sides: "AP" does not stand in "SAP"."""
    before = start == 0 or not text[start - 1].isalnum()
    after = end == len(text) or not text[end].isalnum()
    return before and after


def _valid(entry: AliasEntry, on: date | None) -> bool:
    if on is None:
        return True
    return (entry.valid_from is None or entry.valid_from <= on) and (entry.valid_to is None or on <= entry.valid_to)


def _with_context(hits: list[_Hit], whole: str) -> list[_Hit]:
    """Drop short or common words that no other sign of the organisation stands near."""
    firm = [hit for hit in hits if not hit.entry.needs_context]
    kept = list(firm)
    for hit in hits:
        if not hit.entry.needs_context or not whole[hit.start].isupper():
            continue
        if any(_words_between(whole, hit, other) <= CONTEXT_WORDS for other in firm):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _words_between(whole: str, one: _Hit, other: _Hit) -> int:
    start, end = sorted((one.start, other.start))
    return len(whole[start:end].split())


def _lead_end(whole: str, title_end: int) -> int:
    ends = [found.end() for found in re.finditer(r"[.!?](?:\s|$)", whole[title_end : title_end + 3000])]
    return title_end + (ends[min(LEAD_SENTENCES, len(ends)) - 1] if ends else 3000)


def _judge(profile: str, hits: list[_Hit], title_end: int, lead_end: int, whole: str) -> Match:
    reasons = []
    name = whole[hits[0].start : hits[0].end]
    if hits[0].start < title_end:
        reasons.append(f"“{name}” stands in the title.")
    if any(title_end <= hit.start < lead_end for hit in hits):
        reasons.append(f"It stands in the first {LEAD_SENTENCES} sentences.")
    many = len(hits)
    reasons.append(f"Named {many} {'time' if many == 1 else 'times'}.")
    is_subject = len(reasons) > 1 or many >= SUBJECT_MENTIONS
    return Match(profile, "subject" if is_subject else "passing", many, tuple(reasons))
