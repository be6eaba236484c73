"""A press room of the tests: pages on loopback that a test changes between visits, and visits at a time it names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread
from xml.sax.saxutils import escape

from sources.fetching.beside import FetcherBeside
from sources.fetching.fetcher import Fetcher
from sources.models import Publisher, Source, Watch
from sources.watching.entering import watch_source
from sources.watching.settling import Visited
from sources.watching.visiting import visit_rounds
from tests.sources.fetching.rig import AGENT, Page, Server, answer, serving

NOW = datetime(2031, 3, 20, 9, 30, tzinfo=UTC)
BY = "user:us-0000000000000000"

CUT = """\
The northern link of Harbour Exchange was cut on 3 March 2031 by a dredger that worked in the old basin
without a pilot. Twelve members had no service until the evening, the exchange said, and two hospitals of
Quayside went over to their second line.

We reviewed the log of the exchange. It shows that the watch noticed the cut after four minutes and called the
dredger by radio. Nobody answered for half an hour.

“We should have had a second cable through the new basin,” Marta Quill, who runs the exchange, told us on
Tuesday. The harbour office has opened an inquiry and will publish what it finds in May. The dredger's owner
did not reply to questions that we sent on Monday and again on Wednesday."""
WALL = """\
The sea wall of Lantern Bay will be raised by two metres before the winter of 2033, the town council decided
on Thursday evening after a debate of five hours. The work costs forty million crowns, a third of which the
region pays.

Fishermen had asked for a lower wall with gates, since the fog signal cannot be heard behind a high one. Their
chairman, Otto Brandt, called the decision a pity but promised to help with the plans. Two members of the
council voted against it.

The first stones come from the quarry at Greyhill in spring. Until then the road along the bay stays open for
one lane, and the bus to the lighthouse goes every hour instead of every twenty minutes, the council wrote in
a note to all households."""


def article(title: str, text: str, site: str = "Quay Courier", extra: str = "") -> bytes:
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text.split("\n\n"))
    return (
        f"<!doctype html><html lang='en'><head><title>{escape(title)}</title>"
        f"<meta property='og:site_name' content='{site}'></head>"
        f"<body><article><h1>{escape(title)}</h1>{paragraphs}{extra}</article></body></html>"
    ).encode()


def page(body: bytes, **headers: str) -> bytes:
    return answer(body=body, **{"Content_Type": "text/html; charset=utf-8", **headers})


def item(number: int | str, link: str, title: str = "", summary: str = "", date: str = "", guid: str = "") -> str:
    return (
        f"<item><guid isPermaLink='false'>{guid or f'entry-{number}'}</guid><title>{escape(title or f'Title {number}')}"
        f"</title><link>{escape(link)}</link><description>{escape(summary)}</description>"
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + "</item>"
    )


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Quay Courier</title>{''.join(items)}</channel></rss>".encode()


def feed(*items: str, **headers: str) -> bytes:
    return answer(body=rss(*items), **{"Content_Type": "application/rss+xml", **headers})


@contextmanager
def room(pages: dict[str, Page]) -> Iterator[Server]:
    """Serve `pages` from a loop in a thread of its own; they may be changed while it runs."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    serves = serving(pages)
    try:
        yield asyncio.run_coroutine_threadsafe(serves.__aenter__(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(serves.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def beside() -> FetcherBeside:
    return FetcherBeside(Fetcher(agent=AGENT, allow_loopback=True))


def tick(now: datetime, limit: int = 20) -> tuple[Visited, ...]:
    """One round of visits, without chance."""
    return visit_rounds(fetcher=beside, clock=lambda: now, seconds=0, at_once=limit, chance=lambda: 0.0)


def courier() -> Publisher:
    return Publisher.objects.get_or_create(name="Quay Courier", defaults={"grade": "B", "kind": "newsroom"})[0]


def source(address: str, kind: str = "feed", **values: object) -> Source:
    """A source that an editor has entered, and its watch, due at NOW."""
    given = {"name": "Quay Courier", "kind": kind, "address": address, "publisher": courier(), **values}
    made = Source.objects.create(**given)
    watch_source(source=made, by=BY, now=NOW)
    return made


def watches() -> Sequence[Watch]:
    return list(Watch.objects.order_by("id"))
