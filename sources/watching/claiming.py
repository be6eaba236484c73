"""Who visits what: due rows are leased, many at a time, one of each host, each by one worker."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from records import audit
from records.models import DeadLetter
from sources.fetching.manners import HOST_PAUSE
from sources.fetching.outcomes import Failed, Outcome
from sources.models import HostPace, Watch
from sources.models.watch import VISITS, WatchOutcome
from sources.watching.troubles import BUSY, Trouble

BY = "machine:watch"
MAX_ATTEMPTS = 4
LEASE = timedelta(minutes=3)  # longer than a task's hard limit of 120 s
PUT_OFF_FOR = timedelta(days=1)  # at most, without an editor who hears of it
SUSPECT_AFTER = 2  # visits that never ended
NEVER_ENDED = "Four visits began and none came to an end."
TRIED_AGAIN = "It was tried again a day later."
_LONGEST_DUE = 0.25  # of the claims go by that alone
_OTHERS_FIRST = 0.5
_NOTES = 1_000  # notes of hosts that are taken into account in one go
_LOOKS = 20  # statements of one call: hosts at which nothing is due after all are passed over a hundred at a time
_LEASED_OF_HOST = 40  # at most LEASE / HOST_PAUSE watches of a host are leased at once

# In the order of the names, so that no two who do this wait for each other.
_TAKE_NOTES = """
WITH notes AS (
    DELETE FROM sources_hostdue WHERE id IN (
        SELECT id FROM sources_hostdue ORDER BY id LIMIT %(notes)s FOR UPDATE SKIP LOCKED
    ) RETURNING host, due_at
)
INSERT INTO sources_hostpace AS pace (host, free_at, due_at)
SELECT host, LEAST(min(due_at), %(now)s), min(due_at) FROM notes GROUP BY host ORDER BY host
ON CONFLICT (host) DO UPDATE
SET due_at = GREATEST(pace.free_at, LEAST(pace.due_at, EXCLUDED.due_at))
"""
# Hosts and watches that another transaction holds are passed over, so nobody waits here at all.
CLAIM = """
WITH hosts AS MATERIALIZED (
    SELECT host, free_at FROM sources_hostpace
    WHERE due_at <= %(now)s ORDER BY due_at, host LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), sooner AS MATERIALIZED (
    SELECT found.* FROM hosts CROSS JOIN LATERAL (
        SELECT id, host, attempts FROM sources_watch AS watch
        WHERE %(sources)s AND watch.kind <> 'document' AND watch.host = hosts.host AND hosts.free_at <= %(now)s
            AND next_fetch_at <= %(now)s AND (lease IS NULL OR leased_until <= %(now)s)
        ORDER BY next_fetch_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) AS found
), others AS MATERIALIZED (
    SELECT found.* FROM hosts CROSS JOIN LATERAL (
        SELECT id, host, attempts FROM sources_watch AS watch
        WHERE watch.host = hosts.host AND hosts.free_at <= %(now)s
            AND next_fetch_at <= %(now)s AND (lease IS NULL OR leased_until <= %(now)s)
        ORDER BY next_fetch_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) AS found
    WHERE NOT EXISTS (SELECT FROM sooner WHERE sooner.host = hosts.host)
), picked AS MATERIALIZED (
    SELECT * FROM sooner UNION ALL SELECT * FROM others
), following AS (
    SELECT hosts.host, picked.id, picked.attempts, (
        SELECT min(due) FROM (
            SELECT GREATEST(next_fetch_at, leased_until) AS due FROM sources_watch AS watch
            WHERE watch.host = hosts.host AND next_fetch_at IS NOT NULL AND watch.id IS DISTINCT FROM picked.id
            ORDER BY next_fetch_at, id LIMIT %(leased)s
        ) AS others
    ) AS others_due
    FROM hosts LEFT JOIN picked ON picked.host = hosts.host
), paced AS (
    UPDATE sources_hostpace AS pace SET
        free_at = CASE WHEN following.attempts < %(most)s THEN %(free)s ELSE pace.free_at END,
        passed_over = CASE WHEN following.attempts < %(most)s THEN 0 ELSE pace.passed_over END,
        due_at = CASE
            WHEN following.attempts < %(most)s THEN GREATEST(LEAST(others_due, %(until)s), %(free)s)
            WHEN following.id IS NULL AND others_due IS NULL THEN NULL
            WHEN following.id IS NULL THEN GREATEST(others_due, pace.free_at, %(soon)s)
            ELSE pace.due_at
        END
    FROM following WHERE pace.host = following.host
), leased AS (
    UPDATE sources_watch AS watch
    SET attempts = watch.attempts + 1, lease = %(lease)s, leased_until = %(until)s
    FROM picked WHERE watch.id = picked.id AND picked.attempts < %(most)s
    RETURNING watch.id, watch.kind, watch.address, watch.etag, watch.last_modified, watch.validated_for,
        watch.body_digest, watch.attempts, watch.choice, watch.next_fetch_at
)
SELECT picked.id, leased.* FROM hosts
LEFT JOIN picked ON picked.host = hosts.host
LEFT JOIN leased ON leased.id = picked.id
ORDER BY leased.next_fetch_at, leased.id
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A visit that is ours as long as the row bears `lease`, with what the fetch needs."""

    watch: int
    lease: UUID
    kind: str
    address: str
    etag: str
    last_modified: str
    validated_for: str
    body_digest: str
    attempts: int  # visits begun since one last came to an end, this one included
    choice: dict[str, str] = field(default_factory=dict, hash=False)  # how what comes is read


def claim_due(
    *,
    limit: int,
    now: datetime,
    new_lease: Callable[[], UUID] = uuid4,
    chance: Callable[[], float] = random.random,
    alone: bool = True,
) -> tuple[Claimed, ...]:
    """Lease up to `limit` due watches, no two of one host, and return them: of each host the longest due, and first
    the hosts that have waited longest.

    Three times in four, by `chance` (0 to 1), a source itself goes before the documents of its host: hundreds of new
    ones take the better part of an hour at five seconds each, and the news of that hour would wait behind them. The
    fourth time whatever is longest due goes, so that many sources of one host do not shut its documents out.

    A host is taken for 5 seconds in the same transaction, whoever asks. The attempt is counted here: a worker that
    dies counts too. What has been begun four times without an end becomes a dead letter and is visited no more.
    What has been begun twice without an end is claimed alone: if it is what kills workers, it takes nothing along. So
    it is not claimed at all where the caller is not `alone` but has others under way, and where others are due it waits
    every second time: many that a dying worker left behind do not hold up the rest.
    """
    _take_notes(now)
    claimed: list[Claimed] = []
    for _ in range(_LOOKS):
        if (room := limit - len(claimed)) <= 0:
            break
        looked, found = _claim(room, now, new_lease(), chance() >= _LONGEST_DUE)
        claimed += found
        if looked < room:
            break
    suspects = [each for each in claimed if each.attempts > SUSPECT_AFTER]
    others = [each for each in claimed if each.attempts <= SUSPECT_AFTER]
    if not suspects:
        return tuple(claimed)
    chosen = others if others and (not alone or chance() < _OTHERS_FIRST) else suspects[:alone]
    _not_now([each for each in claimed if each not in chosen], now)
    return tuple(chosen)


def hold_host(*, host: str, until: datetime) -> None:
    """Nobody asks this host before `until`; a later time that is set already stays. In the caller's transaction."""
    HostPace.objects.filter(host=host, free_at__lt=until).update(free_at=until, due_at=Greatest("due_at", Value(until)))


