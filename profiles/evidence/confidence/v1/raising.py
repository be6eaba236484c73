"""What would raise a score: each proposal is made to the claim and scored for real."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from .bands import BANDS, band_of, cut, shown
from .evidence import Citation, Claim, Original, Publisher
from .method import Assessed, score
from .parameters import Parameters

Step = Literal["see", "attach", "document"]


@dataclass(frozen=True, slots=True)
class WouldRaise:
    """One thing that would help. `score` and `by` are in ten-thousandths; `by` is above 0."""

    step: Step
    words: str
    score: int
    by: int

    def as_json(self) -> dict[str, str | int]:
        return {"step": self.step, "words": self.words, "score": self.score, "by": self.by}


def would_raise(assessed: Assessed, parameters: Parameters) -> tuple[WouldRaise, ...]:
    """What would lift the published figure, most helpful first; what would not lift it is not named.
    A further document is proposed only below the top band."""
    now = assessed.ten_thousandths
    found = []
    for step, words, changed in _proposals(assessed):
        then = cut(score(changed, parameters, assessed.today).score)
        if then > now:
            found.append(WouldRaise(step, f"{words}: {shown(then)}.", then, then - now))
    return tuple(sorted(found, key=lambda each: (-each.score, each.step, each.words)))


def _proposals(assessed: Assessed) -> Iterator[tuple[Step, str, Claim]]:
    claim = assessed.claim
    for original, dated in _unheld(assessed):
        name = original.publisher.name if original.publisher is not None else original.label
        if not original.seen:
            yield "see", f"If we saw the report of {name}, say its summary in a feed", _seen(claim, original)
        if original.publisher is not None:
            yield (
                "attach",
                f"If we read the report of {name} and kept it",
                _with(claim, "secondary", original.publisher, dated, own_act=False),
            )
    authority = Publisher(id="a new document of grade A", name="an authority", grade="A")
    if band_of(assessed.ten_thousandths) is not BANDS[0]:
        yield (
            "document",
            "If we held an original document that says so, from a court or a regulator, say",
            _with(claim, "primary", authority, assessed.today, own_act=True),
        )


def _unheld(assessed: Assessed) -> list[tuple[Original, datetime.date | None]]:
    """The named originals of which we hold no account, each with the earliest date it is known from."""
    found: dict[str, tuple[Original, datetime.date | None]] = {}
    for origin in assessed.origins:
        if any(each.original is None and each.first_hand for each in origin.citations):
            continue
        for citation in sorted(origin.citations, key=lambda each: each.id):
            if citation.original is None:
                continue
            named, known = found.get(citation.original.key, (citation.original, None))
            dates = [each for each in (known, citation.date) if each is not None]
            named = replace(named, seen=named.seen or citation.original.seen)
            found[citation.original.key] = (named, min(dates) if dates else None)
    return [found[key] for key in sorted(found)]


def _seen(claim: Claim, original: Original) -> Claim:
    citations = tuple(
        replace(each, original=replace(each.original, seen=True))
        if each.original is not None and each.original.key == original.key
        else each
        for each in claim.citations
    )
    return replace(claim, citations=citations)


def _with(
    claim: Claim,
    directness: Literal["primary", "secondary"],
    publisher: Publisher,
    dated: datetime.date | None,
    *,
    own_act: bool,
) -> Claim:
    taken = {each.id for each in claim.citations}
    name = "proposed"
    while name in taken:
        name += "+"
    interested = any(each.own_interest for each in claim.citations if each.publisher.root == publisher.root)
    added = Citation(
        id=name,
        publisher=publisher,
        directness=directness,
        attached=True,
        value=claim.published,
        own_reporting=True,
        own_interest=interested,
        own_act=own_act,
        date=dated,
    )
    return replace(claim, citations=(*claim.citations, added))
