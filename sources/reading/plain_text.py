"""The text of a piece of HTML, such as a summary in a feed. Pure."""

from __future__ import annotations

import re
from html import unescape

from sources.reading.decode import storable
from sources.reading.tags import too_many_tags
from sources.reading.trees import tree_of

_MAX_MARKUP = 40_000  # characters that are read
# Most summaries are so simple that no parser is needed: elements that hold text alone, some of them in a paragraph.
_ATTRIBUTES = '(?: [a-z-]+="[^"<>&]*+")*+'
_TEXT = r"(?:[^<>&]++|&(?:amp|lt|gt|quot|nbsp|[lr]squo|[lr]dquo|[mn]dash|hellip|#39|#82(?:1[1267]|2[01]|30));)*+"
_PAIRS = "|".join(f"<{name}{_ATTRIBUTES}>{_TEXT}</{name}>" for name in ("a", "b", "i", "em", "strong", "span", "code"))
_INLINE = f"{_TEXT}(?:(?:{_PAIRS}|<br ?/?>){_TEXT})*+"
_SIMPLE = re.compile(f"{_INLINE}(?:<p{_ATTRIBUTES}>{_INLINE}</p>{_INLINE})*+")
_TAG = re.compile(r"<[^<>]*>")


def plain(markup: str, longest: int) -> str:
    """Return the text of a piece of HTML, white space as single spaces, cut to `longest` characters."""
    markup = storable(markup[:_MAX_MARKUP])
    if "<" in markup or "&" in markup:
        markup = _of_simple(markup) if _SIMPLE.fullmatch(markup) else of_any(markup)
    return " ".join(markup.split())[:longest].strip()


def of_any(markup: str) -> str:
    """Return the text of any piece of HTML, its pieces apart, as the parser sees it; of one with too many tags as it
    stands between them."""
    if too_many_tags(markup, max_tokens=2_000, max_attributes=2_000, max_of_one=100):
        return _TAG.sub(" ", markup)
    tree = tree_of(f"<div>{markup}</div>")
    if tree is None:
        return _TAG.sub(" ", markup)
    for element in list(tree.iter("script", "style")):
        element.text = None
    return storable(" ".join(str(piece) for piece in tree.itertext()))


def _of_simple(markup: str) -> str:
    text = _TAG.sub(" ", markup)
    return unescape(text) if "&" in text else text
