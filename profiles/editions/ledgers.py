"""From an assessment's result to the page "How we got this". Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from profiles.editions.notes import confidence
from profiles.editions.page import ConfidencePage, LedgerLine, LedgerView, Note, ProfilePage, Raise, Source
from profiles.editions.plain_words import UNKNOWN, curly
from profiles.evidence.confidence.bands import BANDS


def draw_confidence(page: ProfilePage, result: Mapping[str, Any]) -> ConfidencePage:
    """Return the account of every statement of `page`, key statements first."""
    notes = sorted(page.notes, key=lambda note: (not note.is_key, note.number))
    ledgers = tuple(account_of(note, result["claims"][note.claim]) for note in notes if note.claim in result["claims"])
    counting = [note for note in page.notes if note.is_key] or list(page.notes)
    scored = [note for note in counting if note.confidence.score is not None]
    labels = {band.name: band.label for band in BANDS}
    return ConfidencePage(
        profile=page,
        weakest=min(scored, key=lambda note: note.confidence.score or 0, default=None),
        bands=tuple((labels[name], many) for name, many in result["profile"]["counts"] if many),
        ledgers=ledgers,
        method=result["method"],
    )


def account_of(note: Note, account: Mapping[str, Any]) -> LedgerView:
    """Return how one statement got its score, from its part of a result."""
    by_id = {source.id: source for source in note.sources}
    return LedgerView(
        note=note,
        lines=tuple(
            LedgerLine(
                kind=line["kind"],
                words=curly(line["words"]),
                step=line["step"],
                without=line.get("without", line["running"]),
                running=line["running"],
                repeats=_repeating([by_id[one] for one in line["citations"] if one in by_id])
                if line["kind"] == "origin"
                else (),
            )
            for line in account["lines"]
        ),
        would_raise=tuple(
            Raise(_what_would_raise(one), confidence(one["score"], one["words"])) for one in account["would_raise"]
        ),
        exact=f"{account['score']:.4f}",
    )


def _repeating(sources: Sequence[Source]) -> tuple[str, ...]:
    """The publishers that only repeat an original report, each once; those that nobody knows come last."""
    names = dict.fromkeys(source.publisher for source in sources if source.retells)
    return tuple(sorted(names, key=lambda name: name == UNKNOWN))


def _what_would_raise(proposal: Mapping[str, Any]) -> str:
    """A proposal without its figure, which stands beside it as a confidence."""
    if proposal["step"] == "document":
        return "If we held an original document that says so, such as a court's or a regulator's"
    return str(proposal["words"]).rpartition(":")[0]
