"""A list of sources as an OPML file, written as it comes: what is held does not grow with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from sources.reading.decode import storable
from sources.watching.choices import FEED, Paths
from sources.watching.opml import BETWEEN, OURS, Outline, dashed

_IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def write_opml(outlines: Iterable[Outline], *, title: str, made_at: datetime) -> Iterator[str]:
    """Give the lines of an OPML 2.0 file in UTF-8 that is read back to the same outlines. Those of one folder have to
    come together, after those of the folder that it is in: else a folder stands there twice.

    Feeds are outlines as every program knows them; other kinds are links, with attributes of ours.
    """
    yield "<?xml version='1.0' encoding='utf-8'?>\n"
    yield f'<opml xmlns:plumbline="{OURS}" version="2.0">\n  <head>\n    <title>{escape(storable(title))}</title>\n'
    yield f"    <dateCreated>{format_datetime(made_at)}</dateCreated>\n  </head>\n  <body>\n"
    opened: list[str] = []
    for outline in outlines:
        folders = [each for each in storable(outline.folder).split(BETWEEN) if each]
        shared = _shared(opened, folders)
        for depth in range(len(opened), shared, -1):
            yield f"{_indent(depth)}</outline>\n"
        for depth, name in enumerate(folders[shared:], shared + 1):
            yield f"{_indent(depth)}<outline{_written({'text': name, 'title': name})}>\n"
        opened = folders
        yield f"{_indent(len(opened) + 1)}<outline{_written(_attributes(outline))}/>\n"
    for depth in range(len(opened), 0, -1):
        yield f"{_indent(depth)}</outline>\n"
    yield "  </body>\n</opml>\n"


def _shared(opened: list[str], folders: list[str]) -> int:
    """How many folders, from the outermost on, are open already."""
    pairs = enumerate(zip(opened, folders, strict=False))
    return next((depth for depth, (one, other) in pairs if one != other), min(len(opened), len(folders)))


def _indent(depth: int) -> str:
    return "  " * (depth + 1)


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value, _IN_ATTRIBUTES)}"' for name, value in attributes.items())


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
        **{dashed(name): str(number) for name, number in outline.numbers},
        "selector": outline.selector,
        **{f"json-{each.name}": getattr(outline.paths, each.name) for each in fields(Paths)},
    }
    named = {**plain, **{f"plumbline:{name}": value for name, value in ours.items()}}
    return {name: storable(value) for name, value in named.items() if value}
