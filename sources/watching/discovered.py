"""What there is to watch at an address: where to look, one address after the other, and what was found. Pure."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from sources.fetching.outcomes import Fetched, Outcome, Unchanged
from sources.reading.address import address_key
from sources.reading.decode import Refused, decode
from sources.reading.plain_text import plain
from sources.reading.tags import too_many_tags
from sources.reading.titles import title_in
from sources.reading.trees import tree_of
from sources.watching.choices import FEED, JSON, PAGE, SITEMAP
from sources.watching.entries import Feed, web_address
from sources.watching.feeds import read_feed
from sources.watching.json_bodies import looks_like_json
from sources.watching.sitemaps import SitemapIndex, read_sitemap

ASKED, NAMED, USUAL = "asked", "named", "usual"
MAX_NAMED = 8
_USUAL_FEEDS = ("/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
_USUAL_MAP = "/sitemap.xml"
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
    """An address to look at: `why` is asked (an editor typed it), named (its page names it) or usual (a place where
    sites keep such things)."""

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


def after(search: Search, step: Step, outcome: Outcome, *, now: datetime) -> Search:
    """Return the search after one of its steps was looked at, with `outcome`. Raises nothing for what came.

    A page that was asked for leads to the feeds that it names, and to the usual places for what it does not name.
    What is not found at a usual place is not spoken of.
    """
    search = replace(search, todo=tuple(each for each in search.todo if each != step))
    if not isinstance(outcome, Fetched):
        words = "It answered nothing new." if isinstance(outcome, Unchanged) else outcome.sentence
        return _miss(search, step, words)
    is_moved = bool(outcome.redirects) and all(each.status in {301, 308} for each in outcome.redirects)
    address = outcome.address if is_moved else step.address
    found = _list_at(address, outcome, now)
    if found is not None:
        return _take(search, found)
    page = _page_of(outcome)
    if page is None or step.why != ASKED:
        return _miss(search, step, "It is neither a feed nor a sitemap.")
    search = _take(search, Found(address, PAGE, plain(title_in(outcome.body), 200), words="Its text can be watched."))
    return _go_on(search, _links(page, outcome.address), outcome.address)


def give_up(search: Search, step: Step, words: str) -> Search:
    """Return the search without a step that is not taken; `words` say why."""
    search = replace(search, todo=tuple(each for each in search.todo if each != step))
    return _miss(search, step, words)


def _list_at(address: str, came: Fetched, now: datetime) -> Found | None:
    """What lists documents, or None."""
    if looks_like_json(came.body) or _FEED_BEGINS.search(came.body[:_BEGINNING].replace(b"\0", b"")):
        feed = read_feed(came.body, address=came.address, now=now)
        if isinstance(feed, Feed):
            return _found(address, FEED, feed)
    if looks_like_json(came.body):
        return Found(address, JSON, "", words="A JSON document: choose by JSONPath what of it is watched.")
    files = read_sitemap(came.body, address=came.address, now=now)
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


def _page_of(came: Fetched) -> html.HtmlElement | None:
    try:
        decoded = decode(came.body, media_type=came.headers.content_type)
    except Refused:
        return None
    text = decoded.text[:_MAX_HTML]
    if not decoded.is_html or too_many_tags(text, max_tokens=100_000, max_attributes=100_000, max_of_one=1_000):
        return None
    return tree_of(text)


def _links(page: html.HtmlElement, base: str) -> list[Step]:
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
    return [Step(each, NAMED) for each in (web_address(address, base) for address in addresses) if each]


def _go_on(search: Search, named: list[Step], base: str) -> Search:
    parts = urlsplit(base)
    home = f"{parts.scheme}://{parts.netloc}"
    usual = (_USUAL_MAP,) if named else (*_USUAL_FEEDS, _USUAL_MAP)
    todo = list(search.todo)
    seen = {_mark(each.address) for each in search.found}
    named = list({_mark(each.address): each for each in reversed(named)}.values())[::-1]
    for step in [*named[:MAX_NAMED], *(Step(home + path, USUAL) for path in usual)]:
        if _mark(step.address) not in seen:
            seen.add(_mark(step.address))
            todo.append(step)
    return replace(search, todo=tuple(todo))


def _take(search: Search, found: Found) -> Search:
    if any(_mark(each.address) == _mark(found.address) for each in search.found):
        return search
    return replace(search, found=(*search.found, found))


def _miss(search: Search, step: Step, words: str) -> Search:
    return search if step.why == USUAL else replace(search, missed=(*search.missed, Missed(step.address, words)))


def _mark(address: str) -> str:
    return address_key(address) or address
