"""Whether one text copies another: long runs of the same words, or one whole sentence.

Source of the figures: confidence.md, "Origins" 2; signals.md, "Origin" 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sources.reading.names import words_of
from sources.reading.sentences import Sentence, sentences_of
from sources.reading.spans import JUDGED_CHARACTERS, Evidence

RUN = 8  # words
COPY_FROM = 0.30
SENTENCE_FROM = 12  # words
_MIN_RUNS = 12  # under this a text is too short for its share to mean anything


@dataclass(frozen=True)
class Shape:
    """What is compared of one text, made once."""

    runs: frozenset[int]
    sentences: dict[tuple[str, ...], Sentence]
    runs_within: tuple[tuple[Sentence, tuple[int, ...]], ...]  # those of each sentence, in the order of the text


@dataclass(frozen=True, slots=True)
class Likeness:
    """`kind` is "same_text" or "same_sentence"; the evidence stands in the first of the two texts."""

    kind: str
    share: float
    evidence: Evidence
    reason: str


def shape_of(text: str) -> Shape:
    """Return the runs of eight words and the sentences of `text`; its first 200,000 characters count.

    Sentences within quotation marks are left out: two reports of one statement are no copies of each other.
    """
    judged = text[:JUDGED_CHARACTERS]
    runs = frozenset(_runs(words_of(judged)))
    within: list[tuple[Sentence, tuple[int, ...]]] = []
    sentences: dict[tuple[str, ...], Sentence] = {}
    open_quote = False
    line = -1
    for sentence in sentences_of(judged):
        if sentence.line != line:  # a quotation mark left open ends with its paragraph
            line, open_quote = sentence.line, False
        quoted, open_quote = _quoted(sentence.content, open_quote)
        key = tuple(words_of(sentence.content))
        within.append((sentence, tuple(_runs(key))))
        if len(key) >= SENTENCE_FROM and not quoted:
            sentences.setdefault(key, sentence)
    return Shape(runs, sentences, tuple(within))


def containment(first: Shape, second: Shape) -> float:
    """Return the share of the shorter text's runs of eight words that stand in the other, 0 to 1."""
    shorter = min(len(first.runs), len(second.runs))
    return len(first.runs & second.runs) / shorter if shorter >= _MIN_RUNS else 0.0


def likeness(first: Shape, second: Shape) -> Likeness | None:
    """Return how `first` repeats `second`, or None; the evidence stands in the text of `first`."""
    share = containment(first, second)
    if share >= COPY_FROM:
        evidence = _longest_common(first, second)
        reason = f"{share:.0%} of its runs of eight words stand in the other text; from 30 % it is a copy."
        return Likeness("same_text", round(share, 4), evidence, reason)
    common = [sentence for key, sentence in first.sentences.items() if key in second.sentences]
    if not common:
        return None
    longest = max(common, key=lambda sentence: (len(words_of(sentence.content)), -sentence.start))
    count = len(words_of(longest.content))
    return Likeness(
        "same_sentence",
        round(share, 4),
        Evidence(longest.content, longest.start, longest.end),
        f"One sentence of {count} words stands word for word in both, outside a quotation.",
    )


def _quoted(content: str, is_open: bool) -> tuple[bool, bool]:
    """Whether a sentence is a quotation by at least half of its length, and whether one stays open at its end."""
    inside = 0
    for sign in content:
        if sign == "“" or (sign == '"' and not is_open):
            is_open = True
        elif sign == "”" or (sign == '"' and is_open):
            is_open = False
        elif is_open:
            inside += 1
    return inside * 2 >= len(content), is_open


def _longest_common(first: Shape, second: Shape) -> Evidence:
    """The sentence of `first` that shares most runs with `second`, as the quote to show."""
    best: tuple[int, Sentence] | None = None
    for sentence, runs in first.runs_within:
        shared = sum(run in second.runs for run in runs)
        if best is None or shared > best[0]:
            best = (shared, sentence)
    if best is None:
        raise ValueError("a text that shares runs of words has at least one sentence")
    sentence = best[1]
    return Evidence(sentence.content, sentence.start, sentence.end)


def _runs(words: Sequence[str]) -> Iterator[int]:
    for number in range(len(words) - RUN + 1):
        yield hash(tuple(words[number : number + RUN]))
