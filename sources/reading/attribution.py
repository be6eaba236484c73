"""Whom a text names as the one it has its report from.

Phrases decide, not single words: "Source: X", "according to X", "first reported by X", "X reported", "told X",
"via X", a wire's name in the dateline, a syndication line. Source of the weights: signals.md, "Origin".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain

from sources.reading.headings import is_caption, is_related
from sources.reading.names import capitalised_runs, heading_names, name_key
from sources.reading.outlets import PICTURE_SELLERS, is_outlet, standard_name
from sources.reading.phrases import (
    DATELINE,
    DAY_NAME,
    MARKDOWN_LINK,
    NO_SOURCE,
    PERCENT,
    PHRASES,
    POSSESSIVE,
    SOURCE_LINE,
    STUDY,
    URL,
    VIA_LINE,
)
from sources.reading.sentences import Sentence, sentences_of
from sources.reading.spans import JUDGED_CHARACTERS, Evidence, Line, cut_from, lines_of

JOINS = 0.95
DOUBTFUL = 0.6  # proposed to an editor, never joined by itself
STATISTIC = 0.3  # names where one figure comes from


@dataclass(frozen=True, slots=True)
class Attribution:
    """A publisher that the text names. `form` is the kind of phrase, `weight` how sure it is that the article (not
    one figure in it) rests on that publisher; from .85 it joins by itself."""

    name: str
    form: str
    weight: float
    evidence: Evidence
    reason: str
    is_statistic: bool = False


def attributions_in(
    text: str, *, publisher: str = "", known: Mapping[str, str], story_names: Collection[str] = ()
) -> tuple[Attribution, ...]:
    """Return the publishers that `text` names as its sources, surest first, each once.

    `publisher` is the text's own, which it does not count as a source of itself. `known` maps folded names of
    publishers to their kind. `story_names` are folded names that make the story; without them the names of the
    title and the first 120 words are taken. Only the first 200,000 characters are judged.
    """
    judged = text[:JUDGED_CHARACTERS]
    names = set(story_names) or lead_names(judged)
    lines = lines_of(judged)
    skipped = {number for number, line in enumerate(lines) if is_caption(line.content) or is_related(line.content)}
    found = [*_source_lines(judged, lines, skipped), *_datelines(judged, lines, known)]
    for sentence in sentences_of(judged):
        if sentence.line not in skipped:
            found += _in_sentence(judged, sentence, names, known, last_line=len(lines) - 1)
    own = name_key(publisher)
    best: dict[str, Attribution] = {}
    for item in sorted(found, key=lambda each: (-each.weight, each.evidence.start or 0)):
        if name_key(item.name) != own and not PICTURE_SELLERS.search(item.name):
            best.setdefault(name_key(item.name), item)
    return tuple(best.values())


def lead_names(text: str) -> set[str]:
    """Return the names of the first 150 words that are named again later, or twice there: the story's own."""
    words = re.finditer(r"\S+", text)
    end = next((found.end() for number, found in enumerate(words) if number == 150), len(text))
    everywhere = capitalised_runs(text[:20_000])
    lead = heading_names(text[:end], everywhere)
    return {name for name in lead if everywhere[name] >= 2}


def _source_lines(text: str, lines: tuple[Line, ...], skipped: set[int]) -> list[Attribution]:
    found = []
    for number, line in enumerate(lines):
        if number in skipped or len(line.content) > 240:
            continue
        mark = SOURCE_LINE.match(line.content)
        via = VIA_LINE.match(line.content) if not mark else None
        if not mark and not via:
            continue
        rest = mark["rest"] if mark else (via["name"] if via else "")
        after_caption = number - 1 in skipped and is_caption(lines[number - 1].content)
        in_head = number <= 5 and all(len(before.content.split()) <= 30 for before in lines[:number])
        at_edge = number >= len(lines) - 4 or in_head
        evidence = Evidence(line.content, line.start, line.end)
        for name in _listed_names(rest):
            if after_caption or PICTURE_SELLERS.search(rest):
                continue
            if at_edge:
                reason = (
                    f"The line “{line.content[:80]}” at the {'head' if in_head else 'end'} of the text names {name}."
                )
                found.append(Attribution(name, "source line", JOINS, evidence, reason))
            else:
                reason = f"A source line in the middle of the text names {name}; it may belong to a table or picture."
                found.append(Attribution(name, "source line", DOUBTFUL, evidence, reason))
    return found


