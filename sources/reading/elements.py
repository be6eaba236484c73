"""An element of a page, chosen by a CSS selector: which selectors are used, and the text of what they choose. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import or_

from cssselect import SelectorError, parse
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash, Tree
from lxml import etree, html

from sources.reading.decode import Refused, storable

MAX_LENGTH = 200  # characters of a selector
MAX_CHOSEN = 200  # elements
_MAX_STEPS = 8  # of all alternatives together
_COMBINATORS = {" ", ">"}
_HIDDEN = {"script", "style", "noscript", "template", "iframe", "svg"}
_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd"),
    *("label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
    "wbr",
}


_MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda value, wanted: value == wanted,
    "~=": lambda value, wanted: wanted in value.split(),
    "|=": lambda value, wanted: value == wanted or value.startswith(f"{wanted}-"),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
}


class NotASelector(Exception):
    """Its message says in words why a selector is not used."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One part of a selector: `name` is "" for any element; `is_child` where it stands directly in the part before."""

    name: str
    conditions: tuple[Class | Hash | Attrib, ...]
    is_child: bool = False

    def fits(self, element: html.HtmlElement) -> bool:
        if not isinstance(element.tag, str) or (self.name and element.tag != self.name):
            return False
        return all(_fits(each, element) for each in self.conditions)


def _fits(condition: Class | Hash | Attrib, element: html.HtmlElement) -> bool:
    if isinstance(condition, Class):
        return condition.class_name in (element.get("class") or "").split()
    if isinstance(condition, Hash):
        return bool(element.get("id") == condition.id)
    value = element.get(condition.attrib.lower())
    if value is None or condition.operator == "exists":
        return value is not None
    return _MATCHES[condition.operator](value, condition.value.value or "" if condition.value else "")


def check_selector(selector: str) -> None:
    """Raise NotASelector where `selector` is none that we use.

    Used are names, classes, ids and attributes, one within another (" ", ">") and several side by side (","): what
    they choose takes time in proportion to the page. Positions (":nth-child") and neighbours ("+", "~") are not.
    """
    _compiled(selector)


def text_of_element(tree: html.HtmlElement, selector: str) -> str:
    """Return the text of the elements that `selector` chooses, block by block, in the page's order, never empty.

    What stands within another chosen element is not taken twice. Raises Refused where there is no such element, too
    many, or no text in them; NotASelector as `check_selector` does.
    """
    chosen = _chosen(tree, selector)
    if not chosen:
        raise Refused("no-element", f"The page has no element that fits “{selector}”.")
    if len(chosen) > MAX_CHOSEN:
        raise Refused("too-many", f"More than {MAX_CHOSEN} elements of the page fit “{selector}”.")
    lines = [" ".join(line.split()) for element in chosen for line in storable(_lines(element)).split("\n")]
    text = "\n".join(line for line in lines if line)
    if not text:
        raise Refused("no-text", f"There is no text in what fits “{selector}”.")
    return text


def _lines(element: html.HtmlElement) -> str:
    """All text, with a new line where a block begins or ends."""
    pieces: list[str] = []
    hidden: html.HtmlElement | None = None
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(each.tag, str):
            pieces.append((each.tail or "") if event == "end" and hidden is None and each is not element else "")
            continue
        is_block = each.tag not in _INLINE
        if event == "start":
            if hidden is None and each.tag in _HIDDEN:
                hidden = each
            if hidden is None:
                pieces += ["\n" if is_block else "", _plain(each.text)]
            continue
        if each is hidden:
            hidden = None
        elif hidden is None and is_block:
            pieces.append("\n")
        if hidden is None and each is not element:
            pieces.append(_plain(each.tail))
    return "".join(pieces)


def _plain(text: str | None) -> str:
    return " ".join(f".{text or ''}.".split())[1:-1] if text else ""


@lru_cache(maxsize=1_000)
def _compiled(selector: str) -> tuple[tuple[_Step, ...], ...]:
    """The alternatives of a selector, each as its steps from the outermost to the innermost."""
    if len(selector) > MAX_LENGTH:
        raise NotASelector(f"A selector has at most {MAX_LENGTH} characters.")
    try:
        parsed = parse(selector)
    except (SelectorError, RecursionError, ValueError):
        raise NotASelector("This is no CSS selector. An example: main .notice") from None
    if any(each.pseudo_element for each in parsed):
        raise NotASelector("A selector chooses elements; “::” chooses what is drawn beside them.")
    alternatives = tuple(_steps(each.parsed_tree) for each in parsed)
    if sum(map(len, alternatives)) > _MAX_STEPS:
        raise NotASelector(f"A selector has at most {_MAX_STEPS} parts.")
    return alternatives


def _steps(tree: Tree) -> tuple[_Step, ...]:
    """Raises NotASelector for a part that is not used."""
    if isinstance(tree, CombinedSelector) and tree.combinator in _COMBINATORS:
        inner = _steps(tree.subselector)
        return (*_steps(tree.selector), replace(inner[0], is_child=tree.combinator == ">"), *inner[1:])
    conditions: list[Class | Hash | Attrib] = []
    while isinstance(tree, Class | Hash | Attrib):
        conditions.append(tree)
        tree = tree.selector
    unused = any(isinstance(each, Attrib) and not _is_used(each) for each in conditions)
    if not isinstance(tree, Element) or tree.namespace is not None or unused:
        raise NotASelector(
            "Use names, classes (.notice), ids (#status) and attributes ([role=main]), one within another; positions, "
            "neighbours and other conditions are not used."
        )
    return (_Step((tree.element or "").lower(), tuple(conditions)),)


def _is_used(condition: Attrib) -> bool:
    is_plain = condition.namespace is None and condition.flag is None
    return is_plain and (condition.operator == "exists" or condition.operator in _MATCHES)


def _chosen(tree: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """The outermost elements that fit, in the page's order. One walk through the page; for each element it is known
    how far into each alternative its ancestors and its parent lead."""
    alternatives = _compiled(selector)
    nothing = tuple(0 for _ in alternatives)
    above: list[tuple[tuple[int, ...], tuple[int, ...]]] = [(nothing, nothing)]  # of all ancestors; of the parent
    found: list[html.HtmlElement] = []
    within: html.HtmlElement | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            above.pop()
            within = None if element is within else within
            continue
        ancestors, parent = above[-1]
        reached = []
        for steps, far, near in zip(alternatives, ancestors, parent, strict=True):
            here = 0
            for place, step in enumerate(steps):
                leads = place == 0 or (near if step.is_child else far) >> (place - 1) & 1
                if leads and step.fits(element):
                    here |= 1 << place
            reached.append(here)
        above.append((tuple(map(or_, ancestors, reached)), tuple(reached)))
        fits = any(here >> (len(steps) - 1) & 1 for steps, here in zip(alternatives, reached, strict=True))
        if fits and within is None:
            within = element
            found.append(element)
    return found
