"""From the bytes of a feed to its entries. Pure; the parser is given a stream, since it opens what a string names."""

from __future__ import annotations

import re
from calendar import timegm
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from sources.reading.address import web_address
from sources.reading.tags import too_many_tags
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
)
from sources.watching.json_bodies import looks_like_json
from sources.watching.json_feeds import read_json_feed
from sources.watching.plain_feeds import plain_feed

MAX_TAGS = 400_000
MAX_ATTRIBUTES = 100_000
MAX_OF_ONE = 500  # attributes of one element
_ENTRY_END = re.compile(rb"</(?:[A-Za-z]{1,20}:)?(?:item|entry)\s{0,20}>", re.I)


def read_feed(body: bytes, *, address: str, now: datetime) -> Feed | NotAFeed:
    """Return the entries of a feed (RSS, RDF, Atom, JSON Feed), in its order, at most 500; raises nothing for its
    content.

    `address` is where it came from, `now` an aware time: no entry is dated more than a day after it. An entry that
    stands there twice is taken once. Nothing is fetched or opened, whatever the body says.
    """
    if len(body) > MAX_BYTES:
        return NotAFeed("It is larger than 5 MiB.")
    if not body.strip():
        return NotAFeed("It is empty.")
    if looks_like_json(body):
        return read_json_feed(body, address=address, now=now)
    kept, beyond = _first_entries(body)
    plain = plain_feed(kept)
    if plain is not None:
        return _feed(plain, address, now, beyond)
    refused = _too_much(kept)
    if refused:
        return refused
    try:
        parsed = feedparser.parse(
            BytesIO(kept),
            sanitize_html=False,  # only the plain text is taken
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise  # whoever set the limit has to know
    except Exception:  # whatever a parser of anything raises, the feed is to blame
        return NotAFeed("It is no feed: it cannot be parsed.")
    if not parsed.get("version") and not parsed.get("entries"):
        return NotAFeed("It is no feed: neither RSS, Atom nor JSON Feed.")
    return _feed(parsed, address, now, beyond)


def _feed(parsed: Any, address: str, now: datetime, beyond: int) -> Feed:
    left = Counter({OVER: beyond} if beyond else {})
    # The parser's own mapping answers with more than it holds.
    entries = gather(map(dict, parsed["entries"]), lambda given: _entry(given, address, now), left)
    return feed_of(str(dict(parsed["feed"]).get("title") or ""), entries, left)


def _entry(given: dict[str, Any], base: str, now: datetime) -> Entry | None:
    summary = str(given.get("summary") or "")
    if not summary and given.get("content"):
        summary = str(given["content"][0].get("value") or "")
    name = str(given.get("id") or "")
    link = str(given.get("link") or "")
    # The parser takes an id for the link where there is none: that is one only where it is a whole address.
    address = web_address(link, "" if link.strip() == name.strip() else base)
    title = str(given.get("title") or "")
    return entry_of(id=name, address=address, title=title, summary=summary, published_at=_moment(given, now))


def _moment(given: dict[str, Any], now: datetime) -> datetime | None:
    for name in ("published_parsed", "updated_parsed"):
        parts = given.get(name)
        if not parts:
            continue
        try:
            moment = believable(datetime.fromtimestamp(timegm(parts), UTC), now)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
        if moment:
            return moment
    return None


def _first_entries(body: bytes) -> tuple[bytes, int]:
    """The body without the entries over the limit, and how many those are. What closes the feed stays."""
    ends = [found.end() for found in _ENTRY_END.finditer(body)]
    if len(ends) <= MAX_ENTRIES:
        return body, 0
    return body[: ends[MAX_ENTRIES - 1]] + body[ends[-1] :], len(ends) - MAX_ENTRIES


def _too_much(body: bytes) -> NotAFeed | None:
    """Refused before it is parsed: what would hold the parser up."""
    text = body.decode("latin-1")
    if too_many_tags(text, max_tokens=MAX_TAGS, max_attributes=MAX_ATTRIBUTES, max_of_one=MAX_OF_ONE):
        return NotAFeed("It has too many tags or attributes to be a feed.")
    return None
