"""What there is to watch at an address: where to look, one address after the other, and what was found. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from sources.fetching.outcomes import Fetched, Outcome, Unchanged
from sources.fetching.robots import sitemaps_of
from sources.reading.address import address_key, web_address
from sources.reading.decode import Refused, decode
from sources.reading.plain_text import plain
from sources.reading.tags import too_many_tags
from sources.reading.titles import title_in
from sources.reading.trees import tree_of
from sources.watching.choices import FEED, JSON, PAGE, SITEMAP
from sources.watching.entries import Feed
from sources.watching.feeds import read_feed
from sources.watching.json_bodies import looks_like_json
from sources.watching.sitemaps import SitemapIndex, read_sitemap

ASKED, NAMED, USUAL, ROBOTS = "asked", "named", "usual", "robots"
MAX_NAMED = 8
_USUAL_FEEDS = ("/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
_USUAL_MAP = "/sitemap.xml"
_ROBOTS = "/robots.txt"
_MAX_LINKS = 200  # addresses of a page that are told; eight of them are looked at
_FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
}
_FEED_ENDS = (".rss", ".atom", "/feed", "/rss", "/atom", "/rss.xml", "/atom.xml", "/feed.xml", "/feed.json")
_FEED_BEGINS = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel)[\s>]", re.I)
_BEGINNING = 20_000  # bytes; what does not begin as a feed there is not given to the parser of feeds, which is slow
_MAX_HTML = 1024 * 1024  # characters


@dataclass(frozen=True, slots=True)
class Step:
    """An address to look at: `why` is asked (an editor typed it), named (its page or robots.txt names it), usual (a
    place where sites keep such things) or robots (the robots.txt of its site, which may name sitemaps)."""

    address: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be watched. `kind` is that of a source; `count` how many documents it lists, None for what
    lists none; `newest` when the newest is of, as ISO 8601, "" where that is not known; `words` what else to say."""

    address: str
    kind: str
    title: str
    count: int | None = None
    newest: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """An address that was asked for or named and brought nothing; `words` say why."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a body was read as: `found`, or nothing that can be watched; and the addresses that it names, where it is
    the page that was asked for, or a robots.txt. `words` say why it was not read at all."""

    found: Found | None = None
    named: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    todo: tuple[Step, ...]
    found: tuple[Found, ...] = ()
    missed: tuple[Missed, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain data, which `search_of` reads back."""
        return asdict(self)


def begin(address: str) -> Search:
    """Return the search that begins at what an editor typed; without a scheme https is meant."""
    address = address.strip()
    return Search((Step(address if "://" in address else f"https://{address}", ASKED),))


def search_of(state: dict[str, Any]) -> Search:
    """Return the search that `as_json` gave."""
    return Search(
        tuple(Step(**each) for each in state.get("todo", ())),
        tuple(Found(**each) for each in state.get("found", ())),
        tuple(Missed(**each) for each in state.get("missed", ())),
    )


def look(body: bytes, *, step: Step, address: str, media_type: str, is_moved: bool, now: datetime) -> Seen:
    """Return what the body is that came for a step; raises nothing for its content. To be called in a child process.

    `address` is where it came from, after redirects, all of them for good where `is_moved`; `now` is an aware time.
    """
    if step.why == ROBOTS:
        return Seen(named=tuple(filter(None, (web_address(each, address) for each in sitemaps_of(body)))))
    at = address if is_moved else step.address
    found = _list_at(body, at, address, now)
    if found is not None:
        return Seen(found)
    page = _page_of(body, media_type)
    if page is None or step.why != ASKED:
        return Seen()
    return Seen(Found(at, PAGE, plain(title_in(body), 200), words="Its text can be watched."), _links(page, address))


def after(search: Search, step: Step, outcome: Outcome, seen: Seen | None = None) -> Search:
    """Return the search after one of its steps was looked at, with `outcome`; `seen` is what `look` made of the body.

    A page that was asked for leads to the feeds that it names, to its site's robots.txt and the sitemaps that one
    names, and to the usual places for what the page does not name. What is not found at a usual place is not spoken of.
    """
    search = replace(search, todo=tuple(each for each in search.todo if each != step))
    if not isinstance(outcome, Fetched):
        words = "It answered nothing new." if isinstance(outcome, Unchanged) else outcome.sentence
        return _miss(search, step, words)
    seen = seen or Seen()
    named = [Step(each, NAMED) for each in seen.named]
    if step.why == ROBOTS:
        return _add(search, named)
    if seen.found is None:
        return _miss(search, step, seen.words or "It is neither a feed nor a sitemap.")
    search = _take(search, seen.found)
    if seen.found.kind != PAGE:
        return search
    parts = urlsplit(outcome.address)
    home = f"{parts.scheme}://{parts.netloc}"
    usual = (_USUAL_MAP,) if named else (*_USUAL_FEEDS, _USUAL_MAP)
    return _add(
        search,
        [*_add(Search(()), named).todo, Step(home + _ROBOTS, ROBOTS), *(Step(home + each, USUAL) for each in usual)],
    )


def give_up(search: Search, step: Step, words: str) -> Search:
    """Return the search without a step that is not taken; `words` say why."""
    search = replace(search, todo=tuple(each for each in search.todo if each != step))
    return _miss(search, step, words)


def _list_at(body: bytes, address: str, base: str, now: datetime) -> Found | None:
    """What lists documents, or None; it is shown under `address` and came from `base`."""
    if looks_like_json(body) or _FEED_BEGINS.search(body[:_BEGINNING].replace(b"\0", b"")):
        feed = read_feed(body, address=base, now=now)
        if isinstance(feed, Feed):
            return _found(address, FEED, feed)
    if looks_like_json(body):
        return Found(address, JSON, "", words="A JSON document: choose by JSONPath what of it is watched.")
    files = read_sitemap(body, address=base, now=now)
    if isinstance(files, SitemapIndex):
        count = sum(number for _, number in files.left_out) + len(files.files)
        changed = max((each.changed_at for each in files.files if each.changed_at), default=None)
        words = f"An index of {count} {'file' if count == 1 else 'files'}."
        return Found(address, SITEMAP, "", None, changed.isoformat() if changed else "", words)
    return _found(address, SITEMAP, files) if isinstance(files, Feed) else None


def _found(address: str, kind: str, feed: Feed) -> Found:
    moments = [each.published_at or each.changed_at for each in feed.entries]
    newest = max((each for each in moments if each), default=None)
    left = sum(number for _, number in feed.left_out)
    words = f"{left} more are left out." if left else ""
    return Found(address, kind, feed.title, len(feed.entries), newest.isoformat() if newest else "", words)


def _page_of(body: bytes, media_type: str) -> html.HtmlElement | None:
    try:
        decoded = decode(body, media_type=media_type)
    except Refused:
        return None
    text = decoded.text[:_MAX_HTML]
    if not decoded.is_html or too_many_tags(text, max_tokens=100_000, max_attributes=100_000, max_of_one=1_000):
        return None
    return tree_of(text)


def _links(page: html.HtmlElement, base: str) -> tuple[str, ...]:
    """What the page says it has: first as links of its head, then as links that look like feeds."""
    given = page.find(".//base[@href]")
    base = web_address(given.get("href") or "", base) or base if given is not None else base
    addresses = []
    for link in page.iterfind(".//link[@href]"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if ("alternate" in rel and kind in _FEED_TYPES) or "sitemap" in rel:
            addresses.append(link.get("href") or "")
    for link in page.iterfind(".//a[@href]"):
        path = (link.get("href") or "").partition("#")[0].partition("?")[0].rstrip("/").lower()
        if path.endswith(_FEED_ENDS):
            addresses.append(link.get("href") or "")
    return tuple(filter(None, (web_address(address, base) for address in addresses)))[:_MAX_LINKS]


def _add(search: Search, steps: Iterable[Step]) -> Search:
    """The search with steps more, each address once and at most eight of those that are named here."""
    todo, named = list(search.todo), 0
    known = [each.address for each in search.found] + [each.address for each in search.missed]
    seen = {_mark(address) for address in (*known, *(each.address for each in todo))}
    for step in steps:
        if _mark(step.address) in seen or (step.why == NAMED and named == MAX_NAMED):
            continue
        seen.add(_mark(step.address))
        named += step.why == NAMED
        todo.append(step)
    return replace(search, todo=tuple(todo))


def _take(search: Search, found: Found) -> Search:
    if any(_mark(each.address) == _mark(found.address) for each in search.found):
        return search
    return replace(search, found=(*search.found, found))


def _miss(search: Search, step: Step, words: str) -> Search:
    return (
        search if step.why in {USUAL, ROBOTS} else replace(search, missed=(*search.missed, Missed(step.address, words)))
    )


def _mark(address: str) -> str:
    return address_key(address) or address
