"""Who visits what: due rows are leased, one worker each, one host at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from records import audit
from records.models import DeadLetter
from sources.models import HostPace, Watch
from sources.models.watch import WatchOutcome
from sources.watching.troubles import Trouble

BY = "machine:watch"
TOPIC = "watch.visit"  # of dead letters
MAX_ATTEMPTS = 4
SUSPECT_AFTER = 2  # visits that never ended
LEASE = timedelta(minutes=3)  # longer than a task's hard limit of 120 s
HOST_PAUSE = timedelta(seconds=5)  # safety.md, "Fetching": at most one request per host per 5 s
NEVER_ENDED = "Four visits began and none came to an end."

_TAKE = """
INSERT INTO sources_hostpace (host, free_at) VALUES (%s, %s)
ON CONFLICT (host) DO UPDATE SET free_at = EXCLUDED.free_at WHERE sources_hostpace.free_at <= %s
RETURNING host
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


def claim_due(*, limit: int, now: datetime, new_lease: Callable[[], UUID] = uuid4) -> tuple[Claimed, ...]:
    """Lease up to `limit` due watches, the longest due first, no two of one host, and return them.

    A host is taken for 5 seconds in the same transaction, whoever asks. The attempt is counted here: a worker that
    dies counts too. What has been begun four times without an end becomes a dead letter and is visited no more.
    What has been begun twice without an end is claimed alone: if it is what kills workers, it takes nothing along.
    """
    claimed: list[Claimed] = []
    while len(claimed) < limit:
        found = _claim_one(now, new_lease())
        if found is None:
            break
        if isinstance(found, Claimed):
            claimed.append(found)
    suspect = next((each for each in claimed if each.attempts > SUSPECT_AFTER), None)
    if suspect is None:
        return tuple(claimed)
    _give_back([each for each in claimed if each is not suspect])
    return (suspect,)


def hold_host(*, host: str, until: datetime) -> None:
    """Nobody asks this host before `until`; a later time that is set already stays. In the caller's transaction."""
    HostPace.objects.filter(host=host, free_at__lt=until).update(free_at=until)


@transaction.atomic
def put_off(*, claimed: Claimed, until: datetime, fault: str) -> None:
    """A visit that is ours could not be stored: it is tried again after `until`. `fault` says why, in words."""
    Watch.objects.filter(pk=claimed.watch, lease=claimed.lease).update(
        leased_until=until, last_outcome=WatchOutcome.NEVER_ENDED, last_words=fault
    )


def _give_back(claims: Sequence[Claimed]) -> None:
    """As if they had not been claimed, but for the pause of their hosts."""
    ours = Watch.objects.filter(pk__in=[each.watch for each in claims], lease__in=[each.lease for each in claims])
    ours.update(lease=None, leased_until=None, attempts=F("attempts") - 1)


@transaction.atomic
def _claim_one(now: datetime, lease: UUID) -> Claimed | bool | None:
    """One row in one transaction, so that no two workers can wait for each other; True to look again."""
    busy = HostPace.objects.filter(host=OuterRef("host"), free_at__gt=now)
    watch = (
        Watch.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(Q(lease=None) | Q(leased_until__lte=now), ~Exists(busy), next_fetch_at__lte=now)
        .order_by("next_fetch_at", "id")
        .first()
    )
    if watch is None:
        return None
    if watch.attempts >= MAX_ATTEMPTS:
        _bury(watch, now)
        return True
    if not _take_host(watch.host, now):  # another worker took it a moment ago
        return True
    watch.attempts += 1
    watch.lease, watch.leased_until = lease, now + LEASE
    watch.save(update_fields=["attempts", "lease", "leased_until"])
    return Claimed(
        watch=watch.pk,
        lease=lease,
        kind=watch.kind,
        address=watch.address,
        etag=watch.etag,
        last_modified=watch.last_modified,
        validated_for=watch.validated_for,
        body_digest=watch.body_digest,
        attempts=watch.attempts,
        choice=watch.choice,
    )


def _take_host(host: str, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [host, now + HOST_PAUSE, now])
        return cursor.fetchone() is not None


def _bury(watch: Watch, now: datetime) -> None:
    fault = watch.last_words if watch.last_outcome == WatchOutcome.NEVER_ENDED else ""
    reason = f"{NEVER_ENDED} {fault}".strip()
    payload = {"address": watch.address, "kind": watch.kind}
    DeadLetter.objects.create(
        topic=TOPIC, key=str(watch.pk), payload=payload, reason=reason, attempts=watch.attempts, died_at=now
    )
    watch.next_fetch_at = watch.lease = watch.leased_until = None
    watch.attempts = 0
    watch.last_outcome, watch.last_visit_at = WatchOutcome.NEVER_ENDED, now
    watch.ended_at, watch.ended_reason, watch.last_words = now, reason, reason
    watch.trouble, watch.held_at, watch.held_reason = Trouble.OURS, None, ""
    watch.save()
    audit.record(by=BY, verb="watch.ended", subject=f"watch:{watch.pk}", now=now, address=watch.address, reason=reason)
