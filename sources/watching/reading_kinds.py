"""From the bytes that came to what they say, by what was chosen: a list of documents, or one text. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sources.reading.decode import Refused
from sources.reading.document import ReadDocument, read_chosen_text, read_document
from sources.watching.choices import JSON, PART, SITEMAP, Choice
from sources.watching.entries import Feed, NotAFeed
from sources.watching.feeds import read_feed
from sources.watching.json_documents import read_items, read_text
from sources.watching.sitemaps import SitemapIndex, read_sitemap


def read_list(body: bytes, choice: Choice, *, address: str, now: datetime) -> Feed | SitemapIndex | NotAFeed:
    """Return what lists documents, or why it is none; raises nothing for the content of `body`."""
    if choice.kind in {SITEMAP, PART}:
        return read_sitemap(body, address=address, now=now, may_be_index=choice.kind == SITEMAP)
    if choice.kind == JSON:
        return read_items(body, choice.paths, address=address, now=now)
    return read_feed(body, address=address, now=now)


def read_one(
    body: bytes, choice: Choice, *, latest: date, address: str, media_type: str, known: Mapping[str, str]
) -> ReadDocument | NotAFeed:
    """Return the one text of a page or a JSON document, or why there is none; raises nothing for the content of `body`.
    `latest`, `address`, `media_type` and `known` are those of `read_document`."""
    if choice.kind == JSON:
        text = read_text(body, choice.paths.text)
        if isinstance(text, NotAFeed):
            return text
        return read_chosen_text(text, latest=latest, address=address, known=known)
    try:
        return read_document(
            body, latest=latest, address=address, media_type=media_type, known=known, selector=choice.selector
        )
    except Refused as refusal:
        return NotAFeed(refusal.message)
