"""From the bytes of a sitemap (sitemaps.org, news sitemaps) to its entries, or of an index to its files. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from sources.fetching.bodies import Body, TooLarge, Undecodable
from sources.reading.address import registrable_domain, web_address
from sources.reading.markup import host_of
from sources.reading.plain_xml import Element, XmlRefused, walk
from sources.watching.entries import (
    MAX_ENTRIES,
    TWICE,
    Entry,
    Feed,
    NotAFeed,
    entry_of,
    feed_of,
    gather,
    moment_of,
)

MAX_BYTES = 10 * 1024 * 1024  # unpacked; the format allows 50 MiB, the fetcher gives 10
MAX_ADDRESSES = 50_000  # of one file, by the format
MAX_FILES = 10  # of an index that are visited
_MAX_ELEMENTS = MAX_ADDRESSES * 10
_GZIP = b"\x1f\x8b"
_OLDER = f"older than the {MAX_ENTRIES} newest"
_UNDATED = f"between the first and the last {MAX_ENTRIES // 2}"
_BEYOND = f"over the {MAX_ADDRESSES:,} that one file may hold"
_ELSEWHERE = "on another site"


@dataclass(frozen=True, slots=True)
class SitemapFile:
    """A file that an index names: its absolute address, and when the index says it changed last, UTC or None."""

    address: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SitemapIndex:
    """The files that are visited, at most 10, the newest first. `left_out` and `notes` as those of a Feed."""

    files: tuple[SitemapFile, ...]
    left_out: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Row:
    """One <url> or <sitemap>, field by field as it ends."""

    address: str = ""
    changed: str = ""
    title: str = ""
    published: str = ""
    language: str = ""


class _Rows:
    """What a file says, row by row; knows nothing of what the rows mean."""

    def __init__(self) -> None:
        self.root = ""
        self.publication = ""
        self.rows: list[_Row] = []
        self.beyond = 0
        self._row = _Row()

    def begun(self, element: Element) -> None:
        if not element.path:
            self.root = element.name

    def ended(self, element: Element) -> None:
        if element.path == (self.root,) and element.name in {"url", "sitemap"}:
            if len(self.rows) < MAX_ADDRESSES:
                self.rows.append(self._row)
            else:
                self.beyond += 1
            self._row = _Row()
        elif element.path[1:] in {("url",), ("sitemap",)}:
            if element.name == "loc":
                self._row.address = self._row.address or element.text
            elif element.name == "lastmod":
                self._row.changed = self._row.changed or element.text
        elif element.path[1:] == ("url", "news"):
            if element.name == "title":
                self._row.title = self._row.title or element.text
            elif element.name == "publication_date":
                self._row.published = self._row.published or element.text
        elif element.path[1:] == ("url", "news", "publication"):
            if element.name == "name":
                self.publication = self.publication or element.text
            elif element.name == "language":
                self._row.language = self._row.language or element.text


def read_sitemap(
    body: bytes, *, address: str, now: datetime, may_be_index: bool = True
) -> Feed | SitemapIndex | NotAFeed:
    """Return the newest 500 entries of a sitemap, the files of an index, or why it is neither.

    `address` is where it came from, `now` an aware time. A file packed with gzip is unpacked. Newest is what was
    published or changed last; where nothing is dated, the first 250 and the last 250 are taken, since nobody knows at
    which end the newest stand. An index within an index is not followed (`may_be_index`). Raises nothing for its
    content.
    """
    unpacked = _unpacked(body)
    if isinstance(unpacked, NotAFeed):
        return unpacked
    rows = _Rows()
    try:
        read = walk(unpacked, max_elements=_MAX_ELEMENTS, ended=rows.ended, begun=rows.begun)
    except XmlRefused as refused:
        return NotAFeed(str(refused))
    if rows.root not in {"urlset", "sitemapindex"}:
        return NotAFeed(f"It is no sitemap. {read.broken}".strip())
    if read.broken and not rows.rows:
        return NotAFeed(read.broken)
    notes = (f"{read.broken} What stands after that was not read.",) if read.broken else ()
    left = Counter({_BEYOND: rows.beyond} if rows.beyond else {})
    if rows.root == "urlset":
        return _sitemap(rows, address, now, left, notes)
    if not may_be_index:
        return NotAFeed("It is an index within an index; such are not followed.")
    return _index(rows.rows, address, now, left, notes)


def _unpacked(body: bytes) -> bytes | NotAFeed:
    if len(body) > MAX_BYTES:
        return NotAFeed("It is larger than 10 MiB.")
    if body.startswith(_GZIP):
        packed = Body("gzip", MAX_BYTES)
        try:
            packed.feed(body)
            body = packed.finish()
        except TooLarge:
            return NotAFeed("It is larger than 10 MiB when it is unpacked.")
        except Undecodable:
            return NotAFeed("It is packed in a way that cannot be unpacked.")
    return body if body.strip() else NotAFeed("It is empty.")


def _sitemap(rows: _Rows, base: str, now: datetime, left: Counter[str], notes: tuple[str, ...]) -> Feed:
    chosen, by_date = _newest(rows.rows, now, left)
    taken = gather(chosen, lambda row: _entry(row, base, now), left)
    return feed_of(rows.publication, taken, left, notes, by_date=by_date)


def _entry(row: _Row, base: str, now: datetime) -> Entry | None:
    return entry_of(
        id="",
        address=web_address(row.address, base),
        title=row.title,
        summary="",
        published_at=moment_of(row.published, now),
        changed_at=moment_of(row.changed, now),
        language=row.language,
    )


def _newest(rows: list[_Row], now: datetime, left: Counter[str]) -> tuple[list[_Row], bool]:
    """The 500 newest in the file's order, and whether dates chose them; what cannot be dated comes after what can."""
    if len(rows) <= MAX_ENTRIES:
        return rows, False
    dated: list[tuple[datetime, int]] = []
    undated: list[int] = []
    for place, row in enumerate(rows):
        moment = moment_of(row.published, now) or moment_of(row.changed, now)
        if moment:
            dated.append((moment, place))
        else:
            undated.append(place)
    if len({moment for moment, _ in dated}) == 1:  # the stamp of a machine tells nothing
        undated = list(range(len(rows)))
        dated = []
    dated.sort(key=lambda each: (each[0], -each[1]), reverse=True)
    chosen = [place for _, place in dated[:MAX_ENTRIES]]
    if len(dated) > len(chosen):
        left[_OLDER] += len(dated) - len(chosen)
    room = MAX_ENTRIES - len(chosen)
    if len(undated) > room:
        half = room // 2
        ends = undated[: room - half] + (undated[-half:] if half else [])
        left[_UNDATED if not dated else "without a date"] += len(undated) - len(ends)
        undated = ends
    return [rows[place] for place in sorted([*chosen, *undated])], bool(dated)


def _index(rows: list[_Row], base: str, now: datetime, left: Counter[str], notes: tuple[str, ...]) -> SitemapIndex:
    """Files of the index's own site, the newest first; what is not dated comes after, in the index's order."""
    home = _site(base)
    files: dict[str, SitemapFile] = {}
    for row in rows:
        address = web_address(row.address, base)
        if not address:
            left["without an address"] += 1
        elif _site(address) != home:
            left[_ELSEWHERE] += 1
        elif address in files:
            left[TWICE] += 1
        else:
            files[address] = SitemapFile(address, moment_of(row.changed, now))
    oldest = datetime(1, 1, 1, tzinfo=UTC)
    newest = sorted(files.values(), key=lambda each: each.changed_at or oldest, reverse=True)
    if len(newest) > MAX_FILES:
        left[f"older than the {MAX_FILES} newest"] += len(newest) - MAX_FILES
    return SitemapIndex(tuple(newest[:MAX_FILES]), tuple(left.most_common()), notes)


def _site(address: str) -> str:
    host = host_of(address)
    return registrable_domain(host) or host
