"""Contradictions by direct sources that came up after an edition was published, laid beside its words. Pure.

They lower the score at once (../confidence.v1.falls), so the numbers must be able to carry them: an assessment
keeps each with everything a reader needs, until an editor publishes the next edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from profiles.editions.sealing import ERASED
from profiles.editions.words import CitationWords, ClaimWords, DocumentWords, PublisherWords, ValueWords, Words


@dataclass(frozen=True)
class Dispute:
    """One citation that states another value than the published one, with its document and publisher."""

    claim: str  # id
    value: str  # what it says instead
    citation: CitationWords
    document: DocumentWords
    publisher: PublisherWords
    key: str = ""  # of the value among those of its claim, once an assessment carries it (`placed`)


def with_disputes(words: Words, disputes: Iterable[Dispute]) -> Words:
    """Return the words with each dispute as a citation of its claim; what the words cite already is left out."""
    for dispute in disputes:
        claims = tuple(_disputed(claim, dispute) if claim.id == dispute.claim else claim for claim in words.claims)
        if claims == words.claims:
            continue
        documents, publishers = words.documents, words.publishers
        if all(document.id != dispute.document.id for document in documents):
            documents = (*documents, dispute.document)
        if all(publisher.id != dispute.publisher.id for publisher in publishers):
            publishers = (*publishers, dispute.publisher)
        words = replace(words, claims=claims, documents=documents, publishers=publishers)
    return words


def placed(words: Words, disputes: Iterable[Dispute]) -> Iterator[Dispute]:
    """The disputes with the key that each one's value has beside `words`.

    An assessment keeps it: once texts are erased, nobody can tell any more which value was meant.
    """
    for dispute in disputes:
        words = with_disputes(words, (dispute,))
        claim = next((one for one in words.claims if one.id == dispute.claim), None)
        keys = [one.value for one in claim.citations if one.id == dispute.citation.id] if claim else []
        yield replace(dispute, key=keys[0]) if keys else dispute


def _disputed(claim: ClaimWords, dispute: Dispute) -> ClaimWords:
    if any(citation.document == dispute.document.id for citation in claim.citations):
        return claim
    said = dispute.key or _same(claim, dispute.value) or f"d{len(claim.values) + 1}"
    values = claim.values
    if all(value.key != said for value in values):
        values = (*values, ValueWords(said, dispute.value, ()))
    return replace(claim, values=values, citations=(*claim.citations, replace(dispute.citation, value=said)))


def _same(claim: ClaimWords, text: str) -> str:
    """The key of the value with this text; two that were erased are not taken for the same."""
    return next((value.key for value in claim.values if value.text == text != ERASED), "")


def as_json(dispute: Dispute) -> dict[str, Any]:
    return asdict(dispute)


def from_json(stored: Mapping[str, Any]) -> Dispute:
    return Dispute(
        stored["claim"],
        stored["value"],
        CitationWords(**stored["citation"]),
        DocumentWords(**stored["document"]),
        PublisherWords(**stored["publisher"]),
        stored.get("key", ""),
    )


def disputes_in(result: Mapping[str, Any]) -> tuple[Dispute, ...]:
    """The disputes that an assessment carries."""
    return tuple(map(from_json, result.get("disputes", ())))