def heed(*, host: str, outcome: Outcome, now: datetime) -> None:
    """Who asks to be left alone for a while is, by every visit: `host`, or the one that it led to."""
    if isinstance(outcome, Failed) and outcome.retry_after and outcome.status in BUSY:
        hold_host(host=outcome.place or host, until=now + outcome.retry_after)


@transaction.atomic
def put_off(*, claimed: Claimed, until: datetime, fault: str) -> None:
    """A visit that is ours could not be stored: it is tried again after `until`. `fault` says why, in words."""
    Watch.objects.filter(pk=claimed.watch, lease=claimed.lease).update(
        leased_until=until, last_outcome=WatchOutcome.NEVER_ENDED, last_words=fault
    )


def give_back(claims: Sequence[Claimed]) -> None:
    """Visits that were claimed and not made, through no fault of theirs: as if they had not been claimed, but for the
    pause of their hosts. What is not ours any more stays as it is."""
    _ours(claims).update(lease=None, leased_until=None, attempts=F("attempts") - 1)


def come_back(*, claimed: Claimed, at: datetime, now: datetime) -> bool:
    """A visit that is ours led to a host that it was not our turn to ask: it begins anew `at` that moment, as if it had
    not been claimed. Return whether it does: not where it is not ours, or would have been put off for a day by then."""
    since = Q(put_off_since=None) | Q(put_off_since__gt=at - PUT_OFF_FOR)
    changed = (
        _ours([claimed])
        .filter(since)
        .update(
            lease=None,
            leased_until=None,
            attempts=F("attempts") - 1,
            next_fetch_at=Greatest("next_fetch_at", Value(at)),
            put_off_since=Coalesce("put_off_since", Value(now)),
        )
    )
    return changed == 1


