"""From the bytes of what lists documents to its entries, by what was chosen. Pure."""

from __future__ import annotations

from datetime import datetime

from sources.watching.choices import JSON, PART, SITEMAP, Choice
from sources.watching.entries import Feed, NotAFeed
from sources.watching.feeds import read_feed
from sources.watching.json_documents import read_items
from sources.watching.sitemaps import SitemapIndex, read_sitemap


def read_list(body: bytes, choice: Choice, *, address: str, now: datetime) -> Feed | SitemapIndex | NotAFeed:
    """Return what lists documents, by `choice`, or why it is none; raises nothing for the content of `body`."""
    if choice.kind in {SITEMAP, PART}:
        return read_sitemap(body, address=address, now=now, may_be_index=choice.kind == SITEMAP)
    if choice.kind == JSON:
        return read_items(body, choice.paths, address=address, now=now)
    return read_feed(body, address=address, now=now)
