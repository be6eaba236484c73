"""Editors' Markdown to safe HTML, a block at a time, with the statements each block cites.

Markdown is only a way to write; what comes out passes an allow-list (nh3) before anybody sees it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

LONGEST = 200_000  # bytes of source; more is refused before it is parsed
LONGEST_BLOCK = 20_000  # signs of one paragraph
MOST = 5_000  # brackets of one kind in one text
DENSEST = 200  # brackets of one kind in one paragraph

TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "h3", "h4", "br", "sup"}
ATTRIBUTES = {"a": {"href", "title"}, "sup": {"data-mark"}}
SCHEMES = {"http", "https", "mailto"}

_KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_MARK = rf"\[\^({_KEY})\]"
_own = threading.local()
_MARK_PLACE = re.compile(r'<sup data-mark="([a-z0-9-]+)"></sup>')


class Html(str):
    """HTML that was made or cleaned here. Templates print it as it is (`__html__`); any other text they escape."""

    def __html__(self) -> str:
        return self


class TooLong(ValueError):
    """The source is longer, or denser in signs of markup, than a text of ours may be."""


@dataclass(frozen=True)
class Block:
    """One block of a text: its HTML, in which every mark is `<sup data-mark="key"></sup>`."""

    html: Html
    marks: tuple[str, ...]  # keys of the statements it cites, in order, each once


def refuse(source: str) -> None:
    """Raise TooLong, with a sentence, for a text that must not be parsed.

    Python-Markdown takes time that grows with the square of the brackets in a paragraph: 20,000 of them kept a
    process busy for 70 seconds. No paragraph that somebody wrote has two hundred.
    """
    if len(source.encode("utf-8", "replace")) > LONGEST:
        raise TooLong(f"A text has at most {LONGEST:,} bytes.")
    if any(source.count(sign) > MOST for sign in "[<>"):
        raise TooLong(f"A text has at most {MOST:,} brackets.")
    for part in _parts(source):
        if len(part) > LONGEST_BLOCK:
            raise TooLong(f"A paragraph has at most {LONGEST_BLOCK:,} signs. Divide the one that begins “{part[:40]}”.")
        if any(part.count(sign) > DENSEST for sign in "[<>"):
            raise TooLong(f"A paragraph has at most {DENSEST} brackets. Look at the one that begins “{part[:40]}”.")


def blocks(source: str) -> tuple[Block, ...]:
    """Render Markdown to blocks (paragraphs, lists, quotes). Raises TooLong for what `refuse` refuses."""
    refuse(source)
    # A parser costs more to make than most texts to parse. It is this thread's own, and one that broke off in the
    # middle is not used again.
    parser = _own.__dict__.pop("parser", None) or Markdown(extensions=[_Marks()], output_format="html")
    try:
        rendered = [_clean(parser.reset().convert(part)) for part in _parts(source)]
    except RecursionError as error:
        raise TooLong("A list is nested too deeply to be read.") from error
    _own.parser = parser
    return tuple(Block(Html(html), _marks(html)) for html in rendered if html.strip())


def inline(source: str) -> Block:
    """Render one line of Markdown without the paragraph around it."""
    whole = blocks(" ".join(source.split()))
    html = " ".join(re.sub(r"^<p>|</p>$", "", block.html) for block in whole)
    return Block(Html(html), _marks(html))


def marked(html: str, draw: Callable[[str], str]) -> Html:
    """Replace each mark by what `draw(key)` gives: trusted HTML, made by us."""
    return Html(_MARK_PLACE.sub(lambda found: draw(found.group(1)), html))


def plain(source: str) -> str:
    """The words alone, for search, feeds and previews. Raises TooLong like `blocks`."""
    return " ".join(nh3.clean(" ".join(block.html for block in blocks(source)), tags=set()).split())


def _parts(source: str) -> list[str]:
    parts = re.split(r"\n[ \t]*\n+", source.replace("\r\n", "\n").strip())
    return [part for part in _joined_lists(parts) if part.strip()]


def _joined_lists(parts: list[str]) -> list[str]:
    """A list whose items stand apart by blank lines is one block."""
    joined: list[str] = []
    for part in parts:
        item = re.match(r"\s*([-*+]|\d+\.)\s", part)
        if joined and item and re.match(r"\s*([-*+]|\d+\.)\s", joined[-1]):
            joined[-1] += "\n" + part
        else:
            joined.append(part)
    return joined


def _marks(html: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MARK_PLACE.findall(html)))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
        attribute_filter=_scheme_filter,
        clean_content_tags={"script", "style"},
    )


def _scheme_filter(tag: str, attribute: str, value: str) -> str | None:
    """Spaces and control characters are read as nothing by browsers; so they are before the scheme is read."""
    if attribute == "href":
        value = "".join(sign for sign in value if sign.isprintable() and not sign.isspace())
        if not re.match(r"(https?://|mailto:)", value, re.IGNORECASE):
            return None
    if attribute == "data-mark" and not re.fullmatch(_KEY, value):
        return None
    return value


class _Mark(InlineProcessor):
    def handleMatch(self, match: re.Match[str], data: str):  # type: ignore[no-untyped-def,override]
        place = self.md.htmlStash.store(f'<sup data-mark="{match.group(1)}"></sup>')
        return place, match.start(0), match.end(0)


class _Marks(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Mark(_MARK, md), "statement-mark", 195)
