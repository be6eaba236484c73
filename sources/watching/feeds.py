"""From the bytes of a feed to its entries. Pure; the parser is given a stream, since it opens what a string names."""

from __future__ import annotations

import hashlib
import re
from calendar import timegm
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree, html

from sources.reading.address import address_key
from sources.reading.decode import storable
from sources.reading.tags import count_tags
from sources.watching.plain_feeds import plain_feed

MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 500
MAX_TAGS = 400_000
MAX_ATTRIBUTES = 100_000
MAX_OF_ONE = 500  # attributes of one element
MAX_SUMMARY = 4_000  # characters that are kept
_MAX_MARKUP = 40_000  # characters of a summary that are read
_MAX_ID = 4_000
_AHEAD = timedelta(days=1)  # clocks and zones differ by less; a later date is no date
_ONE_STAMP_FROM = 3  # as many entries with the very same moment were stamped by a machine
_ENTRY_END = re.compile(rb"</(?:[A-Za-z]{1,20}:)?(?:item|entry)\s{0,20}>", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` is what the feed calls it, "" where that does not tell it from others; `address` an absolute
    http or https address or ""; `title` is never empty; `summary` is plain text; `published_at` UTC or None."""

    id: str
    address: str
    title: str
    summary: str
    published_at: datetime | None

    @property
    def identity(self) -> str:
        """How it is known again: by its id, else its address, else its words; as a digest."""
        if self.id:
            return f"id:{_digest(self.id)}"
        key = address_key(self.address) or self.address
        return f"at:{_digest(key)}" if key else self.words

    @property
    def words(self) -> str:
        """The digest of title and summary."""
        return "text:" + _digest(f"{self.title}\n{self.summary}")


@dataclass(frozen=True, slots=True)
class Feed:
    """`left_out` says how many entries were not taken and why, most frequent first; `notes` what was not believed."""

    title: str
    entries: tuple[Entry, ...]
    left_out: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotAFeed:
    reason: str


def read_feed(body: bytes, *, address: str, now: datetime) -> Feed | NotAFeed:
    """Return the entries of a feed (RSS, RDF, Atom), in its order, at most 500; raises nothing for its content.

    `address` is where it came from, `now` an aware time: no entry is dated more than a day after it. An entry that
    stands there twice is taken once. Nothing is fetched or opened, whatever the body says.
    """
    if len(body) > MAX_BYTES:
        return NotAFeed("It is larger than 5 MiB.")
    if not body.strip():
        return NotAFeed("It is empty.")
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
        return NotAFeed("It is no feed: neither RSS nor Atom.")
    return _feed(parsed, address, now, beyond)


def _feed(parsed: Any, address: str, now: datetime, beyond: int) -> Feed:
    left = Counter({"over the 500 that are read": beyond} if beyond else {})
    entries: list[Entry] = []
    for each in map(dict, parsed["entries"]):  # the parser's own mapping answers with more than it holds
        if len(entries) >= MAX_ENTRIES:
            left["over the 500 that are read"] += 1
            continue
        entry = _entry(each, address, now)
        if entry is None:
            left["without title, text and address"] += 1
        else:
            entries.append(entry)
    entries, notes = _with_true_ids(entries)
    entries, more = _with_true_dates(entries)
    seen: set[str] = set()
    once = []
    for entry in entries:
        names = {entry.identity} | ({f"at:{_digest(address_key(entry.address))}"} if entry.address else set())
        if names & seen:
            left["there twice"] += 1
        else:
            once.append(entry)
        seen |= names
    title = _plain(str(dict(parsed["feed"]).get("title") or ""), 400)
    return Feed(title, tuple(once), tuple(left.most_common()), (*notes, *more))


def _entry(given: dict[str, Any], base: str, now: datetime) -> Entry | None:
    summary = str(given.get("summary") or "")
    if not summary and given.get("content"):
        summary = str(given["content"][0].get("value") or "")
    text = _plain(summary, MAX_SUMMARY)
    name = storable(str(given.get("id") or "")).strip()[:_MAX_ID]
    link = str(given.get("link") or "")
    # The parser takes an id for the link where there is none: that is one only where it is a whole address.
    address = _address(link, "" if link.strip() == name else base)
    title = _plain(str(given.get("title") or ""), 400)
    if not (title or text or address):
        return None
    return Entry(
        id=name,
        address=address,
        title=title or (text[:120].strip() or address)[:400],
        summary=text,
        published_at=_moment(given, now),
    )


def _address(link: str, base: str) -> str:
    try:
        joined = urljoin(base, link.strip()) if link.strip() else ""
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) and len(joined) <= 2_000 else ""


def _moment(given: dict[str, Any], now: datetime) -> datetime | None:
    for name in ("published_parsed", "updated_parsed"):
        parts = given.get(name)
        if not parts:
            continue
        try:
            moment = datetime.fromtimestamp(timegm(parts), UTC)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
        if datetime(1990, 1, 1, tzinfo=UTC) <= moment <= now + _AHEAD:
            return moment
    return None


def _with_true_ids(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    """An id that several different entries share tells nothing."""
    times = Counter(entry.id for entry in entries if entry.id)
    places: dict[str, set[str]] = {name: set() for name, count in times.items() if count > 1}
    for entry in entries:
        if entry.id in places:
            places[entry.id].add(address_key(entry.address) or entry.words)
    shared = {name for name, found in places.items() if len(found) > 1}
    if not shared:
        return entries, []
    return [replace(entry, id="") if entry.id in shared else entry for entry in entries], [
        "Several entries share one id; they are told apart by address and text."
    ]


def _with_true_dates(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    """A moment that all entries share is when the feed was made, not when they were published."""
    moments = {entry.published_at for entry in entries}
    if len(entries) < _ONE_STAMP_FROM or len(moments) > 1 or moments == {None}:
        return entries, []
    return [replace(entry, published_at=None) for entry in entries], [
        "All entries bear one and the same date; it was not believed."
    ]


def _first_entries(body: bytes) -> tuple[bytes, int]:
    """The body without the entries over the limit, and how many those are. What closes the feed stays."""
    ends = [found.end() for found in _ENTRY_END.finditer(body)]
    if len(ends) <= MAX_ENTRIES:
        return body, 0
    return body[: ends[MAX_ENTRIES - 1]] + body[ends[-1] :], len(ends) - MAX_ENTRIES


def _too_much(body: bytes) -> NotAFeed | None:
    """Refused before it is parsed: what would hold the parser up."""
    tags = count_tags(body.decode("latin-1"), max_tokens=MAX_TAGS, max_attributes=MAX_ATTRIBUTES, max_of_one=MAX_OF_ONE)
    if tags.tokens > MAX_TAGS or tags.attributes > MAX_ATTRIBUTES or tags.most > MAX_OF_ONE:
        return NotAFeed("It has too many tags or attributes to be a feed.")
    return None


def _plain(markup: str, longest: int) -> str:
    """The text of a piece of HTML, white space as single spaces, cut to `longest` characters."""
    markup = storable(markup[:_MAX_MARKUP])
    if "<" in markup or "&" in markup:
        tags = count_tags(markup, max_tokens=2_000, max_attributes=2_000, max_of_one=100)
        if tags.tokens > 2_000 or tags.attributes > 2_000 or tags.most > 100:
            markup = re.sub(r"<[^<>]*>", " ", markup)
        else:
            markup = _text_of(markup)
    return " ".join(markup.split())[:longest].strip()


def _text_of(markup: str) -> str:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(f"<div>{markup}</div>".encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return re.sub(r"<[^<>]*>", " ", markup)
    for element in list(tree.iter("script", "style")):
        element.text = None
    return storable(" ".join(str(piece) for piece in tree.itertext()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
