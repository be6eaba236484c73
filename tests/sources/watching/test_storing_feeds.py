"""Feeds that come together are stored together, and as each would be by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import OutboxRow
from sources.fetching.outcomes import Fetched, Headers, Outcome, Unchanged
from sources.models import Document, DocumentVersion, Sighting, Source, Watch
from sources.reading.document import content_hash
from sources.watching.arriving import Arrived, Visited, arrived
from sources.watching.claiming import claim_due
from sources.watching.feeds import read_feed
from sources.watching.settling import settle
from sources.watching.settling_together import settle_feeds, settle_unchanged
from sources.watching.sighting import Counted, see
from tests.sources.watching.room import NOW, item, rss, source

HOUR = timedelta(hours=1)
OWN = {"id", "address", "host", "source", "validated_for"}


def together(came: list[Arrived], now: datetime, jitter: float = 0.0) -> tuple[Visited, ...]:
    """All of them in one go, whether they were read or are unchanged."""
    if any(each.answer for each in came):
        return settle_feeds(came=came, now=now, chance=lambda: jitter)
    visited, others = settle_unchanged(came=came, now=now, chance=lambda: jitter)
    assert others == ()
    return visited


def feeds(count: int) -> list[Source]:
    return [source(f"https://h{number}.example.org/feed") for number in range(count)]


def brought(outcome: Callable[[str], Outcome]) -> list[Arrived]:
    """What all due watches brought, read here."""
    found = []
    for claimed in sorted(claim_due(limit=100, now=NOW), key=lambda each: each.watch):
        came = arrived(claimed, outcome(claimed.address))
        if came.body and not came.is_unchanged:
            came = Arrived(
                came.claimed, came.outcome, came.digest, read_feed(came.body, address=claimed.address, now=NOW)
            )
        found.append(came)
    return found


def new(address: str) -> Fetched:
    return Fetched(200, address, Headers(etag='"1"'), rss(item(1, "/a"), item(2, "/b")))


def rows() -> list[dict[str, Any]]:
    """What is held of each feed, without what makes it this one."""
    held = Watch.objects.filter(kind="feed").order_by("id").values()
    return [{name: value for name, value in row.items() if name.removesuffix("_id") not in OWN} for row in held]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "outcome",
    [
        lambda address: Unchanged(address, Headers()),
        lambda address: Unchanged(address, Headers(etag='"2"', last_modified="Thu, 20 Mar 2031 08:00:00 GMT")),
        lambda address: Fetched(200, address, Headers(etag='"3"'), b"the same"),
        new,
    ],
    ids=["304", "304 with validators", "same bytes", "new"],
)
def test_together_is_as_each_by_itself(outcome: Callable[[str], Outcome]) -> None:
    feeds(3)
    digest = hashlib.sha256(b"the same").hexdigest()
    Watch.objects.update(body_digest=digest, etag='"1"', validated_for="https://v.example.org/", failures=2, misses=1)
    first, *others = brought(outcome)
    assert settle(came=first, now=NOW + HOUR, jitter=0.5).stored
    assert [each.stored for each in together(others, NOW + HOUR, 0.5)] == [True, True]
    alone, *rest = rows()
    assert rest == [alone, alone]
    assert alone["last_visit_at"] == NOW + HOUR


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", [lambda address: Unchanged(address, Headers()), new], ids=["304", "new"])
def test_many_take_as_many_statements_as_one(outcome: Callable[[str], Outcome]) -> None:
    feeds(11)
    one, *ten = brought(outcome)
    with CaptureQueriesContext(connection) as for_one:
        together([one], NOW)
    with CaptureQueriesContext(connection) as for_ten:
        together(ten, NOW)
    assert len(for_ten) == len(for_one) <= 14


@pytest.mark.django_db
def test_unchanged_documents_together_are_as_each_by_itself() -> None:
    """The address answered about each; one that had vanished is back, which is told by itself."""
    for number in range(4):
        source(f"https://h{number}.example.org/page", "page")
        document = Document.objects.create(title="t", made_at=NOW)
        text = f"Text {number}."
        version = DocumentVersion.objects.create(
            **{"document": document, "number": 1, "content_hash": content_hash(text), "title": "t", "text": text},
            **{"raw": b"", "raw_length": 0, "media_type": "text/html", "how": "fetch", "taken_at": NOW},
        )
        Watch.objects.filter(host=f"h{number}.example.org").update(document=document, shows=version)
    Document.objects.filter(watches__host="h3.example.org").update(vanished_at=NOW)
    first, *others = brought(lambda address: Unchanged(address, Headers()))
    settle(came=first, now=NOW + HOUR, jitter=0.5)
    visited, more = settle_unchanged(came=others, now=NOW + HOUR, chance=lambda: 0.5)
    assert [(each.address, each.outcome) for each in visited] == [
        ("https://h1.example.org/page", "unchanged"),
        ("https://h2.example.org/page", "unchanged"),
    ]
    assert more == (others[2],)
    assert Watch.objects.get(host="h3.example.org").lease == more[0].claimed.lease
    settle(came=more[0], now=NOW + HOUR, jitter=0.5)
    own = {"id", "address", "host", "source_id", "document_id", "shows_id", "validated_for"}
    rows = [
        {name: value for name, value in row.items() if name not in own} for row in Watch.objects.order_by("id").values()
    ]
    assert rows == [rows[0]] * 4
    assert set(Document.objects.values_list("last_checked_at", "vanished_at")) == {(NOW + HOUR, None)}
    news = OutboxRow.objects.order_by("id").values_list("topic", "key", "payload", "made_at", "due_at")
    ids = list(Document.objects.order_by("id").values_list("public_id", flat=True))
    at = (NOW + HOUR).isoformat()
    payload = {"version": 1, "at": at, "outcome": "unchanged"}
    checked = [("document.checked", each, payload, NOW + HOUR, NOW + HOUR) for each in ids]
    back = ("document.back", ids[3], {"version": 1, "at": at}, NOW + HOUR, NOW + HOUR)
    assert list(news) == [*checked[:3], back, checked[3]]


@pytest.mark.django_db
def test_lease_that_was_lost_is_passed_over_among_others() -> None:
    feeds(2)
    first, second = brought(new)
    Watch.objects.filter(pk=first.claimed.watch).update(lease=None, leased_until=None)
    visited = settle_feeds(came=[first, second], now=NOW, chance=lambda: 0.0)
    assert [(each.address, each.stored) for each in visited] == [
        (second.claimed.address, True),
        (first.claimed.address, False),
    ]
    assert set(Sighting.objects.values_list("source__watches__host", flat=True)) >= {"h1.example.org"}
    assert Sighting.objects.filter(source__address=first.claimed.address).count() == 0


@pytest.mark.django_db
def test_one_article_in_several_feeds_is_one_document() -> None:
    feeds(3)
    body = rss(item(1, "https://news.example.org/a?utm_source=x"), item(2, "", "No address", "Words."))
    visited = settle_feeds(
        came=brought(lambda address: Fetched(200, address, Headers(), body)), now=NOW, chance=lambda: 0.0
    )
    words = "2 entries, 2 new. 1 of the new without an address that can be visited."
    assert [each.words for each in visited] == [words] * 3
    shared = Document.objects.get(address_key="news.example.org/a")
    assert (shared.sightings.count(), shared.watches.count()) == (3, 1)
    assert Document.objects.filter(address_key=None).count() == 3  # nobody knows whether they are one
    assert Sighting.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_feeds_with_the_same_articles_are_stored_at_once_without_waiting_in_a_circle() -> None:
    feeds(8)
    order = [item(number, f"https://news.example.org/{number}") for number in range(60)]
    came = brought(lambda address: Fetched(200, address, Headers(), rss(*(order if "0" in address else order[::-1]))))
    start = Barrier(4)

    def run(part: list[Arrived]) -> tuple[Visited, ...]:
        try:
            start.wait(timeout=30)
            return settle_feeds(came=part, now=NOW, chance=lambda: 0.0)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        visited = [each for part in pool.map(run, [came[:2], came[2:4], came[4:6], came[6:]]) for each in part]
    assert [each.words for each in visited] == ["60 entries, 60 new."] * 8
    assert (Document.objects.count(), Sighting.objects.count()) == (60, 480)
    assert Watch.objects.filter(kind="document").count() == 60


@pytest.mark.django_db
def test_what_is_known_from_elsewhere_is_counted() -> None:
    first, second, third = feeds(3)
    Document.objects.create(title="t", address_key="news.example.org/held", made_at=NOW)
    own = "<item><link>https://news.example.org/{}</link></item>"

    def show(*parts: tuple[Source, str]) -> tuple[Counted, ...]:
        shown = [(made, read_feed(rss(body), address=made.address, now=NOW)) for made, body in parts]
        return see(shown=shown, now=NOW)  # type: ignore[arg-type]

    assert show((first, own.format("held") + own.format("a")), (second, own.format("a") + own.format("b"))) == (
        Counted(new=2, without=0, known=1),
        Counted(new=2, without=0, known=1),
    )
    assert show((first, own.format("a")), (third, own.format("a") + own.format("c"))) == (
        Counted(new=0, without=0, known=0),
        Counted(new=2, without=0, known=1),
    )
    assert Document.objects.filter(seen_at=None).count() == 0


@pytest.mark.django_db
def test_documents_count_in_the_order_of_their_feed() -> None:
    feeds(1)
    body = rss(*(item(number, f"/{name}") for number, name in enumerate("zcaq")))
    settle_feeds(came=brought(lambda address: Fetched(200, address, Headers(), body)), now=NOW, chance=lambda: 0.0)
    documents = Document.objects.order_by("id").values_list("address_key", flat=True)
    assert list(documents) == [f"h0.example.org/{name}" for name in "zcaq"]
    watches = Watch.objects.filter(kind="document").order_by("id").values_list("address", flat=True)
    assert list(watches) == [f"https://h0.example.org/{name}" for name in "zcaq"]
