"""An HTML page: parsed once, without network, into text, title, byline, publisher, day and links."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from lxml import etree, html
from trafilatura import bare_extraction

from sources.reading.address import LONGEST, address_key, web_address
from sources.reading.decode import Refused, storable
from sources.reading.elements import text_of_element
from sources.reading.names import name_key
from sources.reading.spans import Evidence, Fact, in_markup
from sources.reading.structured import article_in, text_of
from sources.reading.tags import count_tags

MAX_HTML = 5 * 1024 * 1024  # characters; more is refused before parsing
MAX_ELEMENTS = 30_000
MAX_TABLES = 500
MAX_DEPTH = 250
MAX_TAGS = 100_000  # start tags, end tags, comments
MAX_ATTRIBUTES = 100_000
MAX_OF_ONE = 1_000  # attributes of one element
_META_FORMS = {
    "og:title",
    "og:site_name",
    "og:url",
    "article:published_time",
    "author",
    "application-name",
    "twitter:title",
    "date",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "citation_publication_date",
}
_SUFFIX = re.compile(r"\s+(?:\||–|—|-|::|»)\s+(?P<name>[^|–—»]{2,60})$")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the body of a page: absolute address, its words, and where these stand in the text, if they do."""

    address: str
    words: str
    start: int | None
    end: int | None


@dataclass(frozen=True)
class Page:
    text: str
    body_start: int
    title: Fact[str] | None
    byline: Fact[str] | None
    publisher: Fact[str] | None
    domain: Fact[str] | None
    published: Fact[date] | None
    address: str
    language: str
    links: tuple[Link, ...]
    notes: tuple[str, ...]


def read_page(source: str, *, address: str, latest: date, selector: str = "") -> Page:
    """Read an HTML page given as text. `address` is where it came from, "" if unknown; `latest` the day it came.

    The stored text is the title, an empty line and the body; offsets count in it. With `selector` (CSS) it is the text
    of the elements that this chooses, and nothing else. Raises Refused for a page that is too large, too deep, or
    without a body text or such an element.
    """
    tree = _tree(source)
    meta = _meta(tree)
    data = article_in([element.text_content() for element in tree.iterfind(".//script[@type='application/ld+json']")])
    address, notes = _address(tree, meta, data, address)
    body = text_of_element(tree, selector) if selector else _body(tree, address)
    site, domain = _publisher(meta, data, address)
    title = _title(tree, meta, data, site, body)
    has_head = title and not selector and not name_key(body[:400]).startswith(name_key(title.value))
    head = f"{title.value}\n\n" if title and has_head else ""
    text = head + body
    if title and (at := text.find(title.value)) >= 0:
        title = Fact(title.value, Evidence(title.value, at, at + len(title.value)), title.reason)
    published, late = _published(tree, meta, data, latest)
    return Page(
        text=text,
        body_start=len(head),
        title=title,
        byline=_byline(meta, data, site),
        publisher=site,
        domain=domain,
        published=published,
        address=address,
        language=(tree.get("lang") or "")[:2].lower(),
        links=_links(tree, address, text),
        notes=(*notes, *late),
    )


def _tree(source: str) -> html.HtmlElement:
    if len(source) > MAX_HTML:
        raise Refused(
            "too-large", f"The page has {len(source) / 1024 / 1024:.1f} MiB; at most 5 MiB of HTML are parsed."
        )
    tags = count_tags(source, max_tokens=MAX_TAGS, max_attributes=MAX_ATTRIBUTES, max_of_one=MAX_OF_ONE)
    if tags.most > MAX_OF_ONE:
        raise Refused("too-complex", "An element of the page has too many attributes to be of an article.")
    if tags.tokens > MAX_TAGS or tags.attributes > MAX_ATTRIBUTES:
        raise Refused("too-complex", "The page has too many tags or attributes to be an article.")
    # Bytes in a known encoding: lxml then believes us and not a meta tag that was true before decoding.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    try:
        tree = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("not-html", "The page cannot be parsed as HTML.") from error
    if len(tree.findall(".//table")) > MAX_TABLES:
        raise Refused("too-complex", "The page has too many tables to be an article.")
    elements = 0
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise Refused("too-complex", "The page is nested too deeply or has too many elements to be an article.")
    return tree


