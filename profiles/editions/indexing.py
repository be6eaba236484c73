"""Writes what lists, facets and search read of a published profile. Called at publishing, in its transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from profiles.editions.dependants import note_ties
from profiles.editions.elsewhere import note_sentences
from profiles.editions.lowest import state_of_profile
from profiles.editions.markup import plain
from profiles.editions.names import names_of, slips_of, starts_of
from profiles.editions.words import Words
from profiles.evidence.confidence.bands import Reading, read
from profiles.models import (
    Assessment,
    Edition,
    Facet,
    MatterKind,
    NameSlip,
    Profile,
    PublishedMatter,
    PublishedName,
    PublishedPicture,
    PublishedProfile,
    PublishedSource,
    PublishedTerm,
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
    names = names_of(words)
    said = " ".join(names)
    body = " ".join(_body(words))[:LONGEST]
    labels = labels_of(words, reading)
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
            "card": card_of(words, edition, assessment),
            "text": body,
            # At once: on which day age alone lowers it is worked out in the background.
            "look_again_at": assessment.assessed_at,
            "terms": sorted(labels),
            "names": vector(said),
            "lead": vector(said, words.summary),
            "search": vector(said, words.summary, body),
        },
    )
    PublishedTerm.objects.bulk_create(
        # In one order, so that two who publish do not wait for each other in a ring.
        [PublishedTerm(term=term, label=label) for term, label in sorted(labels.items())],
        update_conflicts=True,
        unique_fields=["term"],
        update_fields=["label"],
    )
    note_names(listing, names)
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


def labels_of(words: Words, reading: Reading | None) -> dict[str, str]:
    """What a profile is found under, as facet:term, with how each is called."""
    labels = {f"{value.facet}:{value.term}": value.label for value in words.facets if value.facet in BROWSED}
    return labels | ({f"{BAND}:{reading.band.name}": reading.label} if reading else {})


def note_names(listing: PublishedProfile, names: Iterable[str]) -> None:
    """Write what suggestions and mistyped words are looked up in. Where no name changed, nothing is written."""
    starts = starts_of(names)
    known = {row.start: row for row in listing.starts.all()}
    same = {start for start, row in known.items() if starts.get(start) == (row.name, row.is_whole)}
    if over := [known[start].pk for start in known.keys() - same]:
        PublishedName.objects.filter(pk__in=over).delete()
    PublishedName.objects.bulk_create(
        PublishedName(listing=listing, start=start, name=name, is_whole=whole)
        for start, (name, whole) in starts.items()
        if start not in same
    )
    if starts.keys() - same:
        said = sorted({word for start in starts for word in start.split()})
        slips = [NameSlip(slip=slip, word=word) for word in said for slip in sorted(slips_of(word))]
        NameSlip.objects.bulk_create(slips, ignore_conflicts=True)


def vector(*texts: str) -> SearchVector:
    """The words of the texts as search compares them, each once for all places."""
    return SearchVector(Value(" ".join(search_words(" ".join(texts)))), config=CONFIG)


def card_of(words: Words, edition: Edition, assessment: Assessment) -> dict[str, Any]:
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
