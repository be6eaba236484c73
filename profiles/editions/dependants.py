"""What depends on a public profile: other public profiles whose newest edition says that it acts on them, and on
through those. Found by ties that publishing writes."""

from __future__ import annotations

from django.db import connection
from django.db.models import CharField
from django.db.models.expressions import RawSQL

from profiles.editions.steps_away import Dependant, Step
from profiles.editions.words import Words
from profiles.models import PublishedProfile, PublishedTie

DEEPEST = 3  # steps from the profile; further away hardly anything follows from anything
MOST = 50  # profiles at each step that are followed and shown

# One step: whoever names one of those before, by the index of ties, each step cut to the same first ones, so that a
# profile on which everything rests costs no more than another. `others` is the array of the step's profiles.
_STEP = """
    SELECT listing_id, min(via) AS via FROM (
        SELECT tie.listing_id, before.key AS via
        FROM {before} before
        CROSS JOIN LATERAL (
            SELECT DISTINCT one.listing_id FROM profiles_publishedtie one WHERE one.other = before.other
            ORDER BY one.listing_id LIMIT {take}
        ) tie
    ) found
    WHERE listing_id <> (SELECT key FROM step0) {unseen}
    GROUP BY listing_id ORDER BY listing_id LIMIT {take}
"""
_NAMED = """
    SELECT step.listing_id AS key, step.via, {depth} AS depth, profile.public_id AS other
    FROM ({step}) step JOIN profiles_profile profile ON profile.id = step.listing_id
"""


def _steps(key: str, other: str) -> str:
    """The whole question, made of what stands above: each step is a table of its own, and knows those before it."""
    tables = [f"step0 AS (SELECT {key}::bigint AS key, NULL::bigint AS via, 0 AS depth, {other}::text AS other)"]
    for depth in range(1, DEEPEST + 1):
        before = range(1, depth)
        unseen = "".join(f" AND listing_id NOT IN (SELECT key FROM step{one})" for one in before)  # noqa: S608
        step = _STEP.format(before=f"step{depth - 1}", unseen=unseen, take=MOST + 1)
        tables.append(f"step{depth} AS MATERIALIZED ({_NAMED.format(depth=depth, step=step)})")
    union = " UNION ALL ".join(f"SELECT key, via, depth FROM step{one}" for one in range(1, DEEPEST + 1))  # noqa: S608
    return f"""
        WITH {", ".join(tables)}
        SELECT step.depth, listing.slug, listing.name, through.name, step.via = (SELECT key FROM step0)
        FROM ({union}) step
        JOIN profiles_publishedprofile listing ON listing.profile_id = step.key
        JOIN profiles_publishedprofile through ON through.profile_id = step.via
        ORDER BY step.depth, listing.name_folded, step.key
    """  # noqa: S608


def mark_of_dependants() -> RawSQL:
    """For a query of PublishedProfile that joins its profile: a digest of what depends on each row; None: nothing."""
    steps = _steps("profiles_publishedprofile.profile_id", "profiles_profile.public_id")
    said = "encode(sha256(convert_to(string_agg(one::text, '|' ORDER BY one::text), 'UTF8')), 'hex')"
    return RawSQL(f"(SELECT {said} FROM ({steps}) one)", [], output_field=CharField())  # noqa: S608, S611


def note_ties(listing: PublishedProfile, words: Words) -> None:
    """Make the ties of the public profile those of `words`. Where nothing changed, nothing is written."""
    wanted = {(tie.other, tie.kind) for tie in words.dependencies if tie.points_here and tie.other}
    known = {(other, kind): pk for other, kind, pk in listing.ties.values_list("other", "kind", "pk")}
    if over := [pk for tie, pk in known.items() if tie not in wanted]:
        PublishedTie.objects.filter(pk__in=over).delete()
    PublishedTie.objects.bulk_create(
        [PublishedTie(listing=listing, other=other, kind=kind) for other, kind in sorted(wanted - known.keys())]
    )


def dependants_of(profile: str, key: int) -> tuple[Step, ...]:
    """What depends on the public profile with this public id and primary key, nearest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_steps("%(key)s", "%(other)s"), {"key": key, "other": profile})
        rows = cursor.fetchall()
    steps = []
    for depth in range(1, DEEPEST + 1):
        found = [Dependant(slug, name, "" if direct else via) for at, slug, name, via, direct in rows if at == depth]
        if found:
            steps.append(Step(depth, tuple(found[:MOST]), len(found) > MOST))
    return tuple(steps)
