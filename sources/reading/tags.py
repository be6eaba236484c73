"""The tags of a page, counted before it is parsed: the parser compares each attribute with all before it, so one tag
with a hundred thousand of them holds it up for hours, and many attributes take a thousand bytes each.

Follows the tokens of the HTML standard (13.2.5), as the parser does: a tag does not end within a quoted value, and
none begins within a comment, a script or a title. Unlike the standard, the parser takes `<script/>` for empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"</?([a-zA-Z][^\t\n\f\r />]*)")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r /]*(?:(?P<end>>)|[^\t\n\f\r />][^\t\n\f\r />=]*"
    r"(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\t\n\f\r >]*))?)"
)
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT_PARTS = re.compile(r"<!--|-->|</?script(?=[\t\n\f\r />])", re.I)
_TEXT_ENDS = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.I)
    for name in ("style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}


@dataclass(frozen=True, slots=True)
class Tags:
    """`tokens` counts tags and comments, `attributes` those of all tags, `most` those of the richest one."""

    tokens: int
    attributes: int
    most: int


def too_many_tags(source: str, *, max_tokens: int, max_attributes: int, max_of_one: int) -> bool:
    """Tell whether a page has more tags, attributes or attributes of one tag than these."""
    tags = count_tags(source, max_tokens=max_tokens, max_attributes=max_attributes, max_of_one=max_of_one)
    return tags.tokens > max_tokens or tags.attributes > max_attributes or tags.most > max_of_one


def count_tags(source: str, *, max_tokens: int, max_attributes: int, max_of_one: int) -> Tags:
    """Count the tags of a page and their attributes. Stops as soon as one count is over its limit, and takes time in
    proportion to the length of `source`. An attribute given twice counts twice."""
    tokens = attributes = most = 0
    at = 0
    while tokens <= max_tokens and (found := _OPEN.search(source, at)):
        tokens += 1
        at = found.start()
        named = _NAME.match(source, at)
        if named is None:
            at = _after_comment(source, at)
            continue
        of_this = 0
        at = named.end()
        while (one := _ATTRIBUTE.match(source, at)) and not one["end"] and of_this <= max_of_one:
            of_this += 1
            at = one.end()
        at = one.end() if one else len(source)
        attributes += of_this
        most = max(most, of_this)
        if most > max_of_one or attributes > max_attributes:
            break
        if not source.startswith("</", found.start()) and not (one and one.group().endswith("/>")):
            at = _after_text(source, at, named[1].lower())
    return Tags(tokens, attributes, most)


def _after_comment(source: str, at: int) -> int:
    """Where a comment that begins at `at` ends: a declaration and an end tag without a name are comments too."""
    if not source.startswith("<!--", at):
        return (source.find(">", at) + 1) or len(source)
    for empty in (">", "->"):
        if source.startswith(empty, at + 4):
            return at + 4 + len(empty)
    end = _COMMENT_END.search(source, at + 4)
    return end.end() if end else len(source)


def _after_text(source: str, at: int, name: str) -> int:
    """Where the end tag of an element begins that holds only text; `at` itself for every other element."""
    if name == "plaintext":
        return len(source)
    if name == "script":
        return _after_script(source, at)
    if name in _TEXT_ENDS:
        end = _TEXT_ENDS[name].search(source, at)
        return end.start() if end else len(source)
    return at


def _after_script(source: str, at: int) -> int:
    """A script ends at the first end tag, except where that closes a script within a comment of it."""
    in_comment = in_script = False
    while found := _SCRIPT_PARTS.search(source, at):
        part = found.group().lower()
        at = found.end()
        if part == "<!--":
            at = found.start() + 2  # "<!-->" opens and closes
            in_comment = True
        elif part == "-->":
            in_comment = in_script = False
        elif part == "<script":
            in_script = in_comment
        elif not in_script:
            return found.start()
        else:
            in_script = False
    return len(source)
