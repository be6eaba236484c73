"""One file, read: the door of this package for whoever stores documents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sources.reading.attribution import Attribution, attributions_in
from sources.reading.decode import Decoded, decode, storable
from sources.reading.filings import FilingMention, document_kind, filing_title, filings_mentioned
from sources.reading.headings import Head, head_of
from sources.reading.language import READ, language_of
from sources.reading.markup import Link, Page, read_page
from sources.reading.own_page import OwnPage, own_page
from sources.reading.own_reporting import own_reporting_in
from sources.reading.publication import published_on, publisher_of, title_alone
from sources.reading.spans import JUDGED_CHARACTERS, Fact
from sources.reading.worth import refuse_unreadable

HASH_VERSION = 1  # of what is hashed: the stored text, in UTF-8


@dataclass(frozen=True)
class ReadDocument:
    """What one file says and says of itself. Offsets of all evidence in the text count in `text`."""

    text: str
    body_start: int
    content_hash: str
    is_html: bool
    encoding: str
    kind: str  # article, filing, release, page
    kind_reason: str
    title: Fact[str] | None
    byline: Fact[str] | None
    publisher: Fact[str] | None
    domain: Fact[str] | None
    published: Fact[date] | None
    address: str
    language: str
    own_page: OwnPage
    attributions: tuple[Attribution, ...]
    filings: tuple[FilingMention, ...]
    own_reporting: tuple[Fact[str], ...]
    links: tuple[Link, ...]
    notes: tuple[str, ...]


def read_document(
    data: bytes,
    *,
    latest: date,
    address: str = "",
    media_type: str = "",
    known: Mapping[str, str] | None = None,
    selector: str = "",
) -> ReadDocument:
    """Read the bytes of a file; raises Refused (with a code and a message for people) and nothing else.

    `latest` is the day the file came: no date after it is a day of publication. `address` is where it came
    from, "" if it was brought in by hand. `known` maps folded publisher names to kinds, from the editors' tables.
    With `selector`, a CSS selector that `elements.check_selector` lets through, the text is that of the elements which
    it chooses, however short that is.
    """
    known = known or {}
    decoded = decode(data, media_type=media_type)
    if decoded.is_html or selector:
        page = _from_page(decoded, address, latest, selector)
        return _judged(decoded, *page, known, is_chosen=bool(selector))
    return _judged(decoded, *_from_text(decoded.text.strip("\n"), latest), known)


def read_chosen_text(text: str, *, latest: date, address: str, known: Mapping[str, str] | None = None) -> ReadDocument:
    """Read a text that an editor has chosen out of a file, however short it is; it is never empty. The rest is as in
    `read_document`."""
    read = _from_text(storable(text).strip(), latest)
    page = replace(read[0], title=None, body_start=0, address=address)
    return _judged(Decoded(page.text, False, "utf-8", ()), page, *read[1:], known or {}, is_chosen=True)


def content_hash(text: str) -> str:
    """Return the hash of a stored text: the version of the hash, a colon, SHA-256."""
    return f"{HASH_VERSION}:{hashlib.sha256(text.encode()).hexdigest()}"


def _from_page(decoded: Decoded, address: str, latest: date, selector: str) -> tuple[Page, str, str]:
    page = read_page(decoded.text, address=address, latest=latest, selector=selector)
    kind, reason = document_kind(page.text)
    return page, kind, reason


def _from_text(text: str, latest: date) -> tuple[Page, str, str]:
    judged = text[:JUDGED_CHARACTERS]
    head: Head = head_of(judged)
    kind, reason = document_kind(judged)
    publisher, domain = publisher_of(judged, head, is_filing=kind == "filing")
    about = filing_title(judged) if kind == "filing" else None
    title = (
        Fact(about.quote, about, "The head of the order says what it is about.")
        if about
        else title_alone(head.title, publisher)
    )
    published, late = published_on(judged, head, latest=latest)
    address = next((head.fields[name].value for name in ("url", "link", "address") if name in head.fields), "")
    page = Page(
        text=text,
        body_start=head.body_start,
        title=title,
        byline=head.byline,
        publisher=publisher,
        domain=domain,
        published=published,
        address=address if address.startswith(("http://", "https://")) else "",
        language="",
        links=(),
        notes=(*head.notes, *late),
    )
    return page, kind, reason


def _judged(
    decoded: Decoded, page: Page, kind: str, kind_reason: str, known: Mapping[str, str], *, is_chosen: bool = False
) -> ReadDocument:
    if not is_chosen:
        refuse_unreadable(page.text, title=page.title.value if page.title else "")
    verdict = own_page(page.text[:JUDGED_CHARACTERS])
    publisher = page.publisher.value if page.publisher else ""
    language = language_of(page.text) or page.language
    notes = [*decoded.notes, *page.notes]
    if len(page.text) > JUDGED_CHARACTERS:
        notes.append(f"The text is long; its first {JUDGED_CHARACTERS:,} characters were judged, all of it is kept.")
    if language not in READ:
        notes.append("The language is not one whose phrases we know; named sources may have been missed.")
    if verdict.is_own_kind:
        kind, kind_reason = "page", verdict.reason
    return ReadDocument(
        text=page.text,
        body_start=page.body_start,
        content_hash=content_hash(page.text),
        is_html=decoded.is_html,
        encoding=decoded.encoding,
        kind=kind,
        kind_reason=kind_reason,
        title=page.title,
        byline=page.byline,
        publisher=page.publisher,
        domain=page.domain,
        published=page.published,
        address=page.address,
        language=language,
        own_page=verdict,
        attributions=() if verdict.is_own_kind else attributions_in(page.text, publisher=publisher, known=known),
        filings=filings_mentioned(page.text, publisher=publisher, known=known),
        own_reporting=own_reporting_in(page.text, publisher=publisher),
        links=page.links,
        notes=tuple(notes),
    )
