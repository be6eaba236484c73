"""Bring files in: read, store, put into a story, trace to origins."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from records import audit, outbox
from records.identifiers import Entropy, new_identifier
from sources.findings import description_of, findings_of, recognised, recognised_in
from sources.ingested import Ingested, IngestedDocument, TracedStory, traced_story
from sources.models import Document, DocumentVersion, Publisher, Story
from sources.models.publisher import PublisherKind
from sources.publishers import find_or_make_publisher, known_publishers
from sources.reading.address import address_key
from sources.reading.bodies import is_court
from sources.reading.decode import Refused
from sources.reading.describing import Description, redescribed
from sources.reading.document import ReadDocument, read_document
from sources.reading.markup import host_of
from sources.reading.names import name_key
from sources.reading.similarity import COPY_FROM, containment, shape_of
from sources.stories import lock_stories, story_for
from sources.tracing import is_stand_in, retrace, stands_for

TOPIC = "document.stored"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came. `address` is where it is on the web, if that is known; `media_type` may name a charset."""

    name: str
    data: bytes
    media_type: str = ""
    address: str = ""


def ingest(*, files: Sequence[Upload], by: str, now: datetime, entropy: Entropy = secrets.token_bytes) -> Ingested:
    """Store the files as documents and return what was recognised.

    `by` is the text id of who brings them in, `now` an aware datetime. Each file is stored in a transaction of its
    own together with its audit row and its news; a file that cannot be read is refused with its reason and
    writes nothing; a file that we have already changes nothing. Nothing is raised for the content of a file.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware of its time zone")
    known = known_publishers()
    documents = []
    stories: dict[str, None] = {}
    for upload in files:
        try:
            read = read_document(
                upload.data, latest=now.date(), address=upload.address, media_type=upload.media_type, known=known
            )
        except Refused as refusal:
            documents.append(IngestedDocument(file=upload.name, state="refused", reason=refusal.message))
            continue
        result = _store(upload, read, by, now, entropy)
        documents.append(result)
        if result.story:
            stories[result.story] = None
    return Ingested(tuple(documents), tuple(_story_now(public_id, now, entropy) for public_id in stories))


def trace_story(*, story: str, by: str, now: datetime, entropy: Entropy = secrets.token_bytes) -> TracedStory:
    """Work out a story's origins anew, say after an editor joined or split two documents; return them.

    `story` is its public id (Story.DoesNotExist otherwise).
    """
    with transaction.atomic():
        lock_stories()
        traced = retrace(story=Story.objects.get(public_id=story), now=now, entropy=entropy)
        audit.record(by=by, verb="traced origins", subject=f"story:{story}", now=now)
        return traced_story(traced)


def _story_now(public_id: str, now: datetime, entropy: Entropy) -> TracedStory:
    with transaction.atomic():
        lock_stories()
        return traced_story(retrace(story=Story.objects.get(public_id=public_id), now=now, entropy=entropy))


def _store(upload: Upload, read: ReadDocument, by: str, now: datetime, entropy: Entropy) -> IngestedDocument:
    key = address_key(upload.address or read.address) or None
    title = read.title.value if read.title else upload.name.rsplit(".", 1)[0]
    title = title.strip()[:400] or "Untitled"
    with transaction.atomic():
        lock_stories()
        same = _same(read, key)
        if same:
            return _result(upload, read, same.document, same, "same", "We have this text already; nothing was changed.")
        publisher = _publisher(read, upload, entropy)
        document = _known_document(read, key, title, publisher)
        state = "new version" if document else "new"
        reason = "The text of a document that we have has changed." if document else "It was not known before."
        story_reason = ""
        if document is None:
            day = read.published.value if read.published else None
            story, verdict = story_for(title=title, text=read.text, day=day, now=now, entropy=entropy)
            story_reason = verdict.reason if verdict else "No open story tells of the same event."
            document = _awaited(read, story, publisher)
            if document:
                reason = "It was known from others that name it, and is held now."
            else:
                document = Document(public_id=new_identifier("document", entropy), made_at=now)
            document.story = story
        kept = _describe(document, read, title, publisher, upload, key, now)
        document.save()
        version = DocumentVersion.objects.create(
            document=document,
            number=(document.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
            content_hash=read.content_hash,
            title=title,
            text=read.text,
            raw=zlib.compress(upload.data, 6),
            raw_length=len(upload.data),
            media_type="text/html" if read.is_html else "text/plain",
            file_name=_file_name(upload.name),
            how="upload",
            taken_at=now,
            taken_by=by,
        )
        if document.story:
            retrace(story=document.story, now=now, entropy=entropy)
        detail = {"version": version.number, "file": version.file_name, "state": state}
        audit.record(by=by, verb="stored a document", subject=f"document:{document.public_id}", now=now, **detail)
        outbox.announce(
            topic=TOPIC, key=document.public_id, now=now, payload={"version": version.number, "state": state}
        )
        if kept:
            reason = f"{reason} What an editor ruled stays: {', '.join(kept)}."
        elif read.own_page.is_own_kind:
            reason = read.own_page.reason
        return replace(_result(upload, read, document, version, state, reason), story_reason=story_reason)


def _same(read: ReadDocument, key: str | None) -> DocumentVersion | None:
    """A version with this very text: of the same address, or of a document without one.

    The same text at two addresses is two documents, one of them a copy."""
    versions = DocumentVersion.objects.filter(content_hash=read.content_hash).select_related(
        "document__publisher", "document__story"
    )
    if key:
        versions = versions.filter(document__address_key=key) | versions.filter(document__address_key=None)
    return versions.order_by("id").first()


def _publisher(read: ReadDocument, upload: Upload, entropy: Entropy) -> Publisher | None:
    name = read.publisher.value if read.publisher else ""
    host = host_of(upload.address) or (read.domain.value if read.domain else "")
    kind = PublisherKind.UNKNOWN
    if read.kind == "filing":
        kind = PublisherKind.COURT if is_court(name) else PublisherKind.REGULATOR
    found = find_or_make_publisher(name=name, host=host, kind=kind, entropy=entropy)
    return found.publisher if found else None


def _known_document(read: ReadDocument, key: str | None, title: str, publisher: Publisher | None) -> Document | None:
    """The document of which this is a new version: same address; without one, same known publisher and title, and
    at least the likeness of a copy."""
    if key:
        return Document.objects.filter(address_key=key).select_related("story").first()
    if publisher is None:
        return None
    shape = shape_of(read.text)
    for document in Document.objects.filter(publisher=publisher, address_key=None, versions__isnull=False).distinct():
        last = document.versions.order_by("-number").first()
        titles = {name_key(document.title), name_key(last.title if last else "")}  # an editor may have changed one
        if last and name_key(title) in titles and containment(shape, shape_of(last.text)) >= COPY_FROM:
            return document
    return None


def _awaited(read: ReadDocument, story: Story, publisher: Publisher | None) -> Document | None:
    """The document of this story that others have named and that this file now is."""
    if publisher is None or read.own_page.is_own_kind:
        return None
    kind = "filing" if read.kind == "filing" else "article"
    waiting = Document.objects.filter(story=story, kind=kind, versions__isnull=True).select_related("publisher")
    return next((document for document in waiting.order_by("id") if stands_for(document, publisher.name)), None)


def _describe(
    document: Document,
    read: ReadDocument,
    title: str,
    publisher: Publisher | None,
    upload: Upload,
    key: str | None,
    now: datetime,
) -> tuple[str, ...]:
    """Write what was recognised, except over what an editor has ruled; return in words what stays."""
    seen = recognised(read, title=title if read.title or document.pk is None else "")
    if document.pk is None:
        stored, kept = seen, ()
    else:
        judged = redescribed(description_of(document), _recognised_before(document), seen)
        stored, kept = judged.description, judged.kept
    document.kind = stored.kind
    document.title = stored.title
    document.byline = stored.byline
    document.shows_own_reporting = stored.own_reporting
    document.is_evidence = stored.is_evidence
    document.no_evidence_reason = stored.no_evidence_reason
    document.address = document.address or (upload.address or read.address)[:2000] if key else document.address
    document.address_key = document.address_key or key
    document.publisher = document.publisher or publisher
    document.published_on = document.published_on or (read.published.value if read.published else None)
    document.language = document.language or read.language
    document.findings = findings_of(read)
    document.seen_at = document.seen_at or now
    return kept


def _recognised_before(document: Document) -> Description:
    last = document.versions.order_by("-number").values_list("title", flat=True).first()
    if last is None and is_stand_in(document.title):
        last = document.title
    return recognised_in(document.findings, title=last or "")


def _result(
    upload: Upload, read: ReadDocument, document: Document, version: DocumentVersion, state: str, reason: str
) -> IngestedDocument:
    return IngestedDocument(
        file=upload.name,
        state=state,
        reason=reason,
        document=document.public_id,
        title=document.title,
        publisher=document.publisher.name if document.publisher else "",
        publisher_reason=read.publisher.reason if read.publisher else "Nothing in it says who published it.",
        published_on=document.published_on,
        date_reason=read.published.reason if read.published else "It gives no day of publication.",
        kind=document.kind,
        version=version.number,
        is_evidence=document.is_evidence,
        own_reporting=document.shows_own_reporting,
        story=document.story.public_id if document.story else "",
        notes=read.notes,
    )


def _file_name(name: str) -> str:
    """The last part of a path, storable; a file's folders are nobody's business."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable() and not "\ud800" <= sign <= "\udfff")[:255]
