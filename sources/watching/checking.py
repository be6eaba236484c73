"""What a visit to a page says about its document: stored, the same, edited, gone, back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from records import audit, outbox
from records.identifiers import Entropy
from sources.beforehand import work_out_beforehand, work_out_place
from sources.coming import Fetch, Upload
from sources.joining import fold
from sources.models import Document, DocumentVersion, Sighting, Watch
from sources.reading.address import address_key, keepable
from sources.reading.document import ReadDocument, content_hash
from sources.stories import lock_stories, open_story_for
from sources.storing import store
from sources.tracing import retrace, stands_for
from sources.watching.claiming import BY
from sources.watching.edits import Edit, edit_of
from sources.watching.schedule import has_vanished

CHANGED, VANISHED, BACK, CHECKED = "document.changed", "document.vanished", "document.back", "document.checked"
_OF_DOCUMENT = ("document__story", "document__publisher")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a page is to the version with this key, which it came from the own address of or not."""

    version: int
    same_address: bool
    edit: Edit


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page that came and could be read. `address` is where it came from in the end. `ahead` is how it was judged
    before anything was locked, `packed` what is stored of its bytes."""

    read: ReadDocument
    data: bytes
    media_type: str
    address: str
    digest: str
    ahead: Judged | None = None
    packed: bytes = b""


def shown_by(watch: Watch) -> DocumentVersion | None:
    """The version that the address showed last, else the newest that we hold of its document, else None."""
    if watch.shows is not None or watch.document is None:
        return watch.shows
    return watch.document.versions.order_by("-number").first()


def look_ahead(key: int, page: PageRead) -> PageRead:
    """Judge a page that came for the watch with this key, and work out what storing it will need, before anything is
    locked: with long texts it takes seconds."""
    watch = Watch.objects.select_related("source", *_OF_DOCUMENT, "shows").filter(pk=key).first()
    if watch is None:
        return page
    judged = _judged(watch, page)
    if judged is None or judged.edit is Edit.EDITED:
        fetch = Fetch(watch.source, watch.document)
        page = replace(
            page, packed=work_out_beforehand(upload=_upload(watch, page), read=page.read, fetch=fetch).packed
        )
    return replace(page, ahead=judged)


def edit_since(watch: Watch, page: PageRead) -> Edit | None:
    """What the page is to what was shown before; None where nothing is held of it yet."""
    judged = _judged(watch, page)
    return judged.edit if judged else None


def _judged(watch: Watch, page: PageRead) -> Judged | None:
    before = shown_by(watch)
    if before is None or watch.document is None:
        return None
    same_address = address_key(page.address) in {watch.document.address_key, address_key(watch.address)}
    if page.ahead and (page.ahead.version, page.ahead.same_address) == (before.pk, same_address):
        return page.ahead
    return Judged(before.pk, same_address, edit_of(before.text, page.read.text, same_address=same_address))


def keep(watch: Watch, page: PageRead, *, now: datetime, entropy: Entropy = secrets.token_bytes) -> str:
    """Store a page whose words are new to us as its document's text; announce an edit. Return in words what it was.

    In the caller's transaction, with the watch locked; sets `document` and `shows` on it, unsaved.
    """
    before = shown_by(watch)
    fetch = Fetch(watch.source, watch.document)
    stored = store(upload=_upload(watch, page), read=page.read, by=BY, now=now, fetch=fetch, entropy=entropy)
    watch.document, watch.shows = stored.document, stored.version
    if before is None:
        confirm(watch, now=now, outcome="new")
        return "Its text was stored." if stored.result.state != "same" else "We had its text already."
    if before.pk == stored.version.pk:
        confirm(watch, now=now, outcome="unchanged")
        return "Unchanged."
    detail = {"old": before.number, "new": stored.version.number, "at": now.isoformat()}
    outbox.announce(topic=CHANGED, key=stored.document.public_id, now=now, payload=detail)
    _record(stored.document, "document.edited_silently", now, old=before.number, new=stored.version.number)
    confirm(watch, now=now, outcome="changed")
    return f"Its words have changed: version {stored.version.number} instead of version {before.number}."


def confirm(watch: Watch, *, now: datetime, outcome: str) -> None:
    """The address answered with its document, `outcome` new, unchanged or changed: it was checked, and is there.
    Sets `shows` on the watch, unsaved."""
    document, version = watch.document, shown_by(watch)
    if document is None or version is None:
        return
    watch.shows = version
    if document.vanished_at is not None:
        payload = {"version": version.number, "at": now.isoformat()}
        outbox.announce(topic=BACK, key=document.public_id, now=now, payload=payload)
        _record(document, "document.came_back", now)
    document.vanished_at = None
    _checked(document, version, now, outcome)


def miss(watch: Watch, *, misses: int, status: int | None, now: datetime) -> None:
    """The address answered without the document, for the `misses`th time in a row; twice, or 410, and it is gone."""
    document, version = watch.document, shown_by(watch)
    if document is None or version is None:
        return
    if document.vanished_at is None and has_vanished(misses, status):
        document.vanished_at = now
        payload = {"version": version.number, "at": now.isoformat(), "status": status}
        outbox.announce(topic=VANISHED, key=document.public_id, now=now, payload=payload)
        _record(document, "document.vanished", now, status=status)
    _checked(document, version, now, "missing")


def place_ahead(key: int) -> None:
    """Work out what `place` will need for the watch with this key, before anything is locked."""
    watch = Watch.objects.select_related(*_OF_DOCUMENT).filter(pk=key).first()
    if watch and watch.document and (sighting := _told_of(watch.document)):
        work_out_place(document=watch.document, title=sighting.title, text=_text_of(sighting))


def place(watch: Watch, *, now: datetime, entropy: Entropy = secrets.token_bytes) -> None:
    """A document that we saw and cannot read joins its story by what feeds said of it, so that it stands there as the
    original that others name. Does nothing where it has a text, a story, or no summary."""
    document = watch.document
    sighting = _told_of(document) if document else None
    if document is None or sighting is None:
        return
    lock_stories()
    text = _text_of(sighting)
    story = open_story_for(title=sighting.title, text=text, content=content_hash(text), day=document.published_on)
    if story is None:
        return
    if document.publisher:
        waiting = Document.objects.filter(story=story, kind=document.kind, versions__isnull=True, address_key=None)
        name = document.publisher.name
        named = next((each for each in waiting.order_by("id") if stands_for(each, name)), None)
        if named:
            document = fold(document, into=named)
    document.story, document.title = story, sighting.title
    document.save()
    watch.document = document
    retrace(story=story, now=now, entropy=entropy)


def _told_of(document: Document) -> Sighting | None:
    """What a feed said of a document that has nothing else by which it could join a story."""
    if document.story is not None or document.versions.exists():
        return None
    return document.sightings.exclude(summary="").order_by("id").first()


def _text_of(sighting: Sighting) -> str:
    return f"{sighting.title}\n\n{sighting.summary}"


def same_elsewhere(watch: Watch) -> Watch | None:
    """Another watch that visits the same document and goes on."""
    others = Watch.objects.filter(document=watch.document, ended_at=None).exclude(pk=watch.pk)
    return others.order_by("id").first() if watch.document else None


def _checked(document: Document, version: DocumentVersion, now: datetime, outcome: str) -> None:
    document.last_checked_at = now
    document.save(update_fields=["last_checked_at", "vanished_at"])
    payload: Mapping[str, Any] = {"version": version.number, "at": now.isoformat(), "outcome": outcome}
    outbox.announce(topic=CHECKED, key=document.public_id, now=now, payload=dict(payload))


def _record(document: Document, verb: str, now: datetime, **detail: Any) -> None:
    audit.record(by=BY, verb=verb, subject=f"document:{document.public_id}", now=now, **detail)


def _upload(watch: Watch, page: PageRead) -> Upload:
    # An address that is too long to be kept leads to where a shorter one does that we visit.
    address = keepable(page.address) or watch.address
    return Upload(_file_name(page.address), page.data, page.media_type, address, page.packed)


def _file_name(address: str) -> str:
    return unquote(urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1]) or urlsplit(address).netloc
