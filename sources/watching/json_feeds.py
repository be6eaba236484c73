"""From the bytes of a JSON Feed (jsonfeed.org, versions 1 and 1.1) to its entries. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sources.reading.address import web_address
from sources.watching.entries import (
    MAX_BYTES,
    Entry,
    Feed,
    NotAFeed,
    entry_of,
    feed_of,
    gather,
    moment_of,
)
from sources.watching.json_bodies import NotJson, read_json

_VERSION = "jsonfeed.org/version/1"
_TEXTS = ("title", "summary", "content_text", "content_html", "url", "external_url", "date_published", "date_modified")


def read_json_feed(body: bytes, *, address: str, now: datetime) -> Feed | NotAFeed:
    """Return the entries of a JSON Feed, in its order, at most 500; raises nothing for its content.

    `address` is where it came from, `now` an aware time. A field of another kind than the format says is not read and
    noted; an entry that is no object is counted as left out.
    """
    read = read_json(body, max_bytes=MAX_BYTES)
    if isinstance(read, NotJson):
        return NotAFeed(read.reason)
    feed = read.value
    if not isinstance(feed, dict) or not _is_version(feed.get("version")):
        return NotAFeed("It is no feed: it is JSON, but no JSON Feed.")
    items = feed.get("items")
    if not isinstance(items, list):
        return NotAFeed("It is no feed: it has no list of items.")
    left: Counter[str] = Counter()
    strange = 0

    def made(item: Any) -> Entry | str | None:
        nonlocal strange
        if not isinstance(item, dict):
            return "not written as the format says"
        strange += any(item.get(name) is not None and not isinstance(item[name], str) for name in _TEXTS)
        return _entry(item, address, now)

    entries = gather(items, made, left)
    notes = list(read.notes)
    if strange:
        of = "1 entry has a field" if strange == 1 else f"{strange} entries have a field"
        notes.append(f"{of} of another kind than the format says; it was not read.")
    return feed_of(_text(feed, "title"), entries, left, notes)


def _is_version(version: Any) -> bool:
    return isinstance(version, str) and version.partition("://")[2].removeprefix("www.").startswith(_VERSION)


def _entry(item: dict[str, Any], base: str, now: datetime) -> Entry | None:
    summary = _text(item, "summary") or _text(item, "content_text") or _text(item, "content_html")
    return entry_of(
        id=_name(item.get("id")),
        address=web_address(_text(item, "url"), base) or web_address(_text(item, "external_url"), base),
        title=_text(item, "title"),
        summary=summary,
        published_at=moment_of(_text(item, "date_published"), now) or moment_of(_text(item, "date_modified"), now),
    )


def _name(value: Any) -> str:
    """The format asks for a text and tells readers to take a number for one."""
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