def _ours(claims: Sequence[Claimed]) -> QuerySet[Watch]:
    return Watch.objects.filter(pk__in=[each.watch for each in claims], lease__in={each.lease for each in claims})


@transaction.atomic
def _not_now(claims: Sequence[Claimed], now: datetime) -> None:
    """As `give_back`, and their hosts are free: nobody has asked them."""
    give_back(claims)
    hosts = HostPace.objects.filter(
        host__in=Watch.objects.filter(pk__in=[each.watch for each in claims]).values("host")
    )
    list(hosts.select_for_update().order_by("host").values_list("pk"))  # in the order in which notes are taken
    hosts.filter(free_at=now + HOST_PAUSE).update(free_at=now, due_at=now)


def claim_parameters(*, limit: int, now: datetime, lease: UUID, sources: bool = True) -> dict[str, Any]:
    """What CLAIM is to be executed with; `sources` says whether they go before documents."""
    return {
        "limit": limit,
        "sources": sources,
        "now": now,
        "lease": lease,
        "free": now + HOST_PAUSE,
        "until": now + LEASE,
        "soon": now + timedelta(seconds=1),  # somebody holds what is due there: not again in the same breath
        "most": MAX_ATTEMPTS,
        "leased": _LEASED_OF_HOST,
    }


def _take_notes(now: datetime) -> None:
    """In a transaction of its own, which ends before one of claiming begins: who holds hosts waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NOTES, {"notes": _NOTES, "now": now})


@transaction.atomic
def _claim(limit: int, now: datetime, lease: UUID, sources: bool) -> tuple[int, list[Claimed]]:
    """How many hosts were looked at, and what is ours of them."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, claim_parameters(limit=limit, now=now, lease=lease, sources=sources))
        rows = cursor.fetchall()
    spent = [picked for picked, leased, *_ in rows if picked is not None and leased is None]
    for watch in Watch.objects.filter(pk__in=spent).order_by("id"):
        _bury(watch, now)
    return len(rows), [
        Claimed(watch, lease, kind, address, etag, modified, validated, digest, attempts, json.loads(choice))
        for _, watch, kind, address, etag, modified, validated, digest, attempts, choice, _ in rows
        if watch is not None
    ]


def _bury(watch: Watch, now: datetime) -> None:
    fault = watch.last_words if watch.last_outcome == WatchOutcome.NEVER_ENDED else ""
    reason = f"{NEVER_ENDED} {fault}".strip()
    letter = DeadLetter.objects.filter(topic=VISITS, key=str(watch.pk), settled_at=None).first()
    if letter is not None:  # it had its second chance (sources.watching.second_chance)
        reason = f"{reason} {TRIED_AGAIN}"
    else:
        payload = {"address": watch.address, "kind": watch.kind}
        letter = DeadLetter(topic=VISITS, key=str(watch.pk), payload=payload, attempts=watch.attempts)
    letter.reason, letter.died_at = reason, now
    letter.save()
    watch.next_fetch_at = watch.lease = watch.leased_until = watch.put_off_since = None
    watch.attempts = 0
    watch.last_outcome, watch.last_visit_at = WatchOutcome.NEVER_ENDED, now
    watch.ended_at, watch.ended_reason, watch.last_words = now, reason, reason
    watch.trouble, watch.held_at, watch.held_reason = Trouble.OURS, None, ""
    watch.save()
    audit.record(by=BY, verb="watch.ended", subject=f"watch:{watch.pk}", now=now, address=watch.address, reason=reason)
