"""A file or page that comes in: what it is and whose, before anything of it is stored."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from sources.models import Document, DocumentVersion, Publisher, Source
from sources.publishers import find_publisher
from sources.reading.address import address_key, keepable, registrable_domain
from sources.reading.document import ReadDocument
from sources.reading.markup import host_of
from sources.reading.similarity import COPY_FROM, containment
from sources.worked_out import shape


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came. `address` is where it is on the web, if that is known; `media_type` may name a charset.
    `packed` is what of `data` is stored, where it has been made."""

    name: str
    data: bytes
    media_type: str = ""
    address: str = ""
    packed: bytes = b""


@dataclass(frozen=True)
class Fetch:
    """Why a page was fetched: the source that led to it and the document that it is expected to be, where known."""

    source: Source | None = None
    document: Document | None = None


def pack(data: bytes) -> bytes:
    """The bytes of a file as they are stored."""
    return zlib.compress(data, 6)


def title_of(upload: Upload, read: ReadDocument) -> str:
    """The title that a file gets."""
    title = read.title.value if read.title else upload.name.rsplit(".", 1)[0]
    return title.strip()[:400] or "Untitled"


def key_of(upload: Upload, read: ReadDocument, own: str | None) -> str | None:
    """The page's canonical address (it is on the same host), else its own.

    Some sites call their home page, or one article, the canonical address of all: not believed where the path is
    the root's, nor where a document of other words is held there."""
    claimed = address_key(keepable(read.address)) or None if read.is_html else None
    if claimed is None or claimed == own or not upload.address:
        return own or claimed
    if "/" not in claimed and "/" in (own or ""):
        return own
    there = DocumentVersion.objects.filter(document__address_key=claimed).order_by("-number").first()
    if there is None:
        return claimed
    if containment(shape(there.content_hash, there.text), shape(read.content_hash, read.text)) < COPY_FROM:
        return own
    return claimed


def publisher_here(read: ReadDocument, upload: Upload, source: Source | None) -> Publisher | None:
    """Whoever the page or its host shows, if that is known. What neither shows, or nobody knows, is the source's
    publisher, where the page is the source's own: an aggregator's feed says nothing of the pages of others."""
    name, host = name_and_host(read, upload)
    found = find_publisher(name=name, host=host)
    if found is None and source is not None:
        domain = registrable_domain(host)
        if domain == registrable_domain(host_of(source.address)) and (
            domain or (not name and host == host_of(source.address))
        ):
            return source.publisher
    return found


def name_and_host(read: ReadDocument, upload: Upload) -> tuple[str, str]:
    """The publisher's name that a file shows, "" where none, and the host that it is from."""
    name = read.publisher.value if read.publisher else ""
    return name, host_of(upload.address) or (read.domain.value if read.domain else "")
