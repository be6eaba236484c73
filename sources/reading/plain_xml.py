"""XML as a stream of elements: no document types, hence no entities, and nothing from the network. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_DEPTH = 60
_PIECE = 64 * 1024
LONGEST_TAG = 256 * 1024  # bytes of a document that comes in pieces and is not kept
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


class XmlWalk:
    """Reads XML that comes in pieces; gives every element to `begun` when it begins and to `ended` when it ends, in the
    document's order. Without `keeps_text` what it holds is bounded, however long the document: the elements that are
    open, without their text, and a tag or a comment of at most 256 KiB that has not ended."""

    def __init__(
        self,
        *,
        ended: Callable[[Element], None],
        begun: Callable[[Element], None] = lambda element: None,
        max_elements: int | None = None,
        keeps_text: bool = True,
    ) -> None:
        self._ended, self._begun, self._max_elements = ended, begun, max_elements
        self._open: list[Element] = []
        self._count = self._given = self._understood = 0
        self._broken = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._keeps_text = keeps_text
        if keeps_text:
            self._parser.buffer_text = True
            self._parser.CharacterDataHandler = self._text
        else:
            self._parser.CharacterDataHandler = self._parser.DefaultHandler = self._progress

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Read on; after a place that is broken nothing more. Raises XmlRefused."""
        size = len(piece) if self._keeps_text else _PIECE
        starts = range(0, len(piece), size or 1) or [0]
        for start in starts:
            if not self._broken:
                self._read(piece[start : start + size], is_last and start == starts[-1])

    def close(self) -> XmlRead:
        """How the reading went, after the last piece."""
        return XmlRead(self._count - len(self._open) if self._broken else self._count, self._broken)

    def _read(self, piece: bytes, is_last: bool) -> None:
        self._given += len(piece)
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError as error:
            self._broken = f"{_ENDS_EARLY}, from line {error.lineno}."
        except (ValueError, LookupError, UnicodeError):  # an encoding that nobody knows
            self._broken = f"{_ENDS_EARLY}."
        if not self._keeps_text and self._given - self._understood > LONGEST_TAG:
            raise XmlRefused(f"A tag or a comment in it is longer than {LONGEST_TAG // 1024} KiB.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._understood = self._given
        self._count += 1
        if self._max_elements is not None and self._count > self._max_elements:
            raise XmlRefused(f"It has more than {self._max_elements:,} elements.")
        if len(self._open) >= MAX_DEPTH:
            raise XmlRefused("It is nested too deeply.")
        element = Element(_local(name), tuple(each.name for each in self._open), attributes)
        self._open.append(element)
        self._begun(element)

    def _end(self, name: str) -> None:
        self._understood = self._given
        self._ended(self._open.pop())

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)

    def _progress(self, text: str) -> None:
        self._understood = self._given


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
    whole = XmlWalk(ended=ended, begun=begun, max_elements=max_elements)
    whole.feed(body, is_last=True)
    return whole.close()


def _refuse_doctype(*given: object) -> None:
    raise XmlRefused("It has a document type declaration, which is not read.")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
