"""Who depends on whom, laid out on the server: the subject in the middle, who acts on it left, on whom it acts right.

The wide drawing stands beside a table that says the same; the narrow one is a list on a line, for phones.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from profiles.editions.markup import Html
from profiles.editions.page import Tie
from profiles.site.figures.svg import canvas, element, number, words

_NODE, _HIGH, _ROW, _GAP = 210.0, 46.0, 70.0, 146.0
_LETTERS = 23  # of a name in a line of a node; two lines at most
_NARROW, _RAIL, _STEP = 328.0, 14.0, 66.0


@dataclass(frozen=True)
class Neighbour:
    """Another organisation with all that ties it to the subject in one direction."""

    name: str
    address: str  # its profile, or the evidence of the first tie where it has none
    verbs: tuple[str, ...]


def neighbours(ties: Sequence[Tie], *, points_here: bool) -> tuple[Neighbour, ...]:
    """Those that act on the subject (or on which it acts), each once, in the order of the ties."""
    found: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        if tie.points_here is points_here:
            found.setdefault((tie.other, tie.other_slug), []).append(tie)
    return tuple(
        Neighbour(
            name,
            f"/profiles/{slug}/" if slug else f"#note-{group[0].note.number}",
            tuple(dict.fromkeys(tie.verb for tie in group)),
        )
        for (name, slug), group in found.items()
    )


def ties_wide(name: str, ties: Sequence[Tie]) -> Html:
    """The graph for screens that are wide enough; an empty string where there are no ties."""
    before, after = neighbours(ties, points_here=True), neighbours(ties, points_here=False)
    if not before and not after:
        return Html("")
    height = max(len(before), len(after)) * _ROW
    middle = height / 2
    subject = 0.5 + (_NODE + _GAP if before else 0)
    drawn: list[Html] = []
    for place, one in enumerate(before):
        y = _place(place, len(before), height)
        drawn += [_curve(0.5 + _NODE, y, subject, middle), _verb(one, (0.5 + _NODE + subject) / 2, y, middle)]
        drawn.append(_node(one.name, one.address, 0.5, y))
    for place, one in enumerate(after):
        y, x = _place(place, len(after), height), subject + _NODE + _GAP
        drawn += [_curve(subject + _NODE, middle, x, y), _verb(one, (subject + _NODE + x) / 2, y, middle)]
        drawn.append(_node(one.name, one.address, x, y))
    drawn.append(_node(name, "", subject, middle))
    width = subject + _NODE + (_GAP + _NODE if after else 0) + 0.5
    return canvas(width, height, "ties ties-wide", f"Who depends on whom around {name}", *drawn, role="group")


def ties_narrow(name: str, ties: Sequence[Tie]) -> Html:
    """The same on a vertical line: who acts on the subject above it, on whom it acts below."""
    before, after = neighbours(ties, points_here=True), neighbours(ties, points_here=False)
    if not before and not after:
        return Html("")
    middle = len(before) * _STEP + _HIGH / 2 + 1
    drawn: list[Html] = []
    for place, one in enumerate(before):
        y = place * _STEP + _HIGH / 2 + 1
        drawn += [_elbow(y, middle - _HIGH / 2, arrow=place == len(before) - 1), _stacked(one, y, " ↓")]
    for place, one in enumerate(after):
        y = middle + (place + 1) * _STEP
        drawn += [_branch(middle + _HIGH / 2, y), _stacked(one, y, "")]
    drawn.append(_node(name, "", 0.5, middle, wide=_NARROW - 1))
    height = (len(before) + len(after)) * _STEP + _HIGH + 2
    return canvas(_NARROW, height, "ties ties-narrow", f"Who depends on whom around {name}", *drawn, role="group")


def _place(place: int, count: int, height: float) -> float:
    return height * (place + 0.5) / count


def _node(name: str, address: str, x: float, y: float, *, wide: float = _NODE) -> Html:
    """A box with a name in it, `y` its middle; a link where there is an address."""
    letters = int(_LETTERS * wide / _NODE)
    lines = textwrap.wrap(name, letters, max_lines=2, placeholder="…") or [name]
    start = y + 4.5 - 8 * (len(lines) - 1)
    text = [
        element("text", words(line), x=x + wide / 2, y=start + 16 * row, text_anchor="middle")
        for row, line in enumerate(lines)
    ]
    box = element("rect", x=x, y=y - _HIGH / 2, width=wide, height=_HIGH, rx=3)
    title = [element("title", words(name))] if " ".join(lines) != name else []
    if not address:
        return element("g", *title, box, *text, class_="node node-subject")
    return element("a", *title, box, *text, class_="node", href=address)


def _curve(x1: float, y1: float, x2: float, y2: float) -> Html:
    half = number((x1 + x2) / 2)
    tip = number(x2 - 1)
    line = f"M{number(x1)} {number(y1)}C{half} {number(y1)} {half} {number(y2)} {number(x2 - 7)} {number(y2)}"
    head = f"M{tip} {number(y2)}l-8 -4.2v8.4z"
    return element("g", element("path", class_="edge", d=line), element("path", class_="head", d=head))


def _verb(one: Neighbour, x: float, y: float, middle: float) -> Html:
    """What ties them, on the middle of the curve, with the page's colour behind it."""
    text = _shortened(", ".join(one.verbs), 22)
    height = (y + middle) / 2
    return element("text", words(text), class_="verb", x=x, y=height + 4, text_anchor="middle")


def _stacked(one: Neighbour, y: float, sign: str) -> Html:
    x = _RAIL * 2
    verb = _shortened(", ".join(one.verbs), 30)
    below = y + _HIGH / 2 + 15
    above = y - _HIGH / 2 - 6
    label = element("text", words(verb + sign), class_="verb", x=x + 4, y=below if sign else above)
    return element("g", _node(one.name, one.address, x, y, wide=_NARROW - x - 0.5), label)


def _elbow(y: float, end: float, *, arrow: bool) -> Html:
    line = element("path", class_="edge", d=f"M{number(_RAIL * 2)} {number(y)}H{number(_RAIL)}V{number(end - 7)}")
    if not arrow:
        return line
    head = element("path", class_="head", d=f"M{number(_RAIL)} {number(end - 1)}l-4.2 -8h8.4z")
    return element("g", line, head)


def _branch(start: float, y: float) -> Html:
    line = f"M{number(_RAIL)} {number(start)}V{number(y)}H{number(_RAIL * 2 - 7)}"
    head = f"M{number(_RAIL * 2 - 1)} {number(y)}l-8 -4.2v8.4z"
    return element("g", element("path", class_="edge", d=line), element("path", class_="head", d=head))


def _shortened(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip(" ,") + "…"
