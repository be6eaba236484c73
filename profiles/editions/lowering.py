"""Whether a published score has to fall, and why: per claim the lower of published and recomputed. Pure.

Rule: the method page, "Falls by itself, rises by hand". A fall is published when a claim's band changes or it has
lost .05 since its last published score; then every claim that is lower is shown lower. What is not lower keeps the
account it had, together with the day and the judgements it was made on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from profiles.editions.assessing import AS_RELEASED, Chosen, Standing, assess, claims_of, whole_json
from profiles.editions.disputes import Dispute, as_json, disputes_in, with_disputes
from profiles.editions.losses import Loss
from profiles.editions.words import CitationWords, ClaimWords, Words
from profiles.evidence.confidence.v1.falls import is_fall, next_fall
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.profile import Part

AGE = "Its evidence has grown older"
LONGEST_CAUSE = 200  # signs; profiles.models.Assessment
_LOST_WORDS = {
    "retracted": "{} no longer counts as evidence",
    "vanished": "{} is no longer where it was",
    "changed": "{} was changed and no longer says what we quoted",
}


@dataclass(frozen=True)
class Lowered:
    """A fall: the new score of the profile (ten-thousandths), its result, its cause in words."""

    score: int | None
    result: dict[str, Any]
    cause: str
    by_age_alone: bool


def lower(
    words: Words,
    before: Mapping[str, Any],
    standings: Mapping[str, Standing],
    today: date,
    lost: Mapping[str, Loss],
    disputes: Sequence[Dispute] = (),
    chosen: Chosen = AS_RELEASED,
) -> Lowered | None:
    """Return the fall of an edition with the result `before`, or None where nothing falls.

    `words` are the edition's own; `disputes` are those that came up since, beside those in `before`.
    """
    known = disputes_in(before)
    told = with_disputes(words, (*known, *disputes))
    was = {key: claim["ten_thousandths"] for key, claim in before["claims"].items()}
    # Most looks end here: scores are cheap, accounts of them are not.
    if not any(
        is_fall(was[claim.id], score(given, chosen.parameters, today).ten_thousandths)
        for claim, given in claims_of(told, standings, lost, chosen.parameters)
        if claim.id in was
    ):
        return None
    _, after = assess(told, standings, today, chosen, lost)
    claims: dict[str, Any] = {}
    fallen = set()
    for key, old in before["claims"].items():
        new = after["claims"][key]
        if new["ten_thousandths"] < was[key]:
            claims[key] = new
            if is_fall(was[key], new["ten_thousandths"]):
                fallen.add(key)
        else:
            claims[key] = {**old, "as_of": _as_of(old, before, after)}
    whole = whole_json(
        [
            Part(claim.is_key, claims[claim.id]["ten_thousandths"], claims[claim.id]["disputed"])
            for claim in told.claims
            if claim.id in claims
        ]
    )
    lowered = {key for key, claim in claims.items() if "as_of" not in claim}
    counted = [dispute for dispute in disputes if dispute.claim in lowered]
    causes = list(dict.fromkeys(_causes(told, fallen, before, after, lost, counted)))
    result = {
        **after,
        "claims": claims,
        "disputes": [as_json(dispute) for dispute in (*known, *counted)],
        "profile": {
            **after["profile"],
            **whole,
            "stale": sum(bool(claim["stale"]) for claim in claims.values()),
        },
    }
    return Lowered(whole["score"], result, _in_words(causes), causes == [AGE])


def next_day(
    words: Words,
    result: Mapping[str, Any],
    standings: Mapping[str, Standing],
    today: date,
    lost: Mapping[str, Loss],
    chosen: Chosen = AS_RELEASED,
) -> date | None:
    """The first day from today on which age alone makes one of the published scores in `result` fall."""
    told = with_disputes(words, disputes_in(result))
    days = (
        fall.day
        for claim, given in claims_of(told, standings, lost, chosen.parameters)
        if claim.id in result["claims"]
        and (fall := next_fall(given, chosen.parameters, today, result["claims"][claim.id]["ten_thousandths"]))
    )
    return min(days, default=None)


def _as_of(old: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What the account `old` was made on, where the assessment as a whole is made on something newer."""
    kept = dict(old.get("as_of") or {name: before.get(name, {}) for name in ("today", "publishers", "lost")})
    if "parameters" not in kept and before["parameters"] != after["parameters"]:
        kept |= {"parameters": before["parameters"], "method": before["method"]}
    return kept


def _causes(
    words: Words,
    fallen: set[str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    lost: Mapping[str, Loss],
    disputes: Iterable[Dispute],
) -> Iterator[str]:
    titles = {document.id: _short(document.title) for document in words.documents}
    names = {publisher.id: publisher.name for publisher in words.publishers}
    publishers = {document.id: document.publisher for document in words.documents}
    newly = {key: loss for key, loss in lost.items() if before.get("lost", {}).get(key) != asdict(loss)}
    for claim in (claim for claim in words.claims if claim.id in fallen):
        found = [_LOST_WORDS[newly[one.id].how].format(titles[one.document]) for one in _counted(claim, newly)]
        found += [
            f"{_short(dispute.document.title)} ({dispute.publisher.name}) says otherwise"
            for dispute in disputes
            if dispute.claim == claim.id
        ]
        cited = {publishers[key] for one in claim.citations for key in (one.document, one.original) if key} - {""}
        found += [
            f"How far {names[key]} can be relied on is judged anew"
            for key in sorted(cited & before["publishers"].keys())
            if _judgement(before["publishers"][key]) != _judgement(after["publishers"][key])
        ]
        if before["parameters"] != after["parameters"]:
            found.append(f"The figures of the method were fitted anew ({after['method']})")
        yield from found or [AGE]


def _judgement(standing: Mapping[str, Any]) -> tuple[Any, ...]:
    """What somebody judged of a publisher. That verdicts fade is age, and nobody's judgement."""
    kinds = standing.get("kinds", {})
    return standing["grade"], standing["owner"], {kind: counts["verdicts"] for kind, counts in kinds.items()}


def _counted(claim: ClaimWords, newly: Mapping[str, Loss]) -> Iterator[CitationWords]:
    return (one for one in claim.citations if one.id in newly and not one.is_set_aside)


def _short(title: str) -> str:
    return f"“{title if len(title) <= 70 else title[:69].rstrip() + '…'}”"


def _in_words(causes: Sequence[str]) -> str:
    """The causes as one line, as many as it holds."""
    for many in range(len(causes), 0, -1):
        rest = len(causes) - many
        line = "; ".join(causes[:many]) + (f"; and {rest} more" if rest else "")
        if len(line) <= LONGEST_CAUSE:
            return line
    return causes[0][: LONGEST_CAUSE - 1] + "…"
