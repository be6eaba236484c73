from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from records.models import AuditRow, OutboxRow
from sources.ingesting import Upload, ingest
from sources.models import Document, OriginEdge, Source, Watch
from sources.watching.entering import NotWatched, check_now, watch_document, watch_source
from sources.watching.health import dead_sources
from tests.cast import document, editor
from tests.sources.cases import DOCUMENTS, RETELLINGS
from tests.sources.watching.room import BY, CUT, NOW, article, courier, feed, item, page, room, source, tick

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def state() -> list[tuple[str, str, Any, Any]]:
    return [(each.address, each.kind, each.next_fetch_at, each.ended_at) for each in Watch.objects.order_by("id")]


def verbs() -> list[str]:
    return list(AuditRow.objects.filter(verb__startswith="watch.").order_by("id").values_list("verb", flat=True))


def test_source_that_is_entered_is_due_at_once() -> None:
    made = source("https://a.example.org/feed")
    assert state() == [("https://a.example.org/feed", "feed", NOW, None)]
    assert watch_source(source=made, by=BY, now=LATER) == Watch.objects.get()
    assert state() == [("https://a.example.org/feed", "feed", NOW, None)]  # saved again, nothing changed
    assert verbs() == ["watch.started"]


def test_json_document_of_which_nothing_is_chosen_is_not_visited() -> None:
    made = source("https://a.example.org/x", "json")
    assert state() == []
    with pytest.raises(NotWatched, match="nothing of the JSON document is chosen yet"):
        check_now(source=made, by=BY, now=NOW)


def test_source_that_rests_is_not_visited_until_it_is_active_again() -> None:
    made = source("https://a.example.org/feed")
    made.is_active = False
    made.save()
    assert watch_source(source=made, by=BY, now=LATER) is None
    assert state() == [("https://a.example.org/feed", "feed", None, None)]
    made.is_active = True
    made.save()
    watch_source(source=made, by=BY, now=LATER)
    assert state() == [("https://a.example.org/feed", "feed", LATER, None)]
    assert verbs() == ["watch.started", "watch.paused", "watch.started"]


def test_source_that_has_ended_stays_so_until_somebody_asks() -> None:
    made = source("https://a.example.org/feed")
    Watch.objects.update(next_fetch_at=None, ended_at=NOW, ended_reason="Gone.", failures=9)
    watch_source(source=made, by=BY, now=LATER)
    assert state() == [("https://a.example.org/feed", "feed", None, NOW)]
    check_now(source=made, by=BY, now=LATER)
    assert state() == [("https://a.example.org/feed", "feed", LATER, None)]
    assert Watch.objects.get().failures == 0


def test_source_with_another_address_begins_anew() -> None:
    made = source("https://a.example.org/feed")
    Watch.objects.update(etag='"1"', last_checked_at=NOW, next_fetch_at=LATER, last_outcome="new")
    made.address = "https://b.example.org/feed"
    made.save()
    watch = watch_source(source=made, by=BY, now=LATER)
    assert watch is not None
    assert state() == [("https://b.example.org/feed", "feed", LATER, None)]
    assert (watch.host, watch.etag, watch.last_checked_at, watch.last_outcome) == ("b.example.org", "", None, "")


def test_source_whose_address_is_watched_as_a_document_takes_that_watch_over() -> None:
    held = document("Cut", CUT, courier())
    Document.objects.filter(pk=held.pk).update(address="https://a.example.org/cut", address_key="a.example.org/cut")
    held.refresh_from_db()
    watch_document(document=held, by=BY, now=NOW)
    made = source("https://a.example.org/other", "page")
    made.address = "https://a.example.org/cut"
    made.save()
    watch = watch_source(source=made, by=BY, now=LATER)
    assert watch is not None
    assert state() == [("https://a.example.org/cut", "page", LATER, None)]
    assert (watch.document, watch.source) == (held, made)


@pytest.mark.parametrize("address", ["http://10.0.0.1/feed", "https://a.example.org:99999/feed", "https://a_b c/"])
def test_address_that_may_not_be_fetched_is_refused(address: str) -> None:
    with pytest.raises(NotWatched):
        source(address)
    assert state() == []


def test_document_without_an_address_is_not_watched() -> None:
    assert watch_document(document=document("Cut", CUT, courier()), by=BY, now=NOW) is None


