"""Build the whole demonstration in one transaction, on an empty database only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from plumbline.demonstration.desk_story import open_skerry, tell_first, tell_second
from plumbline.demonstration.gate_story import open_the_gate
from plumbline.demonstration.logins import make_colleague, make_editor
from plumbline.demonstration.organisations import REAL
from plumbline.demonstration.organisations.clarifai import CLARIFAI_EDGES, CLARIFAI_PAPERS
from plumbline.demonstration.papers import PAPERS
from plumbline.demonstration.press import room_of, watch_the_press
from plumbline.demonstration.publishers import HOUSES, INVENTED_HOUSES
from plumbline.demonstration.rows import enter_papers, fill_page, open_file, publish_houses, state_and_cite, tie_up
from plumbline.demonstration.skerry import days_from
from plumbline.demonstration.tarn_story import publish_tarn
from plumbline.demonstration.taxonomy import TERMS
from profiles.editions.publishing import publish
from profiles.models import FacetTerm, Profile
from sources.models import Document, OriginEdge, Story

_LOCK = 0x64656D6F  # "demo"
_APART = timedelta(hours=2)  # between two editions, so that the newest come in a fixed order


@transaction.atomic
def build_once(*, folder: Path, now: datetime) -> bool:
    """Build the demonstration where there is neither a profile nor a document; return whether it was built.

    The editor who does it, and the two members, have the log-ins that are kept in `folder`. Of two that build at
    once, the second waits, finds it done and builds nothing. Whatever is raised, nothing is left behind in the
    database.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if Profile.objects.exists() or Document.objects.exists():
        return False
    by = make_editor(folder).actor
    colleague = make_colleague(folder).actor
    for facet, terms in TERMS.items():
        for position, (slug, label) in enumerate(terms):
            FacetTerm.objects.get_or_create(facet=facet, slug=slug, defaults={"label": label, "position": position})
    publish_houses((*HOUSES, *INVENTED_HOUSES))
    documents = enter_papers({**PAPERS, **CLARIFAI_PAPERS}, now=now)
    trace_clarifai(documents, by=by, now=now)

    times = {one.slug: now - _APART * (len(REAL) - place) for place, one in enumerate(REAL)}
    room = room_of(folder, now=now)
    days = days_from(room.opened.date())
    invented, story = open_skerry(days, by=by)
    opened = [open_file(one, by=by, now=times[one.slug]) for one in REAL]
    tell_first(invented, story, days, room, by=by, today=now)
    for profile, one in zip(opened, REAL, strict=True):
        at = times[one.slug]
        state_and_cite(profile, one.statements, documents, by=by, now=at)
        fill_page(profile, one, by=by, now=at, today=now)
        tie_up(profile, one, by=by, now=at)
        publish(profile_id=profile.pk, by=by, now=at)
    tell_second(invented, days, room, by=by, colleague=colleague, now=now - timedelta(hours=1, minutes=30))
    publish_tarn(days, room, by=by, colleague=colleague, now=now - timedelta(minutes=20))
    open_the_gate(invented, folder, room, by=by, now=now)
    watch_the_press(room, by=by, now=now)
    return True


def trace_clarifai(documents: Mapping[str, Document], *, by: str, now: datetime) -> None:
    """The four articles as one story, and the editor's reasons why they go back to one report."""
    told = [documents[key] for key in CLARIFAI_PAPERS]
    days = [document.published_on for document in told if document.published_on]
    story = Story.objects.create(
        title="Clarifai deletes photos of OkCupid users",
        first_on=min(days),
        last_on=max(days),
        event_type="regulation",
        opened_at=now,
    )
    Document.objects.filter(pk__in=[document.pk for document in told]).update(story=story)
    for document, original, kind, state, weight, reason in CLARIFAI_EDGES:
        OriginEdge.objects.create(
            document=documents[document],
            original=documents[original],
            kind=kind,
            state=state,
            weight=weight,
            reason=reason,
            made_at=now,
            made_by=by,
        )
