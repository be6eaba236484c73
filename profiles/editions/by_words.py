"""How PostgreSQL is asked where rows are found by what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from profiles.editions.query import BadQuery

_SET = {
    "enable_seqscan": "off",
    "enable_indexscan": "off",
    "work_mem": "'32MB'",
    # Others ask at the same time: helpers of one question would take from them what they give to it.
    "max_parallel_workers_per_gather": "0",
    # Nobody waits longer for a list, and nobody's question keeps the others waiting longer.
    "statement_timeout": "'3s'",
}
BY_WORDS = "; ".join(f"SET LOCAL {name} = {value}" for name, value in _SET.items())
_AS_BEFORE = "; ".join(f"RESET {name}" for name in _SET)
TOO_MUCH = "This question takes too long to answer now. Look for more words at once, or choose less."


@contextmanager
def by_words() -> Iterator[Any]:
    """A cursor whose queries find rows by what they hold (GIN), not by walking through them in an order.

    Raises BadQuery where that takes too long.
    """
    is_within = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BY_WORDS)
            yield cursor
            if is_within:
                cursor.execute(_AS_BEFORE)  # the transaction around this one goes on
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise BadQuery(TOO_MUCH) from error
        raise
