"""Prints how many editions a second are verified, in one process and in one for each core.

Run by `make bench-editions`, or by hand: `python benches/verifying.py [EDITIONS]`, 2,000 unless told, each of ten
statements with some thirty sources, five to a profile. Everything happens in a database of its own, dropped at the end.
"""
# ruff: noqa: T201 - printing is what this is for

import os
import resource
import secrets
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the project's folder has to be on the path first

from plumbline.embedded.ensure import for_command  # noqa: E402

STATEMENTS = 10
CHAIN = 5  # editions of a profile
AT_ONCE = 100  # profiles written at a time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings")
    for_command(["manage.py", "bench"])
    django.setup()
    from django.db import connection  # noqa: PLC0415 - only after the settings are known

    many = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "bench_verifying"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        publish_one()
        for made in range(0, many // CHAIN, AT_ONCE):
            copy(min(AT_ONCE, many // CHAIN - made))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database()) / 1048576")
            print(f"{many:,} editions, {cursor.fetchone()[0]:,} MB in the database")
        for processes in (1, os.cpu_count() or 1):
            measure(many, processes)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(many: int, processes: int) -> None:
    from profiles.editions.verifying import verify  # noqa: PLC0415 - only after django.setup

    start, before = perf_counter(), cpu()
    parts = list(verify(processes=processes))
    took, worked = perf_counter() - start, cpu() - before
    editions = sum(part.editions for part in parts)
    assert [fault for part in parts for fault in part.faults] == []
    assert editions == many // CHAIN * CHAIN + 1
    # Of this process; those that it spawned are counted with the largest of them.
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(
        f"{processes} process{'es' if processes > 1 else ''}: {editions / took:,.0f} editions/s; 100,000 in "
        f"{100_000 / editions * took / 60:.1f} min; {worked / editions * 1000:.1f} ms of a core an edition; "
        f"at most {most} MB in a process"
    )


def cpu() -> float:
    """Seconds of a core that this process and those it waited for have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def publish_one() -> None:
    """One profile published as an editor would."""
    from profiles.evidence.curating import Cited, cite, state_claim  # noqa: PLC0415
    from profiles.models import ClaimKind, Directness  # noqa: PLC0415
    from tests.cast import ALICE, NOW, cast, publish  # noqa: PLC0415

    found = cast()
    for number in range(STATEMENTS - 1):
        claim = state_claim(
            profile=found.profile,
            key=f"more-{number}",
            statement=f"Thing {number} stands there, as the office and the courier say.",
            predicate="thing",
            value="yes",
            kind=ClaimKind.STATUS,
            by=ALICE,
            now=NOW,
        )
        for document in (found.order, found.report, found.copy):
            cite(claim=claim, cited=Cited(document, "yes", Directness.SECONDARY, own_reporting=True), by=ALICE, now=NOW)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)


def copy(many: int) -> None:
    """Profiles with a chain of editions each: sealed as publishing seals them, written many at a time."""
    from profiles.editions.schemas import read_words  # noqa: PLC0415
    from profiles.editions.sealing import seal  # noqa: PLC0415
    from profiles.models import Assessment, Edition, Profile, ProfileState, PublishedProfile  # noqa: PLC0415
    from tests.cast import ALICE, NOW  # noqa: PLC0415

    listing = PublishedProfile.objects.select_related("edition", "assessment").order_by("pk").first()
    assert listing
    words, assessment = read_words(listing.edition.manifest, listing.edition.body), listing.assessment
    profiles = [
        Profile(slug=f"copy-{secrets.token_hex(6)}", name="Copy", made_at=NOW, changed_at=NOW, changed_by=ALICE)
        for _ in range(many)
    ]
    Profile.objects.bulk_create(profiles)
    editions = []
    for profile in profiles:
        previous = ""
        for number in range(1, CHAIN + 1):
            at = NOW + timedelta(days=number)
            said = replace(words, profile=profile.public_id, slug=profile.slug, base=f"Quay {number}")
            sealed = seal(
                said,
                schema=1,
                number=number,
                previous=previous,
                published_at=at.isoformat(),
                changes=0 if previous else None,
                salts=secrets.token_bytes,
            )
            edition = Edition(
                profile=profile,
                number=number,
                kind="update" if previous else "first",
                schema=1,
                manifest=sealed.manifest,
                body=sealed.body,
                digest=sealed.digest,
                previous_digest=previous,
                published_at=at,
                published_by=ALICE,
                note="Moved." if previous else "",
            )
            editions.append(edition)
            previous = sealed.digest
    Edition.objects.bulk_create(editions, batch_size=200)
    assessments = [
        Assessment(
            edition=edition,
            number=1,
            assessed_at=edition.published_at,
            method=assessment.method,
            cause=assessment.cause,
            score=assessment.score,
            result=assessment.result,
        )
        for edition in editions
    ]
    Assessment.objects.bulk_create(assessments, batch_size=200)
    last = {one.edition.profile_id: one for one in assessments}
    for profile in profiles:
        profile.state, profile.current_edition = ProfileState.PUBLISHED, last[profile.pk].edition
    Profile.objects.bulk_update(profiles, ["state", "current_edition"], batch_size=200)
    PublishedProfile.objects.bulk_create(
        PublishedProfile(
            profile=profile,
            slug=profile.slug,
            edition=last[profile.pk].edition,
            assessment=last[profile.pk],
            name=profile.name,
            name_folded="copy",
            summary="",
            band=listing.band,
            score=assessment.score,
            changed_at=NOW,
            card=listing.card,
            text="",
            search="",
        )
        for profile in profiles
    )


if __name__ == "__main__":
    main()
