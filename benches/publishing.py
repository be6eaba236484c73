"""Prints what publishing a profile of 200 statements takes, and how many scores fall in a minute.

Run by hand: `python benches/publishing.py`. Everything happens in a database of its own, which is dropped at the end.
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

STATEMENTS = 200
ROUNDS = 5
FALLING = 300


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings")
    for_command(["manage.py", "bench"])
    django.setup()
    from django.db import connection  # noqa: PLC0415 - only after the settings are known

    name = connection.settings_dict["NAME"]
    for measure in (publishing, falling):
        connection.settings_dict["TEST"]["NAME"] = "bench_publishing"
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            measure()
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def publishing() -> None:
    from django.db import connection  # noqa: PLC0415 - only after django.setup
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from profiles.editions import publishing  # noqa: PLC0415
    from profiles.models import Claim, Profile  # noqa: PLC0415
    from tests.cast import ALICE, NOW, approved  # noqa: PLC0415

    found = _long_profile()
    times = []
    for turn in range(ROUNDS):
        Claim.objects.filter(profile=found.profile, key="more-0").update(statement=f"Thing 0 stands there, {turn}.")
        Profile.objects.filter(pk=found.profile.pk).update(revision=turn + 2)
        if not turn:  # later ones lift nothing into the highest band
            approved(found.profile)
        with CaptureQueriesContext(connection) as queries:
            start = perf_counter()
            edition = publishing.publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="A word was changed.")
            times.append(perf_counter() - start)
        assert edition.number == turn + 1
        assert len(edition.manifest["words"]["claims"]) == STATEMENTS
    print(
        f"publishing {STATEMENTS} statements with {2 * STATEMENTS + 1} citations: {median(times) * 1000:.0f} ms "
        f"({min(times) * 1000:.0f} to {max(times) * 1000:.0f}), {len(queries)} queries; goal 300 ms"
    )


def falling() -> None:
    from profiles.editions.falling import look_at_due  # noqa: PLC0415 - only after django.setup
    from profiles.models import Assessment, PublishedProfile  # noqa: PLC0415
    from sources.models import Document  # noqa: PLC0415
    from tests.cast import ALICE, NOW, cast, publish, published_copies  # noqa: PLC0415

    found = cast()
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    published_copies(FALLING - 1)
    Document.objects.filter(pk=found.order.pk).update(vanished_at=NOW)
    before = Assessment.objects.count()
    PublishedProfile.objects.update(look_again_at=NOW)
    start = perf_counter()
    look_at_due(now=NOW, limit=3 * FALLING)  # what fell is looked at once more, for its next day
    took = perf_counter() - start
    made = Assessment.objects.count() - before
    assert made == FALLING, made
    print(f"{made} scores fell in {took:.1f} s: {made / took * 60:,.0f} new assessments a minute in one process")


def _long_profile():  # type: ignore[no-untyped-def]
    from profiles.evidence.curating import Cited, cite, state_claim  # noqa: PLC0415 - only after django.setup
    from profiles.models import ClaimKind, Directness  # noqa: PLC0415
    from tests.cast import ALICE, NOW, cast  # noqa: PLC0415

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
    return found


if __name__ == "__main__":
    main()
