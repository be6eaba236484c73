from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sources.models import Document, DocumentVersion, Story
from sources.stories import lock_stories, story_for
from tests.sources.cases import NOW, REPORT, RETELLINGS, read_own
from tests.sources.test_ingesting import bring, own


def placed() -> tuple[int, list[str]]:
    """The story of the report, and the queries that read texts of stored versions for it."""
    read = read_own(REPORT)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        lock_stories()
        story, _ = story_for(
            title="Lanternfish", text=read.text, content=read.content_hash, day=date(2031, 3, 12), now=NOW
        )
    reads = 'SELECT "sources_documentversion"."id" AS "id", LEFT("sources_documentversion"."text", 200000)'
    return story.pk, [each["sql"] for each in queries if each["sql"].startswith(reads)]


@pytest.mark.django_db
def test_story_for_reads_each_stored_text_once() -> None:
    """What is stored is not worked out anew for each file; a new title, day or text is."""
    bring(*own(*RETELLINGS))
    Document.objects.update(title="A title that no other test has given")
    (story, first), (again, second) = placed(), placed()
    assert story == again == Story.objects.get().pk
    assert (len(first), len(second)) == (1, 0)
    changed = Document.objects.order_by("id")[0]
    Document.objects.filter(pk=changed.pk).update(published_on=date(2031, 3, 11))
    _, [third] = placed()
    assert third.endswith(f'"id" IN ({DocumentVersion.objects.get(document=changed).pk})')
