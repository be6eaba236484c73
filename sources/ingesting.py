"""Bring files in: read, store, put into a story, trace to origins."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from records import audit
from records.identifiers import Entropy
from sources.beforehand import work_out_beforehand
from sources.coming import Upload
from sources.ingested import Ingested, IngestedDocument, TracedStory, traced_story
from sources.models import Story
from sources.publishers import known_publishers
from sources.reading.decode import Refused
from sources.reading.document import read_document
from sources.stories import lock_stories
from sources.storing import TOPIC, store
from sources.tracing import retrace, work_out

__all__ = ["TOPIC", "Upload", "ingest", "trace_story"]


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
            upload = work_out_beforehand(upload=upload, read=read)
            with transaction.atomic():
                result = store(upload=upload, read=read, by=by, now=now, entropy=entropy).result
        except Refused as refusal:
            documents.append(IngestedDocument(file=upload.name, state="refused", reason=refusal.message))
            continue
        documents.append(result)
        if result.story:
            stories[result.story] = None
    return Ingested(tuple(documents), tuple(_story_now(public_id, now, entropy) for public_id in stories))


def trace_story(*, story: str, by: str, now: datetime, entropy: Entropy = secrets.token_bytes) -> TracedStory:
    """Work out a story's origins anew, say after an editor joined or split two documents; return them.

    `story` is its public id (Story.DoesNotExist otherwise).
    """
    work_out(story=Story.objects.get(public_id=story))
    with transaction.atomic():
        lock_stories()
        traced = retrace(story=Story.objects.get(public_id=story), now=now, entropy=entropy)
        audit.record(by=by, verb="traced origins", subject=f"story:{story}", now=now)
        return traced_story(traced)


def _story_now(public_id: str, now: datetime, entropy: Entropy) -> TracedStory:
    work_out(story=Story.objects.get(public_id=public_id))
    with transaction.atomic():
        lock_stories()
        return traced_story(retrace(story=Story.objects.get(public_id=public_id), now=now, entropy=entropy))
