"""Where our data comes from: only what public profiles rest on, on the terms under which we use it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from profiles.editions import data_sources as reading
from profiles.editions.data_sources import ByHand, DataSource, data_sources
from sources.models import Document, Source, Watch
from tests.cast import ALICE, NOW, Cast, cast, publish

pytestmark = pytest.mark.django_db


def source(found: Cast, name: str = "Quay Courier, all articles", **values: Any) -> Source:
    address = f"https://news.example.org/{name.replace(' ', '-')}"
    return Source.objects.create(name=name, kind="feed", address=address, publisher=found.report.publisher, **values)


def watched(of: Source, **values: Any) -> Watch:
    given = {"kind": "feed", "host": "news.example.org", "interval_seconds": 60, "first_seen_at": NOW}
    return Watch.objects.create(address=of.address, source=of, **{**given, **values})


def test_source_of_a_cited_document_stands_there_with_its_terms() -> None:
    found = cast()
    mine = source(found, terms="https://news.example.org/terms", licence="CC BY 4.0", raw_days=30)
    watched(mine, robots="allows", robots_at=NOW, next_fetch_at=NOW)
    Document.objects.filter(pk=found.report.pk).update(source=mine)
    assert data_sources().sources == ()  # nothing is public yet
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    page = data_sources()
    assert page.sources == (
        DataSource(
            "Quay Courier, all articles",
            "Quay Courier",
            "Feed",
            mine.address,
            "https://news.example.org/terms",
            "CC BY 4.0",
            "allows",
            NOW.date(),
            is_watched=True,
            kept_days=30,
        ),
    )
    assert page.by_hand == (ByHand("Morning Net", 1), ByHand("Office for Exchanges", 1))
    text = Client().get("/sources/").content.decode()
    assert "CC BY 4.0" in text
    assert "Lets us fetch it" in text
    assert "Kept for 30 days" in text
    Source.objects.update(raw_days=None)
    assert "Kept with their text" in Client().get("/sources/").content.decode()


def test_what_is_watched_and_cited_nowhere_is_not_told() -> None:
    found = cast()
    watched(source(found, "A secret interest of the desk"))
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert data_sources().sources == ()
    assert "secret interest" not in Client().get("/sources/").content.decode()


def test_pages_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 1)
    found = cast()
    for document, name in ((found.report, "B & co"), (found.order, "A source")):
        Document.objects.filter(pk=document.pk).update(source=source(found, name))
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    first = data_sources()
    assert [one.name for one in first.sources] == ["A source"]
    second = data_sources(first.after)
    assert ([one.name for one in second.sources], second.after, second.by_hand) == (["B & co"], "", ())
    assert Client().get("/sources/?before=1").status_code == 400


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_as_for_one(many: int, django_assert_num_queries: Any) -> None:
    found = cast()
    for number, document in enumerate((found.report, found.order, found.copy)[:many]):
        Document.objects.filter(pk=document.pk).update(source=source(found, f"Source {number}"))
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    with django_assert_num_queries(3):
        Client().get("/sources/")
