"""What claiming the due ones of a million watches takes, with a busy host in front of them, and the plan."""
# ruff: noqa: T201 - printing is what this is for

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from uuid import uuid4

from django.db import connection, transaction

from sources.watching.claiming import CLAIM, claim_due, claim_parameters

NOW = datetime(2031, 3, 20, 9, 30, tzinfo=UTC)
BATCH = 100

_FILL = """
INSERT INTO sources_watch (address, host, kind, source_id, document_id, interval_seconds, next_fetch_at, attempts,
    failures, misses, etag, last_modified, validated_for, body_digest, moved_to, first_seen_at, last_outcome,
    last_words, robots, ended_reason, choice, trouble, recent, counts, held_reason, changes, changed_seconds,
    unchanged_seconds, items, repeats)
SELECT 'https://' || host || '/' || number, host, 'document', NULL, %(document)s, 86400, due, 0, 0, 0,
    '"' || md5(number::text) || '"', '', '', repeat('0', 64), '', %(now)s, 'unchanged', 'Unchanged.', '', '',
    '{}', '', '', '{}', '', 0, 0, 0, 0, 0
FROM (
    SELECT number,
        CASE WHEN number <= %(busy)s THEN 'busy.example.org'
             ELSE 'h' || number * 7919 %% %(hosts)s || '.example.org' END AS host,
        CASE WHEN number <= %(busy)s THEN %(now)s - interval '1 hour'
             ELSE %(now)s - interval '5 minutes' + number * 104729 %% 86400 * interval '1 second' END AS due
    FROM generate_series(1::bigint, %(watches)s) AS number
) AS made
"""


def measure(*, watches: int, hosts: int, busy: int, rounds: int = 40) -> dict[str, float]:
    """Milliseconds of a claim of a hundred: median and worst of `rounds`, a second apart as the clock has it.

    `busy` of the watches belong to one host and have been due for an hour; the others are spread over `hosts`, and a
    day. In the database of this process, which has to be empty of watches.
    """
    began = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sources_document (public_id, kind, title, address, byline, language, is_evidence, "
            "no_evidence_reason, shows_own_reporting, findings, made_at) VALUES ('do-0', 'article', 'T', '', '', '', "
            "true, '', false, '[]', %s) RETURNING id",
            [NOW],
        )
        (document,) = cursor.fetchone()
        cursor.execute(_FILL, {"document": document, "now": NOW, "watches": watches, "hosts": hosts, "busy": busy})
    filled = perf_counter() - began
    began = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sources_hostdue")
        (notes,) = cursor.fetchone()
    for _ in range(notes // 1000 + 1):
        claim_due(limit=0, now=NOW)
    noted = perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE sources_watch")
        cursor.execute("VACUUM ANALYZE sources_hostpace")
        cursor.execute("VACUUM ANALYZE sources_hostdue")
    times, found = [], 0
    for step in range(rounds):
        moment = NOW + timedelta(seconds=step)
        began = perf_counter()
        claims = claim_due(limit=BATCH, now=moment)
        times.append((perf_counter() - began) * 1000)
        found += len(claims)
        assert len({each.address.split("/")[2] for each in claims}) == len(claims)
    print(f"  filled in {filled:.0f} s, {notes:,} notes taken in {noted:.1f} s")
    return {"median": median(times), "worst": max(times), "claimed": found}


def plan() -> str:
    """What PostgreSQL does for a claim, as it says itself; nothing is claimed by it."""
    with transaction.atomic(), connection.cursor() as cursor:
        given = claim_parameters(limit=BATCH, now=NOW + timedelta(seconds=600), lease=uuid4())
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + CLAIM, given)
        text = "\n".join(row for (row,) in cursor.fetchall())
        transaction.set_rollback(True)
    return text
