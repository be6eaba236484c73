"""What kind of event a story is about, and how far it has come: named rules on titles and leads.

Negated words ("no acquisition") do not count; words under "may" or "plans to" show only a proposal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sources.reading.event_rules import RULES, STATUS, EventRule

NONE = "none"
_LEAD = 900  # characters after the title, about 120 words and a little
_TITLE_WEIGHT = 2.0
_MIN_SCORE = 2.0


_NEGATED = re.compile(
    r"\b(?:not|no|never|without|isn[’']t|wasn[’']t|didn[’']t|hasn[’']t|won[’']t|nor)\s+(?:\w+\s+){0,3}$",
    re.I,
)
_UNSURE = re.compile(
    (
        r"\b(?:could|may|might|would|if|plans? to|expected to|proposed|in talks(?: to)?|considering"
        r"|wants? to|to be|must|should|will)\s+(?:(?!and\b|but\b)\w+\s+){0,2}$"
    ),
    re.I,
)


@dataclass(frozen=True)
class Event:
    """`kind` is a type or "none"; `status` is proposed, agreed, closed, denied or ""; `terms` decided."""

    kind: str
    label: str
    status: str
    terms: tuple[str, ...]
    reasons: tuple[str, ...]


def event_of(documents: Sequence[tuple[str, str]]) -> Event:
    """Return the event of a story from its documents, each as (title, text).

    Each document votes with its title (twice) and its first 900 characters; the type with most points wins
    if the documents give it at least two points on average, else "none".
    """
    if not documents:
        return Event(NONE, "None", "", (), ("There is no document.",))
    points: dict[str, float] = {rule.kind: 0.0 for rule in RULES}
    terms: dict[str, Counter[str]] = {rule.kind: Counter() for rule in RULES}
    for title, text in documents:
        lead = text[: _LEAD + len(title)]
        for rule in RULES:
            score, hits = _score(rule, title, lead)
            points[rule.kind] += score
            terms[rule.kind].update(dict.fromkeys(hits, 1))
    order = {rule.kind: number for number, rule in enumerate(RULES)}
    best = max(points, key=lambda kind: (points[kind], -order[kind]))
    if points[best] < _MIN_SCORE * len(documents):
        return Event(NONE, "None", "", (), ("Too few words of any type of event stand in the titles and leads.",))
    rule = RULES[order[best]]
    decided = tuple(term for term, _ in sorted(terms[best].items(), key=lambda item: (-item[1], item[0]))[:6])
    status, why = _status(documents)
    shown = ", ".join(f"“{term}”" for term in decided)
    reasons = [f"{rule.label}: titles and leads have {shown}."]
    runner = max((kind for kind in points if kind != best), key=lambda kind: (points[kind], -order[kind]))
    if points[runner] >= 0.6 * points[best]:
        reasons.append(f"Nearly as many words speak for {RULES[order[runner]].label.lower()}.")
    return Event(best, rule.label, status, decided, (*reasons, why))


def _score(rule: EventRule, title: str, lead: str) -> tuple[float, list[str]]:
    if rule.role and not rule.role.search(f"{title}\n{lead}"):
        return 0.0, []
    total = 0.0
    hits: dict[str, None] = {}
    for part, factor in ((title, _TITLE_WEIGHT), (lead.replace(title, " ", 1), 1.0)):
        for form, worth in ((rule.strong, 2.0), (rule.weak, 1.0)):
            seen: set[str] = set()
            for found in form.finditer(part):
                term = re.sub(r"\s+", " ", found.group().casefold())
                if term in seen or _NEGATED.search(part[max(0, found.start() - 40) : found.start()]):
                    continue
                seen.add(term)
                hits[term] = None
            total += factor * worth * min(len(seen), 3)
    return total, list(hits)


def _status(documents: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """A status holds if at least half of the documents that show any status show it; the furthest such one wins."""
    votes: dict[str, Counter[str]] = {name: Counter() for name, _, _ in STATUS}
    voters: Counter[str] = Counter()
    showing = 0
    for title, text in documents:
        part = f"{title}\n{text[: _LEAD + len(title)]}"
        any_status = False
        for name, form, _ in STATUS:
            hits = {
                hit
                for found in form.finditer(part)
                if (hit := found.group().casefold()) and _holds(name, part, found.start())
            }
            votes[name].update(hits)
            voters[name] += bool(hits)
            any_status = any_status or bool(hits)
        showing += any_status
    for name, _, meaning in STATUS:
        if voters[name] and voters[name] * 2 >= showing:
            words = ", ".join(
                f"“{word}”" for word, _ in sorted(votes[name].items(), key=lambda item: (-item[1], item[0]))[:4]
            )
            return name, f"Status {name}: {meaning} in {voters[name]} of {len(documents)} documents ({words})."
    return "", "No words show how far it has come."


def _holds(name: str, part: str, start: int) -> bool:
    before = part[max(0, start - 40) : start]
    if _NEGATED.search(before):
        return False
    return name == "proposed" or not _UNSURE.search(before)
