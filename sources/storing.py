"""Store what was read: by hand or fetched, the same way. Document, version, story, origins, audit row, news."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from records import audit, outbox
from records.erasing.journal import may_not_return
from records.identifiers import Entropy, new_identifier
from sources.coming import Fetch, Upload, key_of, name_and_host, pack, publisher_here, title_of
from sources.findings import description_of, findings_of, recognised, recognised_in
from sources.ingested import IngestedDocument
from sources.joining import fold
from sources.models import Document, DocumentVersion, Publisher, Sighting, Source, Story
from sources.models.publisher import PublisherKind
from sources.publishers import find_or_make_publisher, return_of_domain, return_of_name
from sources.reading.address import address_key, keepable, registrable_domain
from sources.reading.bodies import is_court
from sources.reading.decode import Refused
from sources.reading.describing import Description, redescribed
from sources.reading.document import ReadDocument
from sources.reading.markup import host_of
from sources.reading.names import name_key
from sources.reading.similarity import COPY_FROM, containment
from sources.stories import lock_stories, story_for
from sources.tracing import is_stand_in, retrace, stands_for
from sources.worked_out import shape

TOPIC = "document.stored"


class Erased(Refused):
    """The document, its address or its publisher was erased here, and is not taken in again."""

    def __init__(self) -> None:
        super().__init__("erased", "This was removed here for good, and is not taken in again.")


@dataclass(frozen=True)
class Stored:
    """`version` is the one that has the text: a new one, or where `result.state` is "same" the one we had."""

    result: IngestedDocument
    document: Document
    version: DocumentVersion


def store(
    *,
    upload: Upload,
    read: ReadDocument,
    by: str,
    now: datetime,
    fetch: Fetch | None = None,
    entropy: Entropy = secrets.token_bytes,
) -> Stored:
    """Store `upload`, which was read as `read`, in the caller's transaction; without `fetch` it came by hand.

    Nothing is written where we have this text already, except what we learn of its address. A document that we knew
    without holding it gets its first version. Waits for `lock_stories`, which is held until the transaction ends.
    Raises Erased.
    """
    lock_stories()
    expected = fetch.document if fetch else None
    own = address_key(keepable(upload.address or read.address)) or None
    key = key_of(upload, read, own)
    if may_not_return(own or "", key or "", read.content_hash, *_marks_of_publisher(upload, read)):
        raise Erased
    if expected is not None and expected.versions.exists():
        same = expected.versions.filter(content_hash=read.content_hash).first()
        document: Document | None = expected
    else:
        same = _same(read, key)
        document = same.document if same else _by_address(key)
        if expected is not None:
            document = expected if document is None else fold(expected, into=document)
    if same and document:
        if fetch:
            _learn_address(document, upload, key)
        reason = "We have this text already; nothing was changed."
        return Stored(_result(upload, read, document, same, "same", reason), document, same)
    publisher = _publisher(read, upload, fetch.source if fetch else None, entropy)
    title = title_of(upload, read)
    if document is None and key is None:
        document = _known_text(read, title, publisher)
    is_held = document is not None and document.versions.exists()
    state = "new version" if is_held else "new"
    reason = "The text of a document that we have has changed." if is_held else "It was not known before."
    if document is not None and not is_held:
        reason = "It was known without its text, and is held now."
    story_reason = ""
    if document is None or (not is_held and document.story is None):
        day = read.published.value if read.published else None
        story, verdict = story_for(
            title=title, text=read.text, content=read.content_hash, day=day, now=now, entropy=entropy
        )
        story_reason = verdict.reason if verdict else "No open story tells of the same event."
        awaited = _awaited(read, story, publisher, document)
        if awaited:
            reason = "It was known from others that name it, and is held now."
            document = awaited if document is None else fold(document, into=awaited)
        elif document is None:
            document = Document(public_id=new_identifier("document", entropy), made_at=now)
        document.story = story
    kept = _describe(document, read, title, publisher, upload, key, now)
    if fetch and fetch.source and document.source_id is None:
        document.source = fetch.source
    document.save()
    version = DocumentVersion.objects.create(
        document=document,
        number=(document.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        content_hash=read.content_hash,
        title=title,
        text=read.text,
        raw=upload.packed or pack(upload.data),
        raw_length=len(upload.data),
        media_type="text/html" if read.is_html else "text/plain",
        file_name=_file_name(upload.name),
        how="fetch" if fetch else "upload",
        taken_at=now,
        taken_by=by,
    )
    if document.story:
        retrace(story=document.story, now=now, entropy=entropy)
    detail = {"version": version.number, "file": version.file_name, "state": state}
    audit.record(by=by, verb="stored a document", subject=f"document:{document.public_id}", now=now, **detail)
    outbox.announce(topic=TOPIC, key=document.public_id, now=now, payload={"version": version.number, "state": state})
    if kept:
        reason = f"{reason} What an editor ruled stays: {', '.join(kept)}."
    elif read.own_page.is_own_kind:
        reason = read.own_page.reason
    result = replace(_result(upload, read, document, version, state, reason), story_reason=story_reason)
    return Stored(result, document, version)


def _marks_of_publisher(upload: Upload, read: ReadDocument) -> tuple[str, ...]:
    host = host_of(upload.address) or (read.domain.value if read.domain else "")
    name = name_key(read.publisher.value) if read.publisher else ""
    return return_of_domain(registrable_domain(host)), return_of_name(name)


def _same(read: ReadDocument, key: str | None) -> DocumentVersion | None:
    """A version with this very text: of the same address, or of a document without one.

    The same text at two addresses is two documents, one of them a copy."""
    versions = DocumentVersion.objects.filter(content_hash=read.content_hash).select_related(
        "document__publisher", "document__story"
    )
    if key:
        versions = versions.filter(document__address_key=key) | versions.filter(document__address_key=None)
    return versions.order_by("id").first()


def _by_address(key: str | None) -> Document | None:
    return Document.objects.filter(address_key=key).select_related("story").first() if key else None


def _publisher(read: ReadDocument, upload: Upload, source: Source | None, entropy: Entropy) -> Publisher | None:
    held = publisher_here(read, upload, source)
    name, host = name_and_host(read, upload)
    if held is not None:
        return held
    kind = PublisherKind.UNKNOWN
    if read.kind == "filing":
        kind = PublisherKind.COURT if is_court(name) else PublisherKind.REGULATOR
    found = find_or_make_publisher(name=name, host=host, kind=kind, entropy=entropy)
    return found.publisher if found else None


def _known_text(read: ReadDocument, title: str, publisher: Publisher | None) -> Document | None:
    """The document without an address of which this is a new version: same known publisher and title, and at least
    the likeness of a copy."""
    if publisher is None:
        return None
    own = shape(read.content_hash, read.text)
    for document in Document.objects.filter(publisher=publisher, address_key=None, versions__isnull=False).distinct():
        last = document.versions.order_by("-number").first()
        titles = {name_key(document.title), name_key(last.title if last else "")}  # an editor may have changed one
        if last is None or name_key(title) not in titles:
            continue
        if containment(own, shape(last.content_hash, last.text)) >= COPY_FROM:
            return document
    return None


def _awaited(
    read: ReadDocument, story: Story, publisher: Publisher | None, document: Document | None
) -> Document | None:
    """The document of this story that others have named and that this file now is."""
    if publisher is None or read.own_page.is_own_kind:
        return None
    kind = "filing" if read.kind == "filing" else "article"
    waiting = Document.objects.filter(story=story, kind=kind, versions__isnull=True, address_key=None)
    for each in waiting.select_related("publisher").order_by("id"):
        if each != document and stands_for(each, publisher.name):
            return each
    return None


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
    sightings = _unread_sightings(document)
    if document.pk is None:
        stored, kept = seen, ()
    else:
        judged = redescribed(description_of(document), _recognised_before(document, sightings), seen)
        stored, kept = judged.description, judged.kept
    day = read.published.value if read.published else None
    if day and document.published_on in {each.published_at.date() for each in sightings if each.published_at}:
        document.published_on = None  # the page knows better than the feed
    if read.language and sightings:
        document.language = ""
    if publisher and document.publisher_id in {each.source.publisher_id for each in sightings}:
        document.publisher = None
    document.kind = stored.kind
    document.title = stored.title
    document.byline = stored.byline
    document.shows_own_reporting = stored.own_reporting
    document.is_evidence = stored.is_evidence
    document.no_evidence_reason = stored.no_evidence_reason
    if key:
        document.address = document.address or keepable(upload.address) or keepable(read.address)
        document.address_key = document.address_key or key
    document.publisher = document.publisher or publisher
    document.published_on = document.published_on or day
    document.language = document.language or read.language
    document.findings = findings_of(read)
    document.seen_at = document.seen_at or now
    return kept


def _learn_address(document: Document, upload: Upload, key: str | None) -> None:
    if key and not document.address_key:
        document.address, document.address_key = keepable(upload.address), key
        document.save(update_fields=["address", "address_key"])


def _unread_sightings(document: Document) -> list[Sighting]:
    """What feeds said of a document, as long as that is all there is."""
    if document.pk is None or document.versions.exists():
        return []
    return list(document.sightings.select_related("source"))


def _recognised_before(document: Document, sightings: list[Sighting]) -> Description:
    last = document.versions.order_by("-number").values_list("title", flat=True).first()
    if last is None and (is_stand_in(document.title) or document.title in {each.title for each in sightings}):
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
