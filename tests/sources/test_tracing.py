"""What tracing a story costs the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.models import Document, OriginEdge, Story
from sources.stories import lock_stories
from sources.tracing import retrace
from tests.cast import NOW, document, publisher
from tests.sources.watching.room import CUT

pytestmark = pytest.mark.django_db


def story_of(number: int) -> Story:
    """A story of so many documents of one house that show the same text."""
    story = Story.objects.create(title=f"Link cut {number}", opened_at=NOW)
    house = publisher(f"Quay Courier {number}")
    made = [document(f"Link cut {each}", CUT, house) for each in range(number)]
    Document.objects.filter(pk__in=[each.pk for each in made]).update(story=story)
    return story


def queries(story: Story) -> int:
    with CaptureQueriesContext(connection) as asked:
        retrace(story=story, now=NOW)
    return len(asked)


def test_tracing_costs_as_many_queries_for_many_documents_as_for_few() -> None:
    lock_stories()
    few, many = story_of(3), story_of(12)
    assert queries(many) == queries(few)
    assert OriginEdge.objects.filter(document__story=many).count() > 100
    assert queries(many) == queries(few)  # and where nothing has changed
    before = list(OriginEdge.objects.order_by("pk").values())
    OriginEdge.objects.update(reason="Another.", weight="0.10")
    assert queries(many) == queries(few)  # and where everything has
    assert list(OriginEdge.objects.order_by("pk").values()) == before
