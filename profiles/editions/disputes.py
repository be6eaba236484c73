"""Contradictions by direct sources that came up after an edition was published, laid beside its words. Pure.

They lower the score at once (../confidence.v1.falls), so the numbers must be able to carry them: an assessment
keeps each with everything a reader needs, until an editor publishes the next edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from profiles.editions.words import CitationWords, ClaimWords, DocumentWords, PublisherWords, ValueWords, Words


@dataclass(frozen=True)
class Dispute:
    """One citation that states another value than the published one, with its document and publisher."""

    claim: str  # id
    value: str  # what it says instead
    citation: CitationWords
    document: DocumentWords
    publisher: PublisherWords


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


def _disputed(claim: ClaimWords, dispute: Dispute) -> ClaimWords:
    if any(citation.document == dispute.document.id for citation in claim.citations):
        return claim
    said = next((value.key for value in claim.values if value.text == dispute.value), "")
    values = claim.values
    if not said:
        said = f"d{len(values) + 1}"
        values = (*values, ValueWords(said, dispute.value, ()))
    return replace(claim, values=values, citations=(*claim.citations, replace(dispute.citation, value=said)))


def as_json(dispute: Dispute) -> dict[str, Any]:
    return asdict(dispute)


def from_json(stored: Mapping[str, Any]) -> Dispute:
    return Dispute(
        stored["claim"],
        stored["value"],
        CitationWords(**stored["citation"]),
        DocumentWords(**stored["document"]),
        PublisherWords(**stored["publisher"]),
    )


def disputes_in(result: Mapping[str, Any]) -> tuple[Dispute, ...]:
    """The disputes that an assessment carries."""
    return tuple(map(from_json, result.get("disputes", ())))
