"""Hosts wait for their turn: nothing that is due is overlooked, whatever happened to its row, and nobody wades through
what a busy host has waiting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as WithDatabase

from sources.fetching.manners import HOST_PAUSE
from sources.models import Document, HostDue, HostPace, Watch
from sources.watching.claiming import CLAIM, LEASE, Claimed, claim_due, claim_parameters, hold_host, put_off
from tests.plans import scans
from tests.sources.watching.room import NOW, source

SECOND = timedelta(seconds=1)


def watches(*places: tuple[str, datetime]) -> None:
    """Documents to be visited: host and when, in this order."""
    document = Document.objects.first() or Document.objects.create(title="t", made_at=NOW)
    Watch.objects.bulk_create(
        Watch(
            address=f"https://{host}/{uuid4()}",
            host=host,
            kind="document",
            document=document,
            interval_seconds=60,
            next_fetch_at=due,
            first_seen_at=NOW,
        )
        for host, due in places
    )


def hosts(now: datetime, limit: int = 20) -> list[str]:
    return [each.address.split("/")[2] for each in claim_due(limit=limit, now=now)]


@pytest.mark.django_db
def test_busy_host_in_front_does_not_hold_others_up() -> None:
    watches(*[("busy.example.org", NOW - timedelta(hours=1))] * 3_000, ("other.example.org", NOW))
    assert hosts(NOW) == ["busy.example.org", "other.example.org"]
    assert hosts(NOW + 4 * SECOND) == []
    assert HostPace.objects.get(host="busy.example.org").due_at == NOW + HOST_PAUSE
    assert hosts(NOW + 5 * SECOND) == ["busy.example.org"]
    HostPace.objects.bulk_create(
        HostPace(host=f"h{number}.org", free_at=NOW, due_at=NOW + timedelta(days=1)) for number in range(5_000)
    )
    given = claim_parameters(limit=20, now=NOW + 10 * SECOND, lease=uuid4())
    paces, read = (scans(CLAIM, given, of=table) for table in ("sources_hostpace", "sources_watch"))
    assert {scan.index for scan in paces} == {"host_pace_due", "sources_hostpace_pkey"}
    assert {scan.index for scan in read} == {"watch_of_host", "watch_not_documents_of_host", "sources_watch_pkey"}
    assert sum(scan.rows for scan in paces + read) < 100  # nothing has gone through the thousands


@pytest.mark.django_db
@pytest.mark.parametrize(("chance", "taken"), [(0.25, ["feed", "document"]), (0.24, ["document", "document"])])
def test_source_goes_before_the_documents_of_its_host_three_times_in_four(chance: float, taken: list[str]) -> None:
    """New documents, hundreds of them, do not keep the news of their site waiting; nor are they shut out by it."""
    watches(*[("a.example.org", NOW - timedelta(hours=1))] * 400)
    source("https://a.example.org/feed")
    kinds = []
    for turn in range(2):
        [claimed] = claim_due(limit=20, now=NOW + turn * HOST_PAUSE, chance=lambda: chance)
        kinds.append(claimed.kind)
    assert kinds == taken


@pytest.mark.django_db
def test_host_is_looked_at_when_something_of_it_can_be_claimed_and_not_before() -> None:
    watches(("a.org", NOW), ("a.org", NOW + timedelta(hours=1)))
    [claimed] = claim_due(limit=9, now=NOW)
    due = HostPace.objects.filter(host="a.org").values_list("due_at", flat=True)
    assert due.get() == NOW + LEASE
    put_off(claimed=claimed, until=NOW + 30 * SECOND, fault="It broke.")
    assert hosts(NOW + 29 * SECOND) == []
    assert hosts(NOW + 30 * SECOND) == ["a.org"]
    Watch.objects.filter(lease__isnull=False).update(
        lease=None, leased_until=None, next_fetch_at=NOW + timedelta(hours=2)
    )
    assert hosts(NOW + LEASE + 30 * SECOND) == []
    assert due.get() == NOW + timedelta(hours=1)
    hold_host(host="a.org", until=NOW + timedelta(hours=3))
    assert hosts(NOW + timedelta(hours=2, minutes=59)) == []
    assert hosts(NOW + timedelta(hours=3)) == ["a.org"]
    Watch.objects.all().delete()
    assert hosts(NOW + timedelta(days=1)) == []
    assert due.get() is None


@pytest.mark.django_db(transaction=True)
def test_rows_that_somebody_holds_are_passed_over() -> None:
    watches(("a.org", NOW), ("b.org", NOW), ("b.org", NOW + SECOND))
    claim_due(limit=0, now=NOW)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        list(Watch.objects.select_for_update().filter(next_fetch_at=NOW))
        assert pool.submit(_elsewhere, NOW + SECOND).result() == ["b.org"]
        assert pool.submit(_elsewhere, NOW + SECOND).result() == []
    assert hosts(NOW + SECOND) == []  # looked at in vain a moment ago
    assert hosts(NOW + 2 * SECOND) == ["a.org"]


def _elsewhere(now: datetime) -> list[str]:
    try:
        return hosts(now)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_many_who_claim_and_enter_at_once_lose_nothing_and_take_nothing_twice() -> None:
    names = [f"h{number}.org" for number in range(40)]
    watches(*((host, NOW) for host in names))
    start = Barrier(6)

    def claims(_: int) -> list[Claimed]:
        found: list[Claimed] = []
        try:
            start.wait(timeout=30)
            for step in range(12):
                found += claim_due(limit=7, now=NOW + step * HOST_PAUSE)
            return found
        finally:
            connection.close()

    def enters(way: int) -> list[Claimed]:
        try:
            start.wait(timeout=30)
            for step in range(4):
                with transaction.atomic():
                    watches(*((host, NOW + way * SECOND) for host in names[:: way * 2 + 1][:: (-1) ** step]))
            return []
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        parts = [pool.submit(claims, number) for number in range(4)] + [pool.submit(enters, way) for way in (0, 1)]
        found = [each for part in parts for each in part.result()]
    step = 12
    while claimed := claim_due(limit=100, now=NOW + step * HOST_PAUSE):
        found += claimed
        step += 1
    assert len({each.watch for each in found}) == len(found)
    assert len(found) == Watch.objects.count() == 40 + 4 * (40 + 14)
    assert set(Watch.objects.values_list("attempts", flat=True)) == {1}


WHEN = st.integers(0, 400)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.sampled_from("abc"), WHEN),
        st.tuples(st.just("claim"), st.integers(1, 3), WHEN),
        st.tuples(st.just("settle"), st.integers(0, 9), WHEN),
        st.tuples(st.just("put off"), st.integers(0, 9), WHEN),
        st.tuples(st.just("move"), st.integers(0, 9), st.sampled_from("abc")),
        st.tuples(st.just("delete"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("hold"), st.sampled_from("abc"), WHEN),
    ),
    max_size=12,
)


class TestAnyHistory(WithDatabase):
    @settings(max_examples=60)
    @given(ACTS)
    def test_whatever_happened_what_is_due_and_free_is_claimed(
        self, acts: list[tuple[str, int | str, int | str]]
    ) -> None:
        claimed: list[Claimed] = []
        for act, one, other in acts:
            moment = NOW + timedelta(seconds=other if isinstance(other, int) else 0)
            rows = Watch.objects.order_by("id")
            row = rows[one % len(rows)] if isinstance(one, int) and rows else None
            if act == "enter":
                watches((str(one), moment))
            elif act == "claim" and isinstance(one, int):
                claimed += claim_due(limit=one, now=moment)
            elif act == "hold":
                hold_host(host=str(one), until=moment)
            elif act == "delete" and row:
                row.delete()
            elif act == "move" and row:
                Watch.objects.filter(pk=row.pk).update(host=other)
            elif act == "settle" and row:
                Watch.objects.filter(pk=row.pk).update(lease=None, leased_until=None, attempts=0, next_fetch_at=moment)
            elif act == "put off" and claimed and isinstance(one, int):
                put_off(claimed=claimed[one % len(claimed)], until=moment, fault="It broke.")
        late = NOW + timedelta(seconds=1000)
        Watch.objects.update(attempts=0)  # what was begun twice without an end is claimed alone, whatever else is due
        free = set(HostPace.objects.filter(free_at__gt=late).values_list("host", flat=True))
        waiting = set(Watch.objects.filter(next_fetch_at__isnull=False).values_list("host", flat=True)) - free
        claim_due(limit=10, now=late)
        assert set(Watch.objects.filter(leased_until=late + LEASE).values_list("host", flat=True)) == waiting
        assert HostDue.objects.count() == 0
