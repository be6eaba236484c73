"""What the press room serves at a second: feeds, pages, and what becomes of them. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from plumbline.pressroom.everyday import EVERY, FIRST_AT, piece
from plumbline.pressroom.houses import HOUSES, House, address
from plumbline.pressroom.pieces import Piece, written
from plumbline.pressroom.script import FEED_DIES_AT, scripted

NEWEST = 25  # items of a feed
MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
INVENTED = "<p>Invented, for the demonstration of Plumbline.</p>"


@dataclass(frozen=True)
class Answer:
    status: int
    media_type: str
    text: str


@dataclass(frozen=True)
class Room:
    """A press room that was opened at `opened` and serves on `port`. `kept` are papers that it has always had."""

    opened: datetime
    port: int
    kept: tuple[Piece, ...] = ()

    def answer(self, host: str, path: str, now: datetime) -> Answer:
        """What `host` (an address of loopback) answers at `path`."""
        house = next((one for one in HOUSES if one.host == host), None)
        if house is None:
            return Answer(404, "text/plain", "Nobody lives here.")
        second = (now - self.opened).total_seconds()
        if path == "/robots.txt":
            return Answer(200, "text/plain", "User-agent: *\nDisallow:\n")
        out = self.published(second)
        if path in ("/", "/feed"):
            if house.key == "netbrief" and second >= FEED_DIES_AT:
                return Answer(410, "text/plain", "Northern Netbrief has stopped. Thank you for reading.")
            # What it has always had is older than its feed.
            newest = [one for one in reversed(out) if one.house == house.key and one.at >= 0][:NEWEST]
            return self._feed(house, newest) if path == "/feed" else self._front(house, newest)
        found = next((one for one in out if one.house == house.key and one.path == path), None)
        return self._page(house, found, second) if found else Answer(404, "text/plain", "There is no such page.")

    def published(self, second: float) -> tuple[Piece, ...]:
        """Everything that is out at a second, oldest first."""
        script = [one for one in scripted() if one.at <= second]
        minutes = int((second - FIRST_AT) // EVERY) + 1 if second >= FIRST_AT else 0
        # Nobody reads what is older than the newest of all feeds; pages stay for a day.
        first = max(0, minutes - 24 * 60)
        return (*self.kept, *script, *(piece(minute) for minute in range(first, minutes)))

    def _at(self, one: Piece) -> datetime:
        return (self.opened + timedelta(seconds=one.at)).astimezone(UTC)

    def _filled(self, text: str) -> str:
        night = self.opened.date() - timedelta(days=2)
        return text.replace("{day}", f"the night of {written(night)}")

    def _page(self, house: House, one: Piece, second: float) -> Answer:
        paragraphs = [self._filled(paragraph.strip()) for paragraph in one.paragraphs_at(second)]
        if one.is_plain:
            return Answer(200, "text/plain", "\n\n".join(paragraphs) + "\n")
        day, title = self._at(one), html.escape(one.title)
        lines = [f"<h1>{title}</h1>"]
        lines += [f'<p class="byline">By {html.escape(one.byline)}</p>'] if one.byline else []
        lines += [f'<p><time datetime="{day.date().isoformat()}">{written(day.date())}</time></p>']
        lines += [f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs]
        head = (
            f'<meta property="og:site_name" content="{html.escape(house.name)}">',
            f'<meta property="og:title" content="{title}">',
            f'<meta property="article:published_time" content="{day.isoformat(timespec="seconds")}">',
        )
        body = (INVENTED, "<article>", *lines, "</article>")
        return _html(f"{title} | {html.escape(house.name)}", head, body)

    def _front(self, house: House, pieces: list[Piece]) -> Answer:
        name = html.escape(house.name)
        rows = [f'<li><a href="{one.path}">{html.escape(one.title)}</a></li>' for one in pieces]
        head = (f'<link rel="alternate" type="{MEDIA_TYPES[house.form]}" href="/feed">',)
        return _html(name, head, (f"<h1>{name}</h1>", INVENTED, "<ul>", *rows, "</ul>"))

    def _feed(self, house: House, pieces: list[Piece]) -> Answer:
        home = address(house.key, "/", self.port)
        rss = house.form == "rss"
        items = "".join(self._item(one) if rss else self._entry(one) for one in pieces)
        if rss:
            inside = (
                f"<title>{escape(house.name)}</title><link>{home}</link><description>Invented.</description>{items}"
            )
            text = f'<rss version="2.0"><channel>{inside}</channel></rss>'
        else:
            updated = (self._at(pieces[0]) if pieces else self.opened).isoformat()
            inside = f"<title>{escape(house.name)}</title><id>{home}</id><updated>{updated}</updated>{items}"
            text = f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'
        return Answer(200, MEDIA_TYPES[house.form], f'<?xml version="1.0" encoding="utf-8"?>{text}\n')

    def _item(self, one: Piece) -> str:
        where = address(one.house, one.path, self.port)
        return (
            f"<item><title>{escape(one.title)}</title><link>{where}</link><guid>{where}</guid>"
            f"<pubDate>{format_datetime(self._at(one))}</pubDate>"
            f"<description>{escape(self._summary(one))}</description></item>"
        )

    def _entry(self, one: Piece) -> str:
        where, at = address(one.house, one.path, self.port), self._at(one).isoformat()
        return (
            f'<entry><id>{where}</id><title>{escape(one.title)}</title><link href="{where}"/>'
            f"<updated>{at}</updated><published>{at}</published><summary>{escape(self._summary(one))}</summary></entry>"
        )

    def _summary(self, one: Piece) -> str:
        """The first sentence, as feeds have it."""
        first = self._filled(one.paragraphs[0].strip())
        return first.split(". ")[0].rstrip(".") + "."


def _html(title: str, head: Iterable[str], body: Iterable[str]) -> Answer:
    lines = (
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{title}</title>",
        *head,
    )
    return Answer(200, "text/html", "\n".join((*lines, "</head>", "<body>", *body, "</body>", "</html>", "")))
