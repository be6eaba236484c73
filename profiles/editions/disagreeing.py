"""Where documents contradict each other about what we publish, with both sides, for all profiles together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.finding import public
from profiles.editions.notes import Notes
from profiles.editions.page import Note
from profiles.editions.schemas import read_words
from profiles.models import MatterKind, PublishedMatter

PAGE = 20


@dataclass(frozen=True)
class Disagreement:
    slug: str
    name: str
    since: datetime
    note: Note  # the statement, how sure we are of it, and its sources on both sides


@dataclass(frozen=True)
class Disagreements:
    rows: tuple[Disagreement, ...]
    statements: int  # all there are, not those of this page alone
    profiles: int
    older: int  # there are more before this number; 0: these were the last


def disagreements(before: int | None = None) -> Disagreements:
    """A page of the public statements that documents contradict, what was noticed last first; before a place, given
    by the number that the page before ended with."""
    disputed = PublishedMatter.objects.filter(kind=MatterKind.DISPUTED)
    rows = disputed if before is None else disputed.filter(pk__lt=before)
    found = list(rows.order_by("-pk").values_list("pk", "listing", "claim", "since")[: PAGE + 1])
    shown = found[:PAGE]
    listings = public().select_related("edition", "assessment")
    by_key = listings.in_bulk({listing for _, listing, *_ in shown})
    notes = {key: _notes(listing) for key, listing in by_key.items()}
    counted = disputed.aggregate(statements=Count("pk"), profiles=Count("listing", distinct=True))
    return Disagreements(
        tuple(
            Disagreement(by_key[key].slug, by_key[key].name, since, notes[key].by_id(claim))
            for _, key, claim, since in shown
            if key in by_key
        ),
        counted["statements"],
        counted["profiles"],
        shown[-1][0] if len(found) > PAGE else 0,
    )


def _notes(listing: Any) -> Notes:
    words, result = read_words(listing.edition.manifest, listing.edition.body), listing.assessment.result
    return Notes(with_disputes(words, disputes_in(result)), result, None)
