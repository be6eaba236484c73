"""Fills the database with invented public profiles, by the hundred thousand. For measuring and for trying at scale.

They are published without the working file behind them and without the records of an act: nobody wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import count, repeat
from multiprocessing import get_context

from django.db import connection
from django.db.models import Model

from plumbline.demonstration.taxonomy import TERMS
from plumbline.many.aside import put_back, set_aside
from plumbline.many.child import begin_quietly
from plumbline.many.copying import BATCH, copy_batch
from plumbline.many.evidence import HOUSES
from plumbline.many.filing import LABELS
from plumbline.many.rows import COLUMNS
from profiles.editions.counting import fold
from profiles.editions.indexing import BAND, BROWSED
from profiles.evidence.confidence.bands import BANDS
from profiles.models import Assessment, FacetTerm, NameSlip, Profile, PublishedProfile, PublishedTerm, TermCount
from sources.models import Publisher

FOLDED_EVERY = 50  # batches
_LOCK = 0x6D616E79  # "many"
_REASON = "Invented, with a grade, for measuring."


class Refused(Exception):
    """Nothing was made; the message says why."""


def make(*, many: int, seed: int, processes: int, beside_real: bool = False) -> Iterator[int]:
    """Add `many` public profiles; yield how many are in after each batch. Whatever was yielded stays.

    With `many` 0 only what an interrupted call left undone is done. Raises Refused where other than invented
    profiles are there and `beside_real` is not set, and where another call is at work.
    """
    if not beside_real and Profile.objects.filter(is_invented=False).exists():
        raise Refused("There are profiles that are not invented. Use another database, or say --also-beside-real.")
    with _alone():
        _enter_terms()
        if not PublishedProfile.objects.exists():
            set_aside([model for model in COLUMNS if model is not Assessment])  # a trigger looks the last one up
        yield from _copied(seed, _next_number(), many, processes)


def finish() -> None:
    """Make what was set aside, and tell the planner what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
    put_back()
    fold()
    with connection.cursor() as cursor:
        cursor.execute("RESET maintenance_work_mem")
        written: list[type[Model]] = [*COLUMNS, NameSlip, PublishedTerm, TermCount]
        for model in written:
            cursor.execute(f"VACUUM (ANALYZE) {model._meta.db_table}")


def database_size() -> int:
    """In bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise Refused("Another call is making profiles.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _copied(seed: int, first: int, many: int, processes: int) -> Iterator[int]:
    starts = range(first, first + many, BATCH)
    sizes = [min(BATCH, first + many - start) for start in starts]
    done = 0
    for batch, size in zip(count(1), _written(seed, starts, sizes, min(processes, len(sizes)))):
        done += size
        if batch % FOLDED_EVERY == 0:
            fold()
        yield done


def _written(seed: int, starts: range, sizes: list[int], processes: int) -> Iterator[int]:
    if processes < 2:
        yield from map(copy_batch, repeat(seed), starts, sizes)
        return
    # Spawned, not forked: a fork would share the parent's connection.
    context, name = get_context("spawn"), connection.settings_dict["NAME"]
    with ProcessPoolExecutor(processes, context, initializer=begin_quietly, initargs=(name,)) as pool:
        try:
            yield from pool.map(copy_batch, repeat(seed), starts, sizes)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _next_number() -> int:
    """The first number that no profile has: slugs end with it, so that they never clash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(substring(slug FROM '-m([0-9]{1,15})$')::bigint), 0) + 1 FROM profiles_profile"
        )
        return int(cursor.fetchone()[0])


def _enter_terms() -> None:
    """The facets' terms, how they are called in lists, and the publishers."""
    FacetTerm.objects.bulk_create(
        [
            FacetTerm(facet=facet, slug=slug, label=label, position=position)
            for facet, terms in TERMS.items()
            for position, (slug, label) in enumerate(terms)
        ],
        ignore_conflicts=True,
    )
    labels = {f"{facet}:{slug}": label for (facet, slug), label in LABELS.items() if facet in BROWSED}
    labels |= {f"{BAND}:{band.name}": band.label for band in BANDS}
    PublishedTerm.objects.bulk_create(
        [PublishedTerm(term=term, label=label) for term, label in sorted(labels.items())], ignore_conflicts=True
    )
    Publisher.objects.bulk_create(
        [
            Publisher(public_id=one.id, name=one.name, kind=one.kind, grade=one.grade, grade_reason=_REASON)
            for one in HOUSES
        ],
        ignore_conflicts=True,
    )
