"""OPML: lists of sources as other programs read and write them, and with what only we know of them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from sources.reading.decode import storable
from sources.reading.plain_xml import Element, XmlRefused, walk
from sources.watching.choices import FEED, Paths

MAX_BYTES = 5 * 1024 * 1024
MAX_OUTLINES = 5_000
_MAX_ELEMENTS = 50_000
_OURS = "urn:plumbline:opml:1"
_BETWEEN = " / "
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


class _Reader:
    def __init__(self) -> None:
        self.root = ""
        self.outlines: list[Outline] = []
        self.left: Counter[str] = Counter()
        self._folders: list[str] = []
        self._has_inner: list[bool] = []

    def begun(self, element: Element) -> None:
        if not element.path:
            self.root = element.name
        if element.name != "outline":
            return
        if self._has_inner:
            self._has_inner[-1] = True
        self._has_inner.append(False)
        self._folders.append(_value(element, "text") or _value(element, "title"))

    def ended(self, element: Element) -> None:
        if element.name != "outline":
            return
        self._folders.pop()
        is_folder = self._has_inner.pop()
        kind = _ours(element, "kind")
        address = _value(element, "xmlUrl") or (_value(element, "url") if kind else "")
        if address and len(self.outlines) < MAX_OUTLINES:
            self.outlines.append(_outline(element, address, kind or FEED, _BETWEEN.join(filter(None, self._folders))))
        elif address:
            self.left[f"over the {MAX_OUTLINES:,} that are read"] += 1
        elif not is_folder:
            self.left["without the address of a feed"] += 1


def read_opml(data: bytes) -> Outlines | NotOpml:
    """Return the sources that an OPML file lists, at most 5,000, or why it is none; raises nothing for its content.

    A broken file is read up to where it breaks, and a note says so. What stands there twice stays so.
    """
    if len(data) > MAX_BYTES:
        return NotOpml("The file is larger than 5 MiB.")
    reader = _Reader()
    try:
        read = walk(data, max_elements=_MAX_ELEMENTS, ended=reader.ended, begun=reader.begun)
    except XmlRefused as refused:
        return NotOpml(str(refused))
    if reader.root != "opml":
        return NotOpml(f"It is no OPML file. {read.broken}".strip())
    notes = (f"{read.broken} What stands after that was not read.",) if read.broken else ()
    return Outlines(tuple(reader.outlines), tuple(reader.left.most_common()), notes)


def write_opml(outlines: Iterable[Outline], *, title: str, made_at: datetime) -> bytes:
    """Return an OPML 2.0 file that `read_opml` reads back to the same outlines: by folder, as they come within one.

    Feeds are outlines as every program knows them; other kinds are links, with attributes of ours.
    """
    root = etree.Element("opml", nsmap={"plumbline": _OURS}, version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = storable(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(made_at)
    folders: dict[str, etree._Element] = {"": etree.SubElement(root, "body")}
    for outline in outlines:
        folder = _folder(folders, storable(outline.folder))
        etree.SubElement(folder, "outline", _attributes(outline))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _folder(folders: dict[str, etree._Element], path: str) -> etree._Element:
    if path not in folders:
        outer, _, name = path.rpartition(_BETWEEN)
        folders[path] = etree.SubElement(_folder(folders, outer), "outline", {"text": name, "title": name})
    return folders[path]


def _attributes(outline: Outline) -> dict[str, str]:
    is_feed = outline.kind == FEED
    plain = {
        "type": "rss" if is_feed else "link",
        "text": outline.title,
        "title": outline.title,
        "xmlUrl" if is_feed else "url": outline.address,
        "htmlUrl": outline.site,
    }
    ours = {
        "kind": outline.kind,
        "publisher": outline.publisher,
        "publisher-kind": outline.publisher_kind,
        "terms": outline.terms,
        "licence": outline.licence,
        "active": "" if outline.is_active else "no",
        **{_dashed(name): str(number) for name, number in outline.numbers},
        "selector": outline.selector,
        **{f"json-{each.name}": getattr(outline.paths, each.name) for each in fields(Paths)},
    }
    named = {**plain, **{f"{{{_OURS}}}{name}": value for name, value in ours.items()}}
    return {name: storable(value) for name, value in named.items() if value}


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
    return " ".join(storable(element.attributes.get(f"{_OURS} {name}", "")[:_LONGEST]).split())


def _numbers(element: Element) -> tuple[tuple[str, int], ...]:
    given = ((name, _ours(element, _dashed(name))) for name in NUMBERS)
    return tuple(
        (name, int(text)) for name, text in given if text.isascii() and text.isdigit() and len(text) <= _DIGITS
    )


def _dashed(name: str) -> str:
    return name.replace("_", "-")