def _body(tree: html.HtmlElement, address: str) -> str:
    try:
        read = bare_extraction(
            tree,
            url=address or None,
            favor_precision=True,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
        )
    except (etree.LxmlError, RecursionError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise Refused("not-html", "The page is too broken for its body text to be found.") from error
    body = storable(getattr(read, "text", None) or "").strip()
    if not body:
        raise Refused("no-text", "The page has no body text that could be told from its menus.")
    return body


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = _clean(element.get("content") or "")
        if name in _META_FORMS and content:
            found.setdefault(name, content[: LONGEST + 1])  # an address that is longer is none
    return found


def _address(
    tree: html.HtmlElement, meta: dict[str, str], data: dict[str, object], given: str
) -> tuple[str, list[str]]:
    """The page's own address: where it was fetched, else what it says of itself."""
    links = [e.get("href") or "" for e in tree.iterfind(".//link[@rel='canonical']")]
    for candidate in [*links, meta.get("og:url", ""), text_of(data.get("url"))]:
        claimed = web_address(candidate, given)
        if not address_key(claimed):
            continue
        if not given or host_of(claimed) == host_of(given):
            return claimed, []
        return given, [f"The page names another address as its original: {claimed}"]
    return given, []


def _publisher(
    meta: dict[str, str], data: dict[str, object], address: str
) -> tuple[Fact[str] | None, Fact[str] | None]:
    host = host_of(address)
    domain = Fact(host, in_markup(address, "address"), "It is the host of the page's address.") if host else None
    for name, place in (
        (text_of(data.get("publisher")), "JSON-LD publisher"),
        (meta.get("og:site_name", ""), "og:site_name"),
        (text_of(data.get("isPartOf")), "JSON-LD isPartOf"),
        (meta.get("application-name", ""), "application-name"),
    ):
        name = _clean(name)
        if name and len(name) <= 120 and not name.startswith("http"):
            return Fact(name, in_markup(name, place), f"The page's {place} says so."), domain
    return None, domain


def _title(
    tree: html.HtmlElement, meta: dict[str, str], data: dict[str, object], site: Fact[str] | None, body: str
) -> Fact[str] | None:
    """A vote: JSON-LD headline, og:title and title without the site's name, h1. Most votes win, then this order."""
    headings = [_clean(element.text_content()) for element in tree.iterfind(".//h1")][:3]
    name = site.value if site else ""
    candidates = [
        (_clean(text_of(data.get("headline"))), "JSON-LD headline"),
        (_without_site(meta.get("og:title", ""), name), "og:title"),
        *((heading, "h1") for heading in headings if len(heading.split()) >= 2),
        (_without_site(meta.get("twitter:title", ""), name), "twitter:title"),
        (_without_site(_clean(tree.findtext(".//title") or ""), name), "title"),
    ]
    named = [(value[:300], place) for value, place in candidates if value and name_key(value) != name_key(name)]
    if not named:
        return None
    votes = Counter(name_key(value) for value, _ in named)
    value, place = max(named, key=lambda pair: votes[name_key(pair[0])])
    others = sorted({other for candidate, other in named if name_key(candidate) == name_key(value)} - {place})
    reason = f"The page's {place} says so" + (f", and so do {', '.join(others)}." if others else ".")
    return Fact(value, in_markup(value, place), reason)


def _without_site(title: str, site: str) -> str:
    title = _clean(title)
    found = _SUFFIX.search(title)
    if found and site and (name_key(found["name"]) == name_key(site) or name_key(site) in name_key(found["name"])):
        return title[: found.start()].strip()
    return title


def _byline(meta: dict[str, str], data: dict[str, object], site: Fact[str] | None) -> Fact[str] | None:
    for value, place in ((text_of(data.get("author")), "JSON-LD author"), (meta.get("author", ""), "author")):
        value = re.sub(r"^by\s+", "", _clean(value), flags=re.I)[:200]
        is_site = site is not None and name_key(value) == name_key(site.value)
        if value and not value.startswith("http") and not is_site:
            return Fact(value, in_markup(value, place), f"The page's {place} says so.")
    return None


def _published(
    tree: html.HtmlElement, meta: dict[str, str], data: dict[str, object], latest: date
) -> tuple[Fact[date] | None, list[str]]:
    notes = []
    times = [element.get("datetime") or "" for element in tree.iterfind(".//time[@datetime]")][:3]
    for value, place in (
        (text_of(data.get("datePublished")), "JSON-LD datePublished"),
        *(
            (meta.get(name, ""), name)
            for name in (
                "article:published_time",
                "date",
                "dc.date",
                "dcterms.date",
                "parsely-pub-date",
                "citation_publication_date",
            )
        ),
        *((value, "time") for value in times),
    ):
        day = _day(value)
        if day is None:
            continue
        if day > latest:
            notes.append(f"{place} gives {day}, after the day the page came, so it was not taken.")
            continue
        return Fact(day, in_markup(value, place), f"The page's {place} says so."), notes
    return None, notes


def _day(value: str) -> date | None:
    value = value.strip().replace("/", "-")
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None


def _links(tree: html.HtmlElement, address: str, text: str) -> tuple[Link, ...]:
    """Links whose words stand in the text. Menus and footers are left out, since their words do not."""
    found: dict[str, Link] = {}
    position = 0
    for element in tree.iterfind(".//a[@href]"):
        words = _clean(element.text_content())
        if not 2 <= len(words) <= 200 or len(found) >= 200:
            continue
        target = web_address(element.get("href") or "", address)
        if not address_key(target) or host_of(target) == host_of(address):
            continue
        at = text.find(words, position)
        if at >= 0:
            found.setdefault(target, Link(target, words, at, at + len(words)))
            position = at
    return tuple(found.values())


def host_of(address: str) -> str:
    """Return the host of an address without "www.", or "" where it has none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.").rstrip(".")


def _clean(value: str) -> str:
    return _SPACE.sub(" ", storable(value)).strip()