def test_editor_enters_a_source_and_asks_for_a_check(client: Client) -> None:
    client.force_login(editor())
    publisher = courier()
    add = reverse("admin:sources_source_add")
    given = {"name": "Courier", "kind": "feed", "publisher": publisher.pk, "is_active": "on", "interval_seconds": "15"}
    refused = client.post(add, {**given, "address": "http://10.0.0.1/feed"})
    assert "This address cannot be visited." in refused.content.decode()
    assert Source.objects.count() == 0
    short = client.post(add, {**given, "address": "https://a.example.org/feed", "interval_seconds": "9"})
    assert "greater than or equal to 10" in short.content.decode()
    client.post(add, {**given, "address": "https://a.example.org/feed"})
    watch = Watch.objects.get()
    assert (watch.interval_seconds, watch.source) == (15, Source.objects.get())
    Watch.objects.update(next_fetch_at=None, ended_at=NOW, ended_reason="It failed 10 times in a row.")
    listed = reverse("admin:sources_source_changelist")
    assert "Ended. It failed 10 times in a row." in client.get(listed, {"state": "dead"}).content.decode()
    assert "0 sources" in client.get(listed, {"state": "alive"}).content.decode()
    assert len(dead_sources()) == 1
    done = client.post(listed, {"action": "ask_for_a_visit", "_selected_action": [str(watch.source_id)]}, follow=True)
    assert "1 source is due now" in done.content.decode()
    assert Watch.objects.get().ended_at is None
    assert AuditRow.objects.filter(verb="watch.asked_for_now").count() == 1
    change = client.get(reverse("admin:sources_source_change", args=[watch.source_id]))
    assert "Not visited yet." in change.content.decode()
    for name in ("watch", "sighting"):
        assert client.get(reverse(f"admin:sources_{name}_changelist")).status_code == 200


def test_list_of_sources_costs_the_same_for_one_and_for_many(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(editor())
    for number in range(12):
        source(f"https://a.example.org/{number}")
    with django_assert_max_num_queries(9):
        client.get(reverse("admin:sources_source_changelist"))


def test_report_that_others_name_is_the_one_that_turns_up_in_a_feed() -> None:
    """Three re-tell it before we see it; what stood for it until then becomes the article, edges and all."""
    ingest(files=[Upload(name, (DOCUMENTS / name).read_bytes()) for name in RETELLINGS], by=BY, now=NOW)
    stand_in = Document.objects.get(title="Report by Tidewater Chronicle")
    named = stand_in.repeated_by.count()
    OutboxRow.objects.all().delete()
    report = (DOCUMENTS / "lanternfish_report.html").read_bytes()
    with room({"/feed": feed(item(1, "/report", "What the Chronicle found")), "/report": page(report)}) as server:
        source(server.url("/feed"))
        tick(NOW)
        seen = Document.objects.get(title="What the Chronicle found")
        assert (seen.story, seen.versions.count()) == (None, 0)
        assert [each.outcome for each in tick(NOW + timedelta(seconds=5))] == ["new"]
    stand_in.refresh_from_db()
    assert not Document.objects.filter(pk=seen.pk).exists()
    assert (stand_in.versions.count(), stand_in.sightings.count(), stand_in.watches.count()) == (1, 1, 1)
    assert stand_in.address_key == seen.address_key
    assert OriginEdge.objects.filter(original=stand_in, state="joined").count() >= named
    assert [row.key for row in OutboxRow.objects.all()] == [stand_in.public_id] * 2


def test_report_that_cannot_be_read_stands_in_its_story_by_its_summary() -> None:
    """The newsroom's report is seen, its summary in a feed, and not held."""
    ingest(files=[Upload(name, (DOCUMENTS / name).read_bytes()) for name in RETELLINGS], by=BY, now=NOW)
    stand_in = Document.objects.get(title="Report by Tidewater Chronicle")
    text = (DOCUMENTS / RETELLINGS[0]).read_text(encoding="utf-8").replace("\n", " ")
    publisher = stand_in.publisher
    pages = {"/feed": feed(item(1, "/r", "Lanternfish settles", text)), "/r": page(article("Paid", "Subscribe."))}
    with room(pages) as server:
        made = Source.objects.create(name="Chronicle", kind="feed", address=server.url("/feed"), publisher=publisher)
        watch_source(source=made, by=BY, now=NOW)
        tick(NOW)
        assert [each.outcome for each in tick(NOW + timedelta(seconds=5))] == ["unreadable"]
    stand_in.refresh_from_db()
    assert (stand_in.title, stand_in.seen_at, stand_in.versions.count()) == ("Lanternfish settles", NOW, 0)
    assert stand_in.story is not None
    assert stand_in.repeated_by.filter(state="joined").exists()
