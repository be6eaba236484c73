"""How PostgreSQL answers a question: which rows it goes through, and by which index.

A plan follows from what the planner believes of the tables, and that from when they were last counted. So a test fills
them as far as its question needs, and they are counted here, within its transaction, before the question is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of a table. `index` is "" where it was read from its beginning to its end; `rows` is how many it went
    through, those that it threw away too."""

    index: str
    rows: int


def scans(sql: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None, *, of: str) -> list[Scan]:
    """How the table `of` is read for an answer to `sql`, in the order of the plan. The question is asked in
    earnest, and what it writes is taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parameters)
        ((told,),) = cursor.fetchall()
        transaction.set_rollback(True)
    (answer,) = json.loads(told) if isinstance(told, str) else told
    return [
        _scan(node)
        for node in _nodes(answer["Plan"])
        if node.get("Relation Name") == of and "Scan" in node["Node Type"]
    ]


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


def _scan(node: dict[str, Any]) -> Scan:
    through = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    index = [each["Index Name"] for each in _nodes(node) if "Index Name" in each]
    return Scan(" ".join(index), round(sum(node.get(name, 0) for name in through) * node["Actual Loops"]))
