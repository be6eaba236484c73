"""XML as a stream of elements: no document types, hence no entities, and nothing from the network. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_DEPTH = 60
_ENDS_EARLY = "It is not well-formed XML"


class XmlRefused(Exception):
    """The XML is not read any further. Its message says why, in words for people."""


@dataclass(slots=True)
class Element:
    """An element that has ended. `name` and names of attributes are without namespace; `path` names what it stands
    in, from the root; `text` is its own, stripped; `attributes` of another namespace are "namespace name"."""

    name: str
    path: tuple[str, ...]
    attributes: Mapping[str, str]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()


@dataclass(frozen=True, slots=True)
class XmlRead:
    """`elements` counts those that have ended. `broken` says in words where the rest could not be read, else ""."""

    elements: int
    broken: str


def walk(
    body: bytes,
    *,
    max_elements: int,
    ended: Callable[[Element], None],
    begun: Callable[[Element], None] = lambda element: None,
) -> XmlRead:
    """Give every element to `begun` when it begins and to `ended` when it ends, in the document's order.

    Broken XML is read up to where it breaks, and the answer says so. Raises XmlRefused for a document type
    declaration, more than `max_elements` elements and over 60 levels; nothing else for its content.
    """
    open_ones: list[Element] = []
    count = 0
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > max_elements:
            raise XmlRefused(f"It has more than {max_elements:,} elements.")
        if len(open_ones) >= MAX_DEPTH:
            raise XmlRefused("It is nested too deeply.")
        element = Element(_local(name), tuple(each.name for each in open_ones), attributes)
        open_ones.append(element)
        begun(element)

    def end(name: str) -> None:
        ended(open_ones.pop())

    def data(text: str) -> None:
        if open_ones:
            open_ones[-1].pieces.append(text)

    def doctype(*given: object) -> None:
        raise XmlRefused("It has a document type declaration, which is not read.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        return XmlRead(count - len(open_ones), f"{_ENDS_EARLY}, from line {error.lineno}.")
    except (ValueError, LookupError, UnicodeError):  # an encoding that nobody knows
        return XmlRead(count - len(open_ones), f"{_ENDS_EARLY}.")
    return XmlRead(count, "")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
