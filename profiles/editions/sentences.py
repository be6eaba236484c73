"""The sentences of a profile, made alike, so that one that is said twice is found, here or elsewhere. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from profiles.editions.words import Words

SHORTEST_SENTENCE = 6  # words; shorter ones repeat by chance
_MARKS = re.compile(r"\[\^[^\]]*\]")
_BETWEEN = re.compile(r"(?<=[.!?])\s+|\n+")


def said_in(words: Words) -> Iterator[set[str]]:
    """Yield the sentences of each text of a profile that must say something of its own; a text's own are told once."""
    yield set(sentences(words.summary))
    yield set(sentences(words.inclusion_reason))
    for value in words.facets:
        yield set(sentences(value.reason))
    for section in words.sections:
        yield set(sentences(section.body))
    for item in words.outlook:
        yield set(sentences(item.text))


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of `text` of SHORTEST_SENTENCE words or more: small letters, one space, no citation marks."""
    for sentence in _BETWEEN.split(_MARKS.sub("", text)):
        said = sentence.strip(" -*•").casefold().split()
        if len(said) >= SHORTEST_SENTENCE:
            yield " ".join(said)


def marks_of(words: Words) -> dict[int, str]:
    """Return the sentences of a profile by their marks."""
    return {mark_of(sentence): sentence for said in said_in(words) for sentence in said}


def mark_of(sentence: str) -> int:
    """Return the first 8 bytes of the sentence's SHA-256 as a signed number, as a column of the database holds it."""
    return int.from_bytes(hashlib.sha256(sentence.encode()).digest()[:8], "big", signed=True)
