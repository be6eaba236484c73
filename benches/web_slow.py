"""Why a list or a search of `benches/web.py` is slow: its slowest queries, with PostgreSQL's plans."""
# ruff: noqa: T201 - printing is what this is for

from __future__ import annotations

from time import perf_counter
from urllib.parse import parse_qs, urlsplit

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benches.web_cases import Case
from profiles.editions.counting import counts_for
from profiles.editions.listing import list_page
from profiles.editions.paging import BY_WORDS
from profiles.editions.query import ProfileQuery, parse

LOOKED_AT = 40  # questions of a case
LINES = 40  # of a plan


def counts_without_choice() -> str:
    times = []
    for _ in range(200):
        start = perf_counter()
        counts_for([ProfileQuery()])
        times.append((perf_counter() - start) * 1000)
    times.sort()
    return f"median {times[100]:.1f} ms, p99 {times[197]:.1f} ms"


def tell_why(case: Case) -> None:
    """Print the slowest query of the slowest of some questions, and its plan."""
    worst = max((timed(path) for path in case.requests[:LOOKED_AT]), key=lambda one: one[0])
    took, path, queries = worst
    print(f"\n{case.name}: {took:.0f} ms for {path}")
    for sql, seconds in sorted(queries, key=lambda one: -one[1])[:3]:
        print(f"  {seconds * 1000:.0f} ms: {sql[:300]}")
    sql = max((one for one in queries if one[0].startswith("SELECT")), key=lambda one: one[1])[0]
    with transaction.atomic(), connection.cursor() as cursor:
        if "FROM (SELECT" in sql:  # found by what rows hold
            cursor.execute(BY_WORDS)
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql.replace('%', '%%')}", [])
        for (line,) in cursor.fetchall()[:LINES]:
            print(f"    {line[:200]}")


def timed(path: str) -> tuple[float, str, list[tuple[str, float]]]:
    query = parse(parse_qs(urlsplit(path).query, keep_blank_values=True))
    start = perf_counter()
    with CaptureQueriesContext(connection) as captured:
        list_page(query)
    took = (perf_counter() - start) * 1000
    return took, path, [(one["sql"], float(one["time"])) for one in captured.captured_queries]
