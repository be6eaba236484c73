"""OPML: lists of sources as other programs write them, and with what only we know of them. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

from sources.reading.decode import storable
from sources.reading.plain_xml import Element, XmlRefused, XmlWalk
from sources.watching.choices import FEED, Paths

MAX_BYTES = 5 * 1024 * 1024  # of a file that is read whole
MAX_STREAM = 1024 * 1024 * 1024  # of one that comes in pieces
_MAX_ELEMENTS = 50_000
OURS = "urn:plumbline:opml:1"
BETWEEN = " / "
_NO_OPML = "It is no OPML file."
# Of a source, under the names of its fields.
NUMBERS = (
    *("interval_seconds", "shortest_seconds", "longest_seconds", "freshness_percent", "recheck_seconds"),
    "raw_days",
)
_DIGITS = 9
_LONGEST = 4_000  # characters of an attribute that are read


@dataclass(frozen=True, slots=True)
class Outline:
    """One source. `site` is the address of its site, "" where it is not said; `folder` the folders it stands in,
    outermost first, with " / " between them; `numbers` are those of NUMBERS that are given, in that order."""

    address: str
    title: str
    kind: str = FEED
    folder: str = ""
    site: str = ""
    publisher: str = ""
    publisher_kind: str = ""
    terms: str = ""
    licence: str = ""
    is_active: bool = True
    numbers: tuple[tuple[str, int], ...] = ()
    selector: str = ""
    paths: Paths = field(default_factory=Paths)


@dataclass(frozen=True, slots=True)
class Outlines:
    """`left_out` says how many outlines were not taken and why; `notes` what could not be read."""

    outlines: tuple[Outline, ...]
    left_out: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotOpml:
    reason: str


class OpmlRefused(Exception):
    """The file is not read, or not any further. Its message says why, in words for people."""


class OpmlReader:
    """Reads an OPML file that comes in pieces. What it holds does not grow with the file."""

    def __init__(self, *, max_bytes: int = MAX_STREAM, max_elements: int | None = None) -> None:
        self._walk = XmlWalk(ended=self._end, begun=self._begin, max_elements=max_elements, keeps_text=False)
        self._left_bytes, self._max_bytes = max_bytes, max_bytes
        self._root = ""
        self._ready: list[Outline] = []
        self._left: Counter[str] = Counter()
        self._folders: list[str] = []  # each with those it stands in: sources of one folder share its text
        self._has_inner: list[bool] = []
        self._broken = ""

    def feed(self, piece: bytes) -> None:
        """Read on. Raises OpmlRefused; what was read before counts."""
        self._left_bytes -= len(piece)
        if self._left_bytes < 0:
            raise OpmlRefused(f"The file is larger than {_size(self._max_bytes)}.")
        self._read(piece, is_last=False)

    def close(self) -> None:
        """The file is over. Raises OpmlRefused."""
        self._read(b"", is_last=True)
        self._broken = self._walk.close().broken
        if not self._root:
            raise OpmlRefused(f"{_NO_OPML} {self._broken}".strip())

    def take(self) -> list[Outline]:
        """The sources that were read since this was last asked for."""
        found, self._ready = self._ready, []
        return found

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """How many outlines were not taken, and why."""
        return tuple(self._left.most_common())

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be read, once the file is closed. A broken file is read up to where it breaks."""
        return (f"{self._broken} What stands after that was not read.",) if self._broken else ()

    def _read(self, piece: bytes, *, is_last: bool) -> None:
        try:
            self._walk.feed(piece, is_last=is_last)
        except XmlRefused as refused:
            raise OpmlRefused(str(refused)) from None

    @property
    def _folder(self) -> str:
        return self._folders[-1] if self._folders else ""

    def _begin(self, element: Element) -> None:
        if not element.path:
            self._root = element.name
            if self._root != "opml":
                raise OpmlRefused(_NO_OPML)
        if element.name != "outline":
            return
        if self._has_inner:
            self._has_inner[-1] = True
        self._has_inner.append(False)
        name = _value(element, "text") or _value(element, "title")
        self._folders.append(BETWEEN.join(filter(None, (self._folder, name))))

    def _end(self, element: Element) -> None:
        if element.name != "outline":
            return
        self._folders.pop()
        is_folder = self._has_inner.pop()
        kind = _ours(element, "kind")
        address = _value(element, "xmlUrl") or (_value(element, "url") if kind else "")
        if address:
            self._ready.append(_outline(element, address, kind or FEED, self._folder))
        elif not is_folder:
            self._left["without the address of a feed"] += 1


def read_opml(data: bytes, *, most: int) -> Outlines | NotOpml:
    """Return the sources that an OPML file lists, at most `most`, or why it is none, or which longer ones are for;
    raises nothing for its content.

    A broken file is read up to where it breaks, and a note says so. What stands there twice stays so.
    """
    reader = OpmlReader(max_bytes=MAX_BYTES, max_elements=_MAX_ELEMENTS)
    try:
        reader.feed(data)
        reader.close()
    except OpmlRefused as refused:
        return NotOpml(str(refused))
    outlines = reader.take()
    if len(outlines) > most:
        return NotOpml(
            f"The list has {len(outlines):,} sources; here {most:,} are brought in at once. "
            "The command “manage.py import_sources FILE” takes them all."
        )
    return Outlines(tuple(outlines), reader.left_out, reader.notes)


def _outline(element: Element, address: str, kind: str, folder: str) -> Outline:
    return Outline(
        address=address,
        title=_value(element, "text") or _value(element, "title"),
        kind=kind,
        folder=folder,
        site=_value(element, "htmlUrl"),
        publisher=_ours(element, "publisher"),
        publisher_kind=_ours(element, "publisher-kind"),
        terms=_ours(element, "terms"),
        licence=_ours(element, "licence"),
        is_active=_ours(element, "active") != "no",
        numbers=_numbers(element),
        selector=_ours(element, "selector"),
        paths=Paths(**{each.name: _ours(element, f"json-{each.name}") for each in fields(Paths)}),
    )


def _value(element: Element, name: str) -> str:
    """An attribute, whatever the case of its letters: programs write xmlUrl, xmlURL and xmlurl."""
    given = element.attributes.get(name)
    if given is None:
        given = next((value for key, value in element.attributes.items() if key.lower() == name.lower()), "")
    return " ".join(storable(given[:_LONGEST]).split())


def _ours(element: Element, name: str) -> str:
    return " ".join(storable(element.attributes.get(f"{OURS} {name}", "")[:_LONGEST]).split())


def _numbers(element: Element) -> tuple[tuple[str, int], ...]:
    given = ((name, _ours(element, dashed(name))) for name in NUMBERS)
    return tuple(
        (name, int(text)) for name, text in given if text.isascii() and text.isdigit() and len(text) <= _DIGITS
    )


def dashed(name: str) -> str:
    """The attribute of ours for a field of a source."""
    return name.replace("_", "-")


def _size(size: int) -> str:
    return f"{size // 1024**3} GiB" if size >= 1024**3 else f"{size // 1024**2} MiB"
