"""Whether a text is worth keeping as a document; refused with a reason where it is not."""

from __future__ import annotations

import re

from sources.reading.decode import Refused
from sources.reading.names import COMMON, name_key, words_of
from sources.reading.spans import JUDGED_CHARACTERS, lines_of

MIN_WORDS = 80  # signals.md, "Extraction"
_URL = re.compile(r"\bhttps?://\S{4,500}")


def refuse_unreadable(text: str, *, title: str) -> None:
    """Raise Refused where `text` is too short, no language, mostly links, or a list of headlines.

    A title that shares no word with the text is refused too, where both are long enough to tell.
    """
    sample = text[:JUDGED_CHARACTERS]
    letters = sum(1 for sign in sample if sign.isalpha())
    if letters < 0.5 * len(re.sub(r"\s", "", sample)):
        raise Refused("token-soup", "The text is mostly figures and signs, not sentences.")
    links = sum(len(found.group()) for found in _URL.finditer(sample))
    if links > 0.4 * len(sample):
        raise Refused("links", "The text is mostly links.")
    words = sample.split()
    without_spaces = sum(1 for sign in sample if "\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af")
    count = len(words) + without_spaces // 2
    if count < MIN_WORDS:
        raise Refused("too-short", f"The text has {count} words; under {MIN_WORDS} there is too little to judge.")
    if without_spaces < letters * 0.2:
        _refuse_soup(sample, words)
    _refuse_listing(sample)
    _refuse_foreign_title(sample, title)


def _refuse_soup(sample: str, words: list[str]) -> None:
    long = sum(len(word) for word in words if len(word) > 40 and not _URL.match(word))
    plain = [word.strip(".,;:!?()[]\"'“”’").casefold() for word in words[:5_000]]
    alphabetic = [word for word in plain if word.isalpha()]
    if long > 0.3 * len(sample):
        raise Refused("token-soup", "The text is mostly strings without spaces, not sentences.")
    if len(alphabetic) < 0.4 * len(plain):
        raise Refused("token-soup", "Most of the text is not words.")
    if len(set(alphabetic)) < 0.05 * min(len(alphabetic), 1_000):
        raise Refused("token-soup", "The text repeats a few words over and over.")


def _refuse_listing(sample: str) -> None:
    """Many short lines and next to no sentence: a listing, a menu or a page of search results."""
    lines = [line.content for line in lines_of(sample)][:400]
    sentences = [line for line in lines if len(line.split()) >= 18 or (len(line.split()) >= 8 and line[-1] in '.!?”"')]
    if len(lines) >= 12 and len(sentences) < 0.1 * len(lines):
        raise Refused("listing", "The text is a list of short lines: a listing or a page of search results.")


def _refuse_foreign_title(sample: str, title: str) -> None:
    wanted = {_stem(word) for word in words_of(title) if len(word) > 2 and name_key(word) not in COMMON}
    if len(wanted) < 6:
        return
    body = sample.replace(title, " ")
    if not wanted & {_stem(word) for word in words_of(body)}:
        raise Refused("foreign-title", f"No word of the title “{title[:80]}” stands in the text.")


def _stem(word: str) -> str:
    return name_key(word)[:5]
