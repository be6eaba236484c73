"""The head of a text file: which lines are title, byline, breadcrumb or field, and where the body begins."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sources.reading.dates import days_in
from sources.reading.names import name_key, words_of
from sources.reading.spans import Evidence, Fact, Line, cut_from, lines_of

MAX_TITLE = 300
_BYLINE = re.compile(r"^(?:By|Written by|Posted by|Reported by|Text by)\s*:?\s+(?=[A-Z@])", re.I)
_FIELD = re.compile(
    (
        r"^(title|headline|date|published|publication date|author|byline|publisher|outlet|site|website|url|link"
        r"|address)\s*:\s*(?=\S)"
    ),
    re.I,
)
_READING_TIME = re.compile(r"[\s|·•–—,-]*\b\d{1,3}\s*(?:-\s*)?min(?:ute)?s?(?:\s+read)?\b.*$", re.I)
_CAPTION = re.compile(
    r"^(?:caption|image|photo|picture|figure|fig\.|credit|chart|graphic|illustration|video)\b\s*(?:\w+\s*)?[:/(©]", re.I
)
_PUBLISHED = re.compile(r"^(?:published|posted|updated|last updated|date|on)\b[\s:]*", re.I)
_RELATED = re.compile(
    r"^(?:also read|read more|read also|related|see also|you might also|more on|more from|recommended|trending)\b", re.I
)
_MARKDOWN = re.compile(r"^#{1,3}\s+")
_MAX_HEAD = 25


@dataclass(frozen=True)
class Head:
    """What the first lines of a text say of it. `fields` are lines of the form "Publisher: X", by lower-case name."""

    title: Fact[str] | None
    byline: Fact[str] | None
    fields: dict[str, Fact[str]]
    lines: tuple[Line, ...]
    body_start: int
    notes: tuple[str, ...]


def head_of(text: str) -> Head:
    """Read the head of a text file. The title is the first line that can be one; where a line is repeated in
    the head, that line wins, and further variants are noted."""
    lines = lines_of(text)[: _MAX_HEAD * 2]
    head = _head_lines(lines)
    fields: dict[str, Fact[str]] = {}
    byline: Fact[str] | None = None
    candidates: list[Line] = []
    for line in head:
        field = _FIELD.match(line.content)
        if field:
            name = field.group(1).lower()
            fields.setdefault(
                name,
                Fact(
                    line.content[field.end() :],
                    cut_from(text, line.start + field.end(), line.end),
                    f"The line says “{field.group(1)}:”.",
                ),
            )
        elif _BYLINE.match(line.content) and len(line.content) <= 160:
            byline = byline or _byline(text, line)
        elif _may_be_title(line.content):
            candidates.append(line)
    if byline is None and (field_byline := fields.get("author") or fields.get("byline")):
        byline = field_byline
    title, notes = _title(text, candidates, fields)
    body_start = head[-1].end if head else 0
    return Head(title, byline, fields, head, body_start, tuple(notes))


def is_related(content: str) -> bool:
    """Whether a line points to other articles ("Also read: ..."), which say nothing of this one."""
    return bool(_RELATED.match(content.lstrip("•*- ")))


def is_caption(content: str) -> bool:
    """Whether a line is a picture's caption or credit."""
    return bool(_CAPTION.match(content.lstrip("!•*- ")))


def _head_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines before the first one of running text: long, or a full sentence."""
    for number, line in enumerate(lines[:_MAX_HEAD]):
        content = line.content
        words = len(content.split())
        is_field = _FIELD.match(content) or is_caption(content)
        if not is_field and (words > 30 or (words > 12 and content[-1] in '.!?”"' and number > 0)):
            return lines[:number]
    return lines[: min(len(lines), 3)] if len(lines) <= 3 else lines[:_MAX_HEAD]


def _may_be_title(content: str) -> bool:
    plain = _MARKDOWN.sub("", content)
    if len(plain) > MAX_TITLE or not any(sign.isalpha() for sign in plain):
        return False
    if is_caption(plain) or is_related(plain) or _is_breadcrumb(plain) or plain.startswith(("•", "- ", "* ", "http")):
        return False
    bare = _READING_TIME.sub("", _PUBLISHED.sub("", plain))
    days = days_in(bare)
    rest = bare
    for found in reversed(days):
        rest = rest[: found.start] + rest[found.end :]
    return not (days and len(words_of(rest)) <= 2) and bool(bare.strip())


def _is_breadcrumb(content: str) -> bool:
    parts = re.split(r"\s+[/>›»]\s+", content)
    return len(parts) >= 2 and all(1 <= len(part.split()) <= 5 for part in parts)


def _title(text: str, candidates: list[Line], fields: dict[str, Fact[str]]) -> tuple[Fact[str] | None, list[str]]:
    for name in ("title", "headline"):
        if name in fields:
            return fields[name], []
    if not candidates:
        return None, []
    counts = Counter(name_key(line.content) for line in candidates)
    best = max(candidates, key=lambda line: (counts[name_key(line.content)], -line.start))
    # A menu or a slogan may be repeated as well: only a line as long as a headline wins by being repeated.
    if counts[name_key(best.content)] < 2 or len(best.content.split()) < 3:
        best = candidates[0]
    mark = _MARKDOWN.match(best.content)
    start = best.start + (mark.end() if mark else 0)
    times = counts[name_key(best.content)]
    reason = (
        "It is the first line that can be a title." if times == 1 else f"The line stands {times} times in the head."
    )
    notes = []
    words = set(words_of(best.content))
    variants = [
        line.content
        for line in candidates
        if name_key(line.content) != name_key(best.content) and len(words & set(words_of(line.content))) >= 4
    ]
    if variants:
        notes.append("The title also stands in another form: " + "; ".join(variants[:3]))
    return Fact(text[start : best.end], Evidence(text[start : best.end], start, best.end), reason), notes


def _byline(text: str, line: Line) -> Fact[str] | None:
    mark = _BYLINE.match(line.content)
    start = mark.end() if mark else 0
    rest = _READING_TIME.sub("", line.content[start:])
    days = days_in(rest)
    if days:
        rest = rest[: days[0].start]
    rest = re.sub(r"(?:\s*[|·•,–—-]+\s*|\s+(?:on|Published|Updated|Posted)\s*:?\s*)+$", "", rest.rstrip(), flags=re.I)
    if not rest or len(rest.split()) > 14:
        return None
    evidence = cut_from(text, line.start + start, line.start + start + len(rest))
    return Fact(evidence.quote, evidence, "The line begins with “By”.")
