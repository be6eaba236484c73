"""What storing a text needs of it and of the texts beside it, worked out before anybody has to wait for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sources.coming import Fetch, Upload, key_of, pack, publisher_here, title_of
from sources.models import Document
from sources.publishers import known_publishers
from sources.reading.address import address_key, keepable
from sources.reading.document import ReadDocument, content_hash
from sources.stories import open_story_for
from sources.tracing import work_out
from sources.worked_out import TextOf, shapes_and_told


def work_out_beforehand(*, upload: Upload, read: ReadDocument, fetch: Fetch | None = None) -> Upload:
    """Have at hand what `store` will need of texts, and return the upload, packed. To be called before
    `stories.lock_stories`: what long texts take is then not taken under it.

    Where the story is another when the lock is held, `store` works out what is lacking; nothing depends on this.
    """
    document = fetch.document if fetch else None
    if document is None:
        key = key_of(upload, read, address_key(keepable(upload.address or read.address)) or None)
        held = Document.objects.filter(address_key=key).select_related("story", "publisher") if key else None
        document = held.first() if held is not None else None
    publisher = publisher_here(read, upload, fetch.source if fetch else None)
    names = {publisher.name if publisher else read.publisher.value.strip()[:200] if read.publisher else ""}
    if document is not None and document.publisher is not None:
        names.add(document.publisher.name)
    shapes_and_told(
        {TextOf(read.content_hash, name) for name in names},
        known=known_publishers(),
        load=lambda contents: {read.content_hash: read.text},
    )
    day = read.published.value if read.published else None
    _work_out_story(document, title_of(upload, read), read.text, read.content_hash, day)
    return replace(upload, packed=pack(upload.data))


def work_out_place(*, document: Document, title: str, text: str) -> None:
    """The same for a document that joins a story by what feeds said of it."""
    _work_out_story(document, title, text, content_hash(text), document.published_on)


def _work_out_story(document: Document | None, title: str, text: str, content: str, day: date | None) -> None:
    story = document.story if document else None
    story = story or open_story_for(title=title, text=text, content=content, day=day)
    if story is not None:
        work_out(story=story)
