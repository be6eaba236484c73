"""Feeds that come together are stored together, and as each would be by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.fetching.outcomes import Fetched, Headers, Outcome, Unchanged
from sources.models import Document, Sighting, Source, Watch
from sources.watching.arriving import Arrived, arrived
from sources.watching.claiming import claim_due
from sources.watching.feeds import read_feed
from sources.watching.settling import Visited, settle, settle_feeds
from sources.watching.sighting import Counted, see
from tests.sources.watching.room import NOW, item, rss, source

HOUR = timedelta(hours=1)
OWN = {"id", "address", "host", "source"}


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
    together = settle_feeds(came=others, now=NOW + HOUR, chance=lambda: 0.5)
    assert [each.stored for each in together] == [True, True]
    alone, *rest = rows()
    assert rest == [alone, alone]
    assert alone["last_visit_at"] == NOW + HOUR


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", [lambda address: Unchanged(address, Headers()), new], ids=["304", "new"])
def test_many_take_as_many_statements_as_one(outcome: Callable[[str], Outcome]) -> None:
    feeds(11)
    one, *ten = brought(outcome)
    with CaptureQueriesContext(connection) as for_one:
        settle_feeds(came=[one], now=NOW, chance=lambda: 0.0)
    with CaptureQueriesContext(connection) as for_ten:
        settle_feeds(came=ten, now=NOW, chance=lambda: 0.0)
    assert len(for_ten) == len(for_one) <= 12


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
