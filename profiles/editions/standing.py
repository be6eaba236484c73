"""What is known today of the publishers and documents that the words cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date

from profiles.editions.assessing import Standing
from profiles.editions.losses import How, Loss
from profiles.editions.words import CitationWords, Words
from profiles.evidence.learning.track import Counts, Taught, in_all, track_records
from profiles.evidence.quotes import QuoteNotFound, place
from profiles.models import LessonRole, VerdictLesson
from sources.found import Found, found_of, texts_of
from sources.models import Publisher
from sources.publishers import owner_roots


def standings(words: Words, today: date) -> dict[str, Standing]:
    """What is known on the day `today` of the publishers that the words cite, by public id."""
    return standings_of((publisher.id for publisher in words.publishers), today)


def standings_of(publishers: Iterable[str], today: date) -> dict[str, Standing]:
    """What is known on the day `today` of these publishers (public ids). Four queries, however many they are."""
    ids = sorted(set(publishers))
    found = list(Publisher.objects.filter(public_id__in=ids))
    roots = owner_roots(publisher.pk for publisher in found)
    records = records_of(ids, today)
    made = {}
    for publisher in found:
        # The house at the top of the chain: whoever belongs to it is one voice.
        root = roots[publisher.pk].public_id if roots[publisher.pk].pk != publisher.pk else None
        kinds = records.get(publisher.public_id, {})
        made[publisher.public_id] = Standing(publisher.name, publisher.grade, root, *in_all(kinds), kinds)
    return made


def records_of(
    publishers: Iterable[str], today: date, role: LessonRole = LessonRole.ORIGIN
) -> dict[str, dict[str, Counts]]:
    """The track records of publishers (public ids) by kind of statement, from every verdict that still stands.

    As an origin: right and wrong. As a copy: faithful and not.
    """
    rows = VerdictLesson.objects.filter(role=role, publisher__in=publishers, verdict__superseded_by=None)
    taught = rows.values_list("publisher", "verdict__kind", "is_right", "verdict__at")
    return track_records(
        (Taught(publisher, kind, is_right, at.astimezone(UTC).date()) for publisher, kind, is_right, at in taught),
        today,
    )


def found_in(*words: Words) -> dict[str, Found]:
    """What was found of every document that these words cite, by its public id. One query."""
    return found_of(citation.document for one in words for citation in _citations(one))


def losses(
    words: Words, found: Mapping[str, Found], today: date, known: Mapping[str, Loss] | None = None
) -> dict[str, Loss]:
    """What became of the documents of the words' citations, by citation id; those that lost nothing are left out.

    `known` are losses noticed before; they keep the day on which they were noticed.
    """
    cited = [citation for claim in words.claims for citation in claim.citations]
    moved = {
        (citation.document, found[citation.document].shows)
        for citation in cited
        if citation.document in found and _shows_another(citation, found[citation.document])
    }
    texts = texts_of(moved) if moved else {}
    lost: dict[str, Loss] = {}
    for citation in cited:
        if citation.document not in found:
            continue
        how = _how(citation, found[citation.document], texts)
        if how:
            before = (known or {}).get(citation.id)
            lost[citation.id] = before if before and before.how == how else Loss(how, today.isoformat())
    return lost


def checks(words: Words, found: Mapping[str, Found]) -> dict[str, dict[str, str]]:
    """What the last check of each citation's document found and when, by citation id; unchecked ones are left out."""
    return {
        citation.id: {"found": _seen(citation, state), "on": state.checked_on.isoformat()}
        for citation in _citations(words)
        if (state := found.get(citation.document)) and state.checked_on
    }


def _citations(words: Words) -> Iterator[CitationWords]:
    for claim in words.claims:
        yield from claim.citations
    for value in words.facets:
        yield from value.citations


def _how(citation: CitationWords, found: Found, texts: Mapping[tuple[str, int], str]) -> How | None:
    if not found.is_evidence:
        return "retracted"
    if found.vanished_on:
        return "vanished"
    if _shows_another(citation, found) and not _stands(texts[citation.document, found.shows], citation.quote):
        return "changed"
    return None


def _shows_another(citation: CitationWords, found: Found) -> bool:
    """Whether a quoted document shows another version than the one that is quoted."""
    return bool(citation.quote and citation.version and found.shows and citation.version != found.shows)


def _stands(text: str, quote: str) -> bool:
    try:
        place(text, quote)
    except QuoteNotFound:
        return False
    return True


def _seen(citation: CitationWords, found: Found) -> str:
    if found.vanished_on:
        return "vanished"
    return "changed" if citation.version and citation.version != found.shows else "same"
