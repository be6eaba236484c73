"""Statements as notes: numbered in the order a reader meets them, each with its sources and its score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from profiles.editions.beside import NOTHING, Beside
from profiles.editions.lowest import state_of_account
from profiles.editions.page import Confidence, Note, Source
from profiles.editions.plain_words import DIRECTNESS, RELIABILITY, UNKNOWN, day
from profiles.editions.words import CitationWords, ClaimWords, Words
from profiles.evidence.confidence.bands import read

NOTHING_BESIDE: Mapping[str, Beside] = {}
RETRACTED = "This document no longer counts as evidence."


class Notes:
    """The notes of one page. Asking for a statement's note numbers it, if it has no number yet."""

    def __init__(
        self,
        words: Words,
        result: Mapping[str, Any],
        checks: Mapping[str, Any] | None,
        beside: Mapping[str, Beside] = NOTHING_BESIDE,
    ) -> None:
        self._documents = {document.id: document for document in words.documents}
        self._publishers = {publisher.id: publisher for publisher in words.publishers}
        self._result = result
        self._checks = checks
        self._beside = beside
        self._claims = {claim.id: claim for claim in words.claims}
        self._keys = {claim.key: claim.id for claim in words.claims}
        self._numbered: dict[str, Note] = {}

    def by_key(self, key: str) -> Note | None:
        """The note of the statement that a text cites as [^key]; None where there is none."""
        claim = self._keys.get(key)
        return self.by_id(claim) if claim else None

    def by_id(self, claim: str) -> Note:
        if claim not in self._numbered:
            self._numbered[claim] = self._note(self._claims[claim], len(self._numbered) + 1)
        return self._numbered[claim]

    def has(self, key: str) -> bool:
        """Whether the statement cited as [^key] has been numbered."""
        return self._keys.get(key) in self._numbered

    def has_id(self, claim: str) -> bool:
        return claim in self._numbered

    def all(self) -> tuple[Note, ...]:
        """Every statement's note in the order of its number; what no text cites comes last."""
        for claim in self._claims:
            self.by_id(claim)
        return tuple(self._numbered.values())

    def sources(self, citations: tuple[CitationWords, ...], claim: ClaimWords | None = None) -> tuple[Source, ...]:
        return tuple(self._source(citation, claim) for citation in citations)

    def _note(self, claim: ClaimWords, number: int) -> Note:
        account = self._result["claims"].get(claim.id)
        beside = self._beside.get(claim.id, NOTHING)
        return Note(
            number=number,
            claim=claim.id,
            statement=claim.statement,
            confidence=confidence(
                account["ten_thousandths"] if account else None,
                account["reason"] if account else "",
                state_of_account(account) if account else "",
            ),
            evidence_line=account["documents_line"] if account else "nothing yet",
            disputed=bool(account and account["disputed"]),
            is_key=claim.is_key,
            sources=self.sources(claim.citations, claim),
            verdicts=beside.verdicts,
            replies=beside.replies,
        )

    def _source(self, citation: CitationWords, claim: ClaimWords | None) -> Source:
        document = self._documents[citation.document]
        publisher = self._publishers.get(document.publisher)
        grade = self._result["publishers"].get(document.publisher, {}).get("grade", "F")
        original = self._documents.get(citation.original)
        stance, says = stance_of(citation, claim)
        lost = self._result.get("lost", {}).get(citation.id, {}).get("how", "")
        return Source(
            id=citation.id,
            publisher=publisher.name if publisher else UNKNOWN,
            reliability=RELIABILITY[grade],
            directness=DIRECTNESS[citation.directness],
            repeats=self._named(original.publisher, original.title) if original else "",
            says=says,
            stance=stance,
            quote=citation.quote,
            title=document.title,
            address=document.address if document.address.startswith(("https://", "http://")) else "",
            day=date.fromisoformat(document.published_on) if document.published_on else None,
            held=citation.attached and not lost,
            own_interest=citation.own_interest,
            set_aside=citation.set_aside if citation.is_set_aside else RETRACTED if lost == "retracted" else "",
            checked="" if self._checks is None else _checked(self._checks.get(citation.id)),
            is_amiss=(self._checks or {}).get(citation.id, {}).get("found") in ("changed", "vanished"),
            retells=bool(citation.original) or (citation.directness == "tertiary" and not citation.own_reporting),
        )

    def _named(self, publisher: str, title: str) -> str:
        found = self._publishers.get(publisher)
        return found.name if found else title


def confidence(score: int | None, reason: str, state: str = "") -> Confidence:
    """A score in ten-thousandths as a page shows it; every part comes from the one reading of the score."""
    reading = read(score)
    if reading is None:
        return Confidence(None, "", "Not assessed", "", "", "not-assessed", reason or "Nothing is stated yet.")
    return Confidence(
        reading.score,
        reading.number,
        reading.label,
        reading.grade,
        reading.range,
        reading.band.name,
        reason or reading.sentence,
        state,
    )


def stance_of(citation: CitationWords, claim: ClaimWords | None) -> tuple[str, str]:
    """Whether a citation supports the published value, disputes it or only mentions it; and what it says if not."""
    if claim is None:
        return "supports", ""
    if not citation.value:
        return "mentions", ""
    if citation.value == claim.published:
        return "supports", ""
    values = {value.key: value for value in claim.values}
    said, published = values[citation.value], values.get(claim.published)
    compatible = claim.published in said.covers or (published is not None and said.key in published.covers)
    return ("supports" if compatible else "disputes"), said.text


def _checked(check: Mapping[str, str] | None) -> str:
    if check is None:
        return "not yet checked"
    found = {"same": "unchanged", "changed": "changed since", "vanished": "vanished"}[check["found"]]
    return f"{found}, checked {day(date.fromisoformat(check['on']))}"
