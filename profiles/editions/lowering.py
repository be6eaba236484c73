"""Whether a published score has to fall, and why: per claim the lower of published and recomputed. Pure.

Rule: the method page, "Falls by itself, rises by hand". A fall is published when a claim's band changes, when it has
lost .05 since its last published score, or when it goes out of date; then every claim that is lower is shown lower.
What is not lower keeps the account it had, together with the day and the judgements it was made on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from profiles.editions.assessing import AS_RELEASED, Chosen, Standing, assess, claims_of, whole_json
from profiles.editions.disputes import Dispute, as_json, disputes_in, placed, with_disputes
from profiles.editions.losses import Loss
from profiles.editions.lowest import note_low
from profiles.editions.words import CitationWords, ClaimWords, Words
from profiles.evidence.confidence.v1.evidence import Claim
from profiles.evidence.confidence.v1.falls import is_fall, next_fall, stale_on
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import Parameters
from profiles.evidence.confidence.v1.profile import Part

AGE = "Its evidence has grown older"
OUT_OF_DATE = "Its evidence is out of date"
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
    shown = before["claims"]
    was = {key: claim["ten_thousandths"] for key, claim in shown.items()}
    # Most looks end here: scores are cheap, accounts of them are not.
    scored = (
        (claim.id, score(given, chosen.parameters, today))
        for claim, given in claims_of(told, standings, lost, chosen.parameters)
        if claim.id in was
    )
    if not any(
        is_fall(was[key], now.ten_thousandths) or _goes_stale(shown[key], now.ten_thousandths, is_stale=now.stale)
        for key, now in scored
    ):
        return None
    _, after = assess(told, standings, today, chosen, lost)
    claims: dict[str, Any] = {}
    fallen: dict[str, str] = {}  # statement to what age did to it, where nothing else is to blame
    for key, old in shown.items():
        new = after["claims"][key]
        goes_stale = _goes_stale(old, new["ten_thousandths"], is_stale=new["stale"])
        if new["ten_thousandths"] < was[key] or goes_stale:
            claims[key] = new
            if goes_stale or is_fall(was[key], new["ten_thousandths"]):
                fallen[key] = OUT_OF_DATE if goes_stale else AGE
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
        "disputes": [as_json(dispute) for dispute in placed(words, (*known, *counted))],
        "profile": {
            **after["profile"],
            **whole,
            "stale": sum(bool(claim["stale"]) for claim in claims.values()),
        },
    }
    note_low(result, before)
    return Lowered(whole["score"], result, _in_words(causes), {*causes} <= {AGE, OUT_OF_DATE})


def next_day(
    words: Words,
    result: Mapping[str, Any],
    standings: Mapping[str, Standing],
    today: date,
    lost: Mapping[str, Loss],
    chosen: Chosen = AS_RELEASED,
) -> date | None:
    """The first day from today on which age alone makes a published score in `result` fall or go out of date."""
    told = with_disputes(words, disputes_in(result))
    first: date | None = None
    for claim, given in claims_of(told, standings, lost, chosen.parameters):
        if claim.id not in result["claims"]:
            continue
        account = result["claims"][claim.id]
        if first and _stands_until(first, given, account, chosen.parameters):
            continue  # one score instead of a search for its day
        day = _falls_on(given, account, chosen.parameters, today)
        if day and (first is None or day < first):
            first = day
    return first


def _falls_on(given: Claim, account: Mapping[str, Any], parameters: Parameters, today: date) -> date | None:
    fall = next_fall(given, parameters, today, account["ten_thousandths"])
    if fall:
        return fall.day  # never later than the day on which it goes out of date: that is lower still
    if account["stale"]:
        return None
    day = stale_on(given, parameters, today)
    return day if day and _goes_stale(account, score(given, parameters, day).ten_thousandths, is_stale=True) else None


def _goes_stale(account: Mapping[str, Any], now: int, *, is_stale: bool) -> bool:
    """Whether a statement that was not out of date has become so, without being worth more than was published."""
    return is_stale and not account["stale"] and now <= account["ten_thousandths"]


def _stands_until(day: date, given: Claim, account: Mapping[str, Any], parameters: Parameters) -> bool:
    """Whether a claim surely has not fallen before `day`: undisputed scores only shrink with age."""
    before = score(given, parameters, day - timedelta(days=1))
    now = before.ten_thousandths
    return not (
        before.disputed or is_fall(account["ten_thousandths"], now) or _goes_stale(account, now, is_stale=before.stale)
    )


def _as_of(old: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What the account `old` was made on, where the assessment as a whole is made on something newer."""
    kept = dict(old.get("as_of") or {name: before.get(name, {}) for name in ("today", "publishers", "lost")})
    if "parameters" not in kept and before["parameters"] != after["parameters"]:
        kept |= {"parameters": before["parameters"], "method": before["method"]}
    return kept


def _causes(
    words: Words,
    fallen: Mapping[str, str],
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
        yield from found or [fallen[claim.id]]


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
