"""Whether a document tells of the same event as others: names decide; wording, numbers and days help.

Coefficients fitted on the development set of real stories (see `docs`, signals); each verdict shows its terms.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sources.reading.names import COMMON, capitalised_runs, heading_names, numbers_with_units, words_of
from sources.reading.spans import JUDGED_CHARACTERS

LEAD_WORDS = 120
OPEN_DAYS = 21
OPEN_DAYS_SLOW = 60  # legal, regulatory, acquisition
SAME_STORY_FROM = 0.5
# Unseen documents thought to stand behind those at hand: a name is rare there, an ordinary word is not.
_NAMES_BACKGROUND = 300
_WORDS_BACKGROUND = 20
_MAX_NAMES = 60
# Fitted by logistic regression on pairs of 339 real articles that share a name; the intercept is raised by .85, where
# the pair F of the unseen half was best (.77).
INTERCEPT = -4.2
COEFFICIENTS = {"names": 7.4, "lead_names": 2.2, "body": 4.9, "lead": 4.9, "numbers": 1.4, "days": -3.2}


@dataclass(frozen=True)
class Fingerprint:
    """What of a document is compared. Names and words are folded."""

    names: dict[str, float]
    lead_names: frozenset[str]
    body: dict[str, float]
    lead: dict[str, float]
    numbers: frozenset[str]
    day: date | None


@dataclass(frozen=True)
class Background:
    """How many of the documents at hand have each name and word; rare ones weigh more."""

    documents: int
    names: Mapping[str, int]
    words: Mapping[str, int]

    def weight(self, table: Mapping[str, int], term: str) -> float:
        behind = _NAMES_BACKGROUND if table is self.names else _WORDS_BACKGROUND
        return math.log(1 + (self.documents + behind) / (table.get(term, 0) + 1))


@dataclass(frozen=True)
class Verdict:
    """`score` is 0 to 1; from .5 it is the same story. `terms` are the parts of the sum, in the order shown."""

    score: float
    same: bool
    terms: tuple[tuple[str, float], ...]
    shared_names: tuple[str, ...]
    reason: str


def fingerprint(text: str, *, title: str, day: date | None) -> Fingerprint:
    """Return what is compared of a document: its title, first 120 words, names, numbers with units, and day."""
    judged = text[:JUDGED_CHARACTERS]
    names = capitalised_runs(judged[:60_000])
    words = [word for word in words_of(judged) if len(word) > 2 and word not in COMMON and not word.isdigit()]
    opening = f"{title}. {' '.join(judged.split()[:LEAD_WORDS])}"
    lead = [word for word in words_of(opening) if len(word) > 2 and word not in COMMON and not word.isdigit()]
    in_lead = heading_names(opening, names)
    kept = dict(sorted(names.items(), key=lambda item: (item[0] not in in_lead, -item[1], item[0]))[:_MAX_NAMES])
    return Fingerprint(
        names={name: 1 + math.log(count) + (1.0 if name in in_lead else 0.0) for name, count in kept.items()},
        lead_names=frozenset(in_lead),
        body={word: 1 + math.log(count) for word, count in Counter(words).items()},
        lead={word: 1 + math.log(count) for word, count in Counter(lead).items()},
        numbers=frozenset(numbers_with_units(judged[:60_000])),
        day=day,
    )


def background_of(documents: Iterable[Fingerprint]) -> Background:
    """Return the counts over the documents at hand."""
    names: Counter[str] = Counter()
    words: Counter[str] = Counter()
    total = 0
    for document in documents:
        total += 1
        names.update(document.names.keys())
        words.update(document.body.keys())
    return Background(total, names, words)


def features(first: Fingerprint, second: Fingerprint, background: Background) -> dict[str, float]:
    """Return the comparable parts of two documents, each 0 to 1 except `days` (0 same day, 1 three weeks or more)."""
    apart = abs((first.day - second.day).days) if first.day and second.day else None
    shared_lead = first.lead_names & second.lead_names
    return {
        "names": _cosine(first.names, second.names, background, background.names),
        "lead_names": min(1.0, sum(background.weight(background.names, name) for name in shared_lead) / 15),
        "body": _cosine(first.body, second.body, background, background.words),
        "lead": _cosine(first.lead, second.lead, background, background.words),
        "numbers": min(1.0, len(first.numbers & second.numbers) / 3),
        "days": 0.15 if apart is None else min(1.0, apart / OPEN_DAYS),
    }


def same_story(
    first: Fingerprint, second: Fingerprint, background: Background, *, open_days: int = OPEN_DAYS
) -> Verdict:
    """Judge two documents. Without a shared name, or further apart than `open_days`, they are never one story."""
    shared = sorted(
        first.names.keys() & second.names.keys(), key=lambda name: (-background.weight(background.names, name), name)
    )
    if not shared:
        return Verdict(0.0, False, (), (), "They share no name.")
    if first.day and second.day and abs((first.day - second.day).days) > open_days:
        return Verdict(0.0, False, (), tuple(shared), f"They lie more than {open_days} days apart.")
    values = features(first, second, background)
    terms = tuple((name, round(COEFFICIENTS[name] * value, 4)) for name, value in values.items())
    score = 1 / (1 + math.exp(-(INTERCEPT + sum(COEFFICIENTS[name] * value for name, value in values.items()))))
    named = ", ".join(shared[:4])
    parts = ", ".join(f"{name.replace('_', ' ')} {value:+.2f}" for name, value in terms)
    same = score >= SAME_STORY_FROM
    verdict = "The same story" if same else "Not the same story"
    return Verdict(
        round(score, 4), same, terms, tuple(shared), f"{verdict} ({score:.2f}): shared names {named}; {parts}."
    )


def best_story(
    document: Fingerprint,
    stories: Mapping[str, Sequence[Fingerprint]],
    background: Background,
    *,
    open_days: int = OPEN_DAYS,
) -> tuple[str, Verdict] | None:
    """Return the key of the story that `document` belongs to with its verdict, or None.

    A story counts with the mean of its two best members, so that one chance likeness does not draw in a stranger.
    """
    best: tuple[float, str, Verdict] | None = None
    for key in sorted(stories):
        verdicts = sorted(
            (same_story(document, member, background, open_days=open_days) for member in stories[key]),
            key=lambda verdict: -verdict.score,
        )[:2]
        if not verdicts:
            continue
        score = sum(verdict.score for verdict in verdicts) / len(verdicts)
        if score >= SAME_STORY_FROM and (best is None or score > best[0]):
            best = (score, key, verdicts[0])
    return (best[1], best[2]) if best else None


def _cosine(
    first: Mapping[str, float], second: Mapping[str, float], background: Background, table: Mapping[str, int]
) -> float:
    if len(second) < len(first):
        first, second = second, first
    product = sum(
        value * second[term] * background.weight(table, term) ** 2 for term, value in first.items() if term in second
    )
    if not product:
        return 0.0
    return product / (_length(first, background, table) * _length(second, background, table))


def _length(vector: Mapping[str, float], background: Background, table: Mapping[str, int]) -> float:
    return math.sqrt(sum((value * background.weight(table, term)) ** 2 for term, value in vector.items()))