def _listed_names(rest: str) -> list[str]:
    addresses = [found.group(1).lower().rstrip(".") for found in URL.finditer(rest)]
    plain = URL.sub(" ", MARKDOWN_LINK.sub(r"\1", rest))
    names = []
    for part in re.split(r"\s*[,;/|]\s*|\s+(?:and|&)\s+(?=[A-Z])", plain):
        name = part.strip(" .()[]*_\"'“”:–—-")
        if name and len(name.split()) <= 6 and (name[0].isupper() or "." in name) and not NO_SOURCE.match(name):
            names.append(standard_name(name)[:120])
    return names or [standard_name(address) for address in addresses[:3]]


def _datelines(text: str, lines: tuple[Line, ...], known: Mapping[str, str]) -> list[Attribution]:
    for line in lines[:12]:
        found = DATELINE.match(line.content)
        if found and len(line.content) > 80 and is_outlet(found["name"], known):
            name = standard_name(found["name"])
            evidence = cut_from(text, line.start, line.start + found.end())
            return [
                Attribution(
                    name, "wire byline", JOINS, evidence, f"The dateline gives {name} as the wire it comes from."
                )
            ]
    return []


def _in_sentence(
    text: str, sentence: Sentence, names: Collection[str], known: Mapping[str, str], *, last_line: int
) -> list[Attribution]:
    content = sentence.content
    found = []
    for phrase, match in chain.from_iterable(((p, m) for m in p.pattern.finditer(content)) for p in PHRASES):
        raw = match["name"]
        if not is_outlet(raw, known):  # "the Institute's 2025 report" names the institute
            raw = POSSESSIVE.split(raw)[0]
        name = standard_name(raw)
        end = match.start("name") + len(raw)
        study = STUDY.match(content[end:]) if phrase.form == "according to" else None
        outlet = is_outlet(raw, known)
        if DAY_NAME.match(name):
            continue
        if phrase.form == "via" and content.strip("()[]. ") != match.group().strip("()[]. ") and not outlet:
            continue
        evidence = _quote(text, sentence, match.start(), match.end())
        if study and (not outlet or re.search(r"\d{4}|study|survey|index|data|poll", study.group())):
            reason = f"It gives {name} for one study or figure, not for the article."
            found.append(Attribution(name, "a study", STATISTIC, evidence, reason, is_statistic=True))
            continue
        if not phrase.trusted and not outlet:
            continue
        why = outlet or f"the phrase “{phrase.form}” names a publisher"
        weight, place = _weight(text, sentence, names, last_line)
        if phrase.form == "according to" and PERCENT.search(content) and _shared(content, names) < 2:
            weight, place = min(weight, DOUBTFUL), "but the sentence gives a percentage and may be about that alone"
        found.append(
            Attribution(name, phrase.form, weight, evidence, f"It names {name} ({phrase.form}); {why}; {place}.")
        )
    return found


def _weight(text: str, sentence: Sentence, names: Collection[str], last_line: int) -> tuple[float, str]:
    shared = _shared(sentence.content, names)
    if shared >= 2:
        return JOINS, f"the sentence names {shared} of the story's names"
    if sentence.start <= 0.4 * len(text):
        return JOINS, "the sentence stands in the first 40 % of the text"
    if sentence.line == last_line:
        return JOINS, "the sentence stands in the last line"
    return DOUBTFUL, "but the sentence stands late and shares few names with the story"


def _shared(content: str, names: Collection[str]) -> int:
    folded = f" {name_key(content)} "
    return sum(1 for name in names if f" {name} " in folded)


def _quote(text: str, sentence: Sentence, start: int, end: int) -> Evidence:
    """The sentence, or at most 300 characters of it around the phrase, cut at spaces."""
    if len(sentence.content) <= 300:
        return Evidence(sentence.content, sentence.start, sentence.end)
    first = max(0, min(start - 80, len(sentence.content) - 300))
    last = max(min(first + 300, len(sentence.content)), end)
    if first:
        first = sentence.content.find(" ", first, start) + 1 or start
    space = sentence.content.rfind(" ", end, last) if last < len(sentence.content) else last
    return cut_from(text, sentence.start + first, sentence.start + (space if space > end else last))
