"""Prints how fast published profiles that are due are scored again, and that those that are not due are not walked.

Run by hand: `python benches/rescoring.py [PROFILES]`, 1,000 profiles of ten statements unless told. Everything happens
in a database of its own, which is dropped at the end.
"""
# ruff: noqa: T201 - printing is what this is for

import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the project's folder has to be on the path first

from plumbline.embedded.ensure import for_command  # noqa: E402

STATEMENTS = 10
DUE = 200  # of a round; everything else is not due
ROUNDS = 3


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings")
    for_command(["manage.py", "bench"])
    django.setup()
    from django.db import connection  # noqa: PLC0415 - only after the settings are known

    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "bench_rescoring"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure(many)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(many: int) -> None:
    from profiles.editions.falling import look_at_due  # noqa: PLC0415 - only after django.setup
    from profiles.models import Assessment, PublishedProfile  # noqa: PLC0415
    from tests.cast import NOW  # noqa: PLC0415

    filled = 0
    for count in (many // 4, many):
        fill(count - filled, first=not filled)
        filled = count
        times = []
        for _ in range(ROUNDS):
            PublishedProfile.objects.update(look_again_at=None)
            rows = PublishedProfile.objects.order_by("?")[: min(DUE, count)].values("pk")
            PublishedProfile.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(look_again_at=NOW)
            before = Assessment.objects.count()
            start = perf_counter()
            looked = look_at_due(now=NOW, limit=many)
            times.append((perf_counter() - start) / looked)
            assert looked == min(DUE, count)
            assert Assessment.objects.count() == before  # nothing falls: the usual look
        each = median(times)
        million = 1_000_000 / STATEMENTS * each / 60
        print(
            f"{looked} due of {count:,} profiles: {each * 1000:.1f} ms a profile "
            f"({min(times) * 1000:.1f} to {max(times) * 1000:.1f}), {STATEMENTS / each:,.0f} statements/s; "
            f"a million statements in {million:.0f} min in one process, {million / 2:.0f} in two"
        )


def fill(many: int, *, first: bool) -> None:
    """One profile published as an editor would, and its published rows copied: they cite the same documents."""
    from tests.cast import published_copies  # noqa: PLC0415

    if first:
        _publish_one()
        many -= 1
    published_copies(many)


def _publish_one() -> None:
    from profiles.evidence.curating import Cited, cite, state_claim  # noqa: PLC0415
    from profiles.models import ClaimKind, Directness  # noqa: PLC0415
    from tests.cast import ALICE, NOW, cast, publish  # noqa: PLC0415

    found = cast()
    for number in range(STATEMENTS - 1):
        claim = state_claim(
            profile=found.profile,
            key=f"more-{number}",
            statement=f"Thing {number} stands there.",
            predicate="thing",
            value="yes",
            kind=ClaimKind.STATUS,
            by=ALICE,
            now=NOW,
        )
        for document in (found.order, found.report):
            cite(claim=claim, cited=Cited(document, "yes", Directness.SECONDARY, own_reporting=True), by=ALICE, now=NOW)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)


if __name__ == "__main__":
    main()
