"""Chosen fields of a JSON document: its items as entries, or one text that is watched. Pure."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sources.reading.address import web_address
from sources.reading.decode import storable
from sources.watching.choices import Paths
from sources.watching.entries import (
    MAX_BYTES,
    MAX_ENTRIES,
    OVER,
    Entry,
    Feed,
    NotAFeed,
    believable,
    entry_of,
    feed_of,
    gather,
    moment_of,
)
from sources.watching.json_bodies import NotJson, read_json
from sources.watching.json_paths import NotAllowed, allowed, leads_somewhere, values_at

MAX_TEXT = 500_000  # characters of a text that is watched
_MAX_LOOKED_AT = 2_000  # items, most of which say nothing
_MILLISECONDS_FROM = 100_000_000_000  # as seconds that would be the year 5138


def faults_of(paths: Paths) -> dict[str, str]:
    """Return for each path that cannot be used its name and why, in words for editors; nothing where all is well."""
    faults = {}
    for each in fields(paths):
        path = getattr(paths, each.name)
        try:
            if path:
                allowed(path, of_item=bool(paths.items) and each.name != "items")
        except NotAllowed as refusal:
            faults[each.name] = str(refusal)
    if paths.items and not paths.chosen:
        faults.setdefault("title", "Say where an item has its title, its address or its text.")
    if not paths.items:
        for name in ("title", "address", "date", "id"):
            if getattr(paths, name):
                faults.setdefault(name, "This leads from an item: say where the items are.")
        if not paths.text:
            faults.setdefault("text", "Say where the items are, or where the text is that is watched.")
    return faults


def read_items(body: bytes, paths: Paths, *, address: str, now: datetime) -> Feed | NotAFeed:
    """Return the items of a document as entries, in its order, at most 500; raises nothing for its content.

    A path to a single list means what is in the list. Of several values at one path the first counts. `address` is
    where the document came from, `now` an aware time.
    """
    read = read_json(body, max_bytes=MAX_BYTES)
    if isinstance(read, NotJson):
        return NotAFeed(read.reason)
    try:
        for path in (paths.title, paths.address, paths.date, paths.id, paths.text):
            if path:
                allowed(path, of_item=True)
        if not leads_somewhere(paths.items, read.value):
            return NotAFeed(f"The path to the items leads to nothing in it: {paths.items}")
        items = list(values_at(paths.items, read.value))
        if len(items) == 1 and isinstance(items[0], list):
            items = items[0]
        left = Counter({OVER: len(items) - _MAX_LOOKED_AT} if len(items) > _MAX_LOOKED_AT else {})
        entries = gather(items[:_MAX_LOOKED_AT], lambda item: _entry(item, paths, address, now), left)
    except NotAllowed as refusal:
        return NotAFeed(str(refusal))
    except RecursionError:
        return NotAFeed("It is nested too deeply.")
    return feed_of("", entries, left, read.notes)


def read_text(body: bytes, path: str) -> str | NotAFeed:
    """Return the text to which `path` leads, never empty; several values stand below each other, objects and lists as
    JSON with sorted names. Raises nothing for the content of `body`."""
    read = read_json(body, max_bytes=MAX_BYTES)
    if isinstance(read, NotJson):
        return NotAFeed(read.reason)
    try:
        found = [_as_text(each) for each in islice(values_at(path, read.value), MAX_ENTRIES + 1)]
    except NotAllowed as refusal:
        return NotAFeed(str(refusal))
    except RecursionError:
        return NotAFeed("It is nested too deeply.")
    if len(found) > MAX_ENTRIES:
        return NotAFeed(f"The path leads to more than {MAX_ENTRIES} values.")
    text = storable("\n".join(found)).strip()
    if not found:
        return NotAFeed(f"The path to the text leads to nothing in it: {path}")
    if not text:
        return NotAFeed(f"There is no text where the path leads: {path}")
    return text if len(text) <= MAX_TEXT else NotAFeed(f"The text has over {MAX_TEXT:,} characters.")


def _entry(item: Any, paths: Paths, base: str, now: datetime) -> Entry | None:
    return entry_of(
        id=_text_at(paths.id, item),
        address=web_address(_text_at(paths.address, item), base),
        title=_text_at(paths.title, item),
        summary=_text_at(paths.text, item),
        published_at=_moment_at(paths.date, item, now),
    )


def _text_at(path: str, item: Any) -> str:
    found = next(values_at(path, item), None) if path else None
    if isinstance(found, bool):
        return ""
    return str(found) if isinstance(found, str | int | float) else ""


def _moment_at(path: str, item: Any, now: datetime) -> datetime | None:
    text = _text_at(path, item)
    number = text.removesuffix(".0")
    if number.isascii() and number.isdigit() and 9 <= len(number) <= 14:  # since 1970; in seconds from 1973 on
        seconds = int(number) / (1000 if int(number) >= _MILLISECONDS_FROM else 1)
        try:
            return believable(datetime.fromtimestamp(seconds, UTC), now)
        except (ValueError, OverflowError, OSError):
            return None
    return moment_of(text, now)


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
