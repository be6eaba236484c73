"""Writes profiles many at a time: a batch is a transaction of COPYs, by whichever process takes it."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import cache

from django.db import connection, transaction
from django.db.models import Model

from plumbline.many.evidence import Judged
from plumbline.many.rows import COLUMNS, Rows
from plumbline.many.writing import shapes, write
from profiles.editions.names import slips_of
from profiles.models import Assessment, Edition, Profile
from sources.many_rows import next_keys

BATCH = 500
_noted: set[str] = set()  # words whose slips this process has written, or found written


def copy_batch(seed: int, first: int, many: int) -> int:
    """Write the profiles `first` to `first + many - 1` of a seed, whole or not at all; return how many."""
    known = _known(seed)
    written = [write(seed, number, known) for number in range(first, first + many)]
    rows = Rows()
    with transaction.atomic():
        with connection.cursor() as cursor:
            # What is lost by a crash is made again by another call.
            cursor.execute("SET LOCAL synchronous_commit = off")
        profiles, editions = next_keys(Profile, many), next_keys(Edition, many)
        assessments = iter(next_keys(Assessment, sum(len(one.judged.accounts) for one in written)))
        for one, profile, edition in zip(written, profiles, editions, strict=True):
            keys = [next(assessments) for _ in one.judged.accounts]
            rows.add(one, profile=profile, edition=edition, assessments=keys)
        for model, columns in COLUMNS.items():
            _copy(model, columns, rows.of[model])
        new = rows.said - _noted
        _note_slips(new)
    _noted.update(new)
    return many


@cache
def _known(seed: int) -> Sequence[Judged]:
    """The shapes, once in a process. What is made from here on has no rings, and is gone when nobody names it."""
    found = shapes(seed)
    gc.collect()
    gc.freeze()
    gc.disable()
    return found


def _copy(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    named = ", ".join(columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _note_slips(words: set[str]) -> None:
    # In one order, so that two who write do not wait for each other in a ring.
    pairs = [(slip, word) for word in sorted(words) for slip in sorted(slips_of(word))]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO profiles_nameslip (slip, word) SELECT * FROM unnest(%s::text[], %s::text[]) "
            "ON CONFLICT DO NOTHING",
            [[slip for slip, _ in pairs], [word for _, word in pairs]],
        )
