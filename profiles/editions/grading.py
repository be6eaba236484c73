"""What another grade of a publisher would change: computed as the watch would, written nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef

from profiles.editions.assessing import Chosen, Standing, claims_of
from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.losses import Loss
from profiles.editions.lowering import lower
from profiles.editions.notes import confidence
from profiles.editions.page import Confidence
from profiles.editions.parameter_sets import chosen
from profiles.editions.schemas import read_words
from profiles.editions.standing import standings_of
from profiles.editions.words import Words
from profiles.evidence.confidence.v1.method import score
from profiles.models import PublishedProfile, PublishedSource

LOOKED_AT = 50
"""So many profiles are computed for one look; how many there are in all is said beside it."""


@dataclass(frozen=True)
class Moved:
    """A statement whose score would be another: as readers see it now, and as it would be."""

    statement: str
    shown: Confidence
    would_be: Confidence


@dataclass(frozen=True)
class Effect:
    """What would become of one published profile. `would_be` is what readers would see by themselves.

    `falls` happen at once. `rises` wait for a new edition. `small` counts statements that lose too little for a
    fall to be published: less than a twentieth, and no band.
    """

    name: str
    slug: str
    shown: Confidence
    would_be: Confidence
    falls: tuple[Moved, ...]
    rises: tuple[Moved, ...]
    small: int


@dataclass(frozen=True)
class Effects:
    """`changed` are those of the profiles looked at in which something would move; `in_all` is how many cite it."""

    changed: tuple[Effect, ...]
    looked_at: int
    in_all: int

    @property
    def falls(self) -> int:
        return sum(len(effect.falls) for effect in self.changed)

    @property
    def rises(self) -> int:
        return sum(len(effect.rises) for effect in self.changed)


def effects_of_grade(*, publisher: str, grade: str, now: datetime) -> Effects:
    """Return what the grade `grade` (A to F) for a publisher (public id) would change in what is published.

    The first fifty profiles by name are computed, with the same queries however many there are.
    """
    cites = PublishedSource.objects.filter(publisher=publisher, listing=OuterRef("pk"))
    citing = PublishedProfile.objects.filter(Exists(cites))
    listings = list(citing.select_related("edition", "assessment").order_by("name_folded", "pk")[:LOOKED_AT])
    read = [(one, _words(one)) for one in listings]
    today, figures = now.astimezone(UTC).date(), chosen(now)
    standings = standings_of((each.id for _, words in read for each in words.publishers), today)
    if publisher not in standings:
        return Effects((), len(listings), citing.count())
    graded = {**standings, publisher: replace(standings[publisher], grade=grade)}
    effects = [_effect(listing, words, standings, graded, today, figures) for listing, words in read]
    return Effects(tuple(one for one in effects if one is not None), len(listings), citing.count())


def _words(listing: PublishedProfile) -> Words:
    words = read_words(listing.edition.manifest, listing.edition.body)
    return with_disputes(words, disputes_in(listing.assessment.result))


def _effect(
    listing: PublishedProfile,
    words: Words,
    now: Mapping[str, Standing],
    then: Mapping[str, Standing],
    today: date,
    figures: Chosen,
) -> Effect | None:
    result = listing.assessment.result
    lost = {key: Loss(**loss) for key, loss in result.get("lost", {}).items()}
    shown = {key: claim["ten_thousandths"] for key, claim in result["claims"].items()}
    touched = [
        (claim.id, as_it_is, as_it_would_be)
        for (claim, as_it_is), (_, as_it_would_be) in zip(
            claims_of(words, now, lost, figures.parameters),
            claims_of(words, then, lost, figures.parameters),
            strict=True,
        )
        if as_it_is != as_it_would_be
    ]
    if not touched:
        return None
    before = {key: score(given, figures.parameters, today).ten_thousandths for key, given, _ in touched}
    after = {key: score(given, figures.parameters, today).ten_thousandths for key, _, given in touched}
    fall = lower(words, result, then, today, lost, (), figures)
    # What would fall or rise without the grade too, say by age since the last look, is not the grade's doing.
    due = lower(words, result, now, today, lost, (), figures)
    anyway = {key: claim["ten_thousandths"] for key, claim in due.result["claims"].items()} if due else shown
    fallen = {
        key: claim["ten_thousandths"]
        for key, claim in (fall.result["claims"].items() if fall else ())
        if claim["ten_thousandths"] < min(shown[key], anyway[key])
    }
    risen = {key: one for key, one in after.items() if key in shown and one > max(shown[key], before[key])}
    small = sum(one < before[key] and one < shown.get(key, 0) and key not in fallen for key, one in after.items())
    if not (fallen or risen or small):
        return None
    statements = {claim.id: claim.statement for claim in words.claims}

    def moved(scores: Mapping[str, int]) -> tuple[Moved, ...]:
        return tuple(
            Moved(statements[key], confidence(shown[key], ""), confidence(scores[key], ""))
            for key in statements
            if key in scores
        )

    whole = fall.score if fall else listing.score
    return Effect(
        listing.name,
        listing.slug,
        confidence(listing.score, ""),
        confidence(whole, ""),
        moved(fallen),
        moved(risen),
        small,
    )
