"""What the methodology page says, made from the method's own figures and names, so that it cannot differ."""

from __future__ import annotations

from typing import Any

from profiles.evidence.confidence.v1 import caps
from profiles.evidence.confidence.v1.bands import BANDS
from profiles.evidence.confidence.v1.ledger_words import cap_words
from profiles.evidence.confidence.v1.parameters import METHOD, RELEASED, VERSION, Parameters

RULES = (
    (
        "Evidence is counted by its origin",
        "Ten articles that repeat one report are one report. We follow what each document names as its source, "
        "what it copies, and who owns its publisher. Documents that repeat something and show no source count "
        "together as one report at most, and are shown as such.",
    ),
    (
        "Reliability belongs to the publisher, confidence to the statement",
        "A publisher's reliability rests on how its reports have held up. It is one input among several, and the "
        "two are never blended into one figure. A publisher that cannot be judged is called so.",
    ),
    (
        "How near we are to the fact",
        "The original document weighs most, own reporting less, a repetition least; and a document that we hold "
        "weighs more than one that we only saw mentioned.",
    ),
    (
        "Some facts age",
        "What happened stays happened. Who holds a post, a figure, or today's load grow uncertain with time, each "
        "at its own pace. Age alone never takes a statement below 0.10: it is marked as out of date instead.",
    ),
    (
        "Contradictions pull down, on both sides",
        "Where documents give different values, each lowers the confidence in the other. Repetitions do not "
        "contradict an original document that we hold. Both sides are shown, also after an editor has settled it.",
    ),
    (
        "Confidence can fall by itself; only a person can raise it",
        "Age, a changed or vanished source, or a contradicting original lower a published figure without anybody's "
        "help, in a dated assessment that says why. A rise needs an editor who accepted the evidence.",
    ),
    (
        "What turned out to be right or wrong is learnt",
        "When it is known how a statement turned out, an editor settles it: upheld, corrected, refuted or lapsed. The "
        "publisher of the original report was right or wrong by that, for that kind of statement; a year later such a "
        "verdict counts four fifths. Who only repeated the report learns nothing from it. What lapsed teaches nothing.",
    ),
    (
        "Analysis is never scored",
        "What we make of the facts stands under a name, apart from the account of them.",
    ),
    (
        "A profile's figure",
        "It is the mean of its key statements. It stands in the highest band only if every one of them does. The "
        "weakest key statement is named beside it.",
    ),
)


def _ceilings(parameters: Parameters) -> tuple[caps.Cap, ...]:
    return (
        caps.Cap(caps.ALWAYS, parameters.limit_always),
        caps.Cap(caps.NO_DIRECT_SOURCE, parameters.limit_no_direct_source),
        caps.Cap(caps.NO_OWN_ACCOUNT, parameters.limit_no_own_account),
        caps.Cap(caps.UNKNOWN_RELIABILITY, parameters.limit_unknown_reliability),
        caps.Cap(caps.ONLY_PARTY, parameters.limit_only_party),
        caps.Cap(caps.NOT_SEEN, parameters.limit_original_not_seen),
    )


def describe(parameters: Parameters = RELEASED) -> dict[str, Any]:
    """Return method, bands, parameters, rules and ceilings (limit, name, sentence) for the methodology page."""
    return {
        "method": f"{METHOD}, version {VERSION}",
        "bands": BANDS,
        "parameters": parameters.as_json(),
        "rules": RULES,
        "caps": tuple((cap.limit, cap.name, cap_words(cap)) for cap in _ceilings(parameters)),
    }
