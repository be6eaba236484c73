"""Writes what lists, facets and search read of a published profile. Called at publishing, in its transaction."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from profiles.editions.dependants import note_ties
from profiles.editions.elsewhere import note_sentences
from profiles.editions.lowest import state_of_profile
from profiles.editions.markup import plain
from profiles.editions.words import Words
from profiles.evidence.confidence.bands import read
from profiles.models import (
    Assessment,
    Edition,
    Facet,
    MatterKind,
    Profile,
    PublishedFacet,
    PublishedMatter,
    PublishedPicture,
    PublishedProfile,
    PublishedSource,
)
from profiles.naming import fold, search_words

# Facets that readers browse by, and those that only describe.
BROWSED = (
    Facet.CATEGORY,
    Facet.REGION,
    Facet.CONTENT_TYPE,
    Facet.SIGNAL_FOCUS,
    Facet.PRIMARY_DOMAIN,
    Facet.TOPIC,
    Facet.IMPACT,
)
BAND = "band"
NOT_ASSESSED = "not-assessed"
# PostgreSQL's "simple" configuration takes words as they are: names must not be stemmed, and both sides are
# folded by profiles.naming.
CONFIG = "simple"
LONGEST = 100_000  # signs of a profile that search looks in


def index(*, profile: Profile, edition: Edition, assessment: Assessment, words: Words) -> None:
    """Replace the profile's row in the lists by what `edition` and `assessment` say."""
    reading = read(assessment.score)
    names = " ".join([words.name, *(alias.text for alias in words.aliases)])
    body = " ".join(_body(words))[:LONGEST]
    listing, _ = PublishedProfile.objects.update_or_create(
        profile=profile,
        defaults={
            "slug": words.slug,
            "edition": edition,
            "assessment": assessment,
            "name": words.name,
            "name_folded": fold(words.name),
            "summary": words.summary,
            "band": reading.band.name if reading else NOT_ASSESSED,
            "score": assessment.score,
            "changed_at": assessment.assessed_at,
            "card": _card(words, edition, assessment),
            "text": body,
            # At once: on which day age alone lowers it is worked out in the background.
            "look_again_at": assessment.assessed_at,
            "search": _vector(names, "A") + _vector(words.summary, "B") + _vector(body, "C"),
        },
    )
    listing.facets.all().delete()
    rows = [
        PublishedFacet(listing=listing, facet=value.facet, slug=value.term, label=value.label)
        for value in words.facets
        if value.facet in BROWSED
    ]
    if reading:
        rows.append(PublishedFacet(listing=listing, facet=BAND, slug=reading.band.name, label=reading.label))
    PublishedFacet.objects.bulk_create(rows)
    listing.sources.all().delete()
    PublishedSource.objects.bulk_create(
        [
            PublishedSource(listing=listing, document=document.id, publisher=document.publisher)
            for document in words.documents
        ]
    )
    _note_matters(listing, assessment)
    note_sentences(listing, words)
    note_ties(listing, words)
    # Old editions go on showing theirs, so none is taken away.
    PublishedPicture.objects.bulk_create(
        [PublishedPicture(listing=listing, file=image.file) for image in words.images], ignore_conflicts=True
    )


def _note_matters(listing: PublishedProfile, assessment: Assessment) -> None:
    """Write which statements are out of date or disputed, so that the desk finds them without reading accounts.

    What was so before keeps its day: the desk shows the oldest first.
    """
    accounts = assessment.result["claims"].items()
    # An account calls both by the names that they have here.
    wanted = [(key, kind.value) for key, account in accounts for kind in MatterKind if account[kind.value]]
    known = {(claim, kind): pk for claim, kind, pk in listing.matters.values_list("claim", "kind", "pk")}
    if over := [pk for matter, pk in known.items() if matter not in wanted]:
        PublishedMatter.objects.filter(pk__in=over).delete()
    PublishedMatter.objects.bulk_create(
        [
            PublishedMatter(listing=listing, claim=claim, kind=kind, since=assessment.assessed_at)
            for claim, kind in wanted
            if (claim, kind) not in known
        ]
    )


def _vector(text: str, weight: str) -> SearchVector:
    return SearchVector(Value(" ".join(search_words(text))), weight=weight, config=CONFIG)


def _card(words: Words, edition: Edition, assessment: Assessment) -> dict[str, Any]:
    by_facet: dict[str, list[str]] = {}
    for value in words.facets:
        by_facet.setdefault(value.facet, []).append(value.label)
    impact = [value.term for value in words.facets if value.facet == Facet.IMPACT]
    return {
        "mark": mark_of(words),
        "others": sorted(others_of(words)),
        "focus": ", ".join(by_facet.get(Facet.SIGNAL_FOCUS, [])),
        "regions": ", ".join(by_facet.get(Facet.REGION, [])),
        "impact": impact[0] if impact else "",
        "edition": edition.number,
        "kind": edition.kind,
        "published_at": edition.published_at.isoformat(),
        "assessment": assessment.number,
        "cause": assessment.cause,
        "state": state_of_profile(assessment.result),
        "outcomes": Counter(item.outcome for item in words.outlook if item.outcome),
    }


def mark_of(words: Words) -> str:
    """The small mark of a profile: invented, or not yet checked by this installation (nothing of it is held)."""
    if words.is_invented:
        return "invented"
    held = any(document.held for document in words.documents)
    return "" if held else "unchecked"


def others_of(words: Words) -> set[str]:
    """The public ids of the profiles that the words name, which a page links while they are public."""
    return ({tie.other for tie in words.dependencies} | {item.other for item in words.also_read}) - {""}


def _body(words: Words) -> list[str]:
    texts = [claim.statement for claim in words.claims]
    texts += [point.text for point in words.key_points]
    texts += [plain(section.body) for section in words.sections]
    texts += [plain(words.inclusion_reason), words.base]
    texts += [f"{tie.other_name}" for tie in words.dependencies]
    texts += [item.text for item in words.outlook]
    return texts
