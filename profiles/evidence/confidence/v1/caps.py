"""The caps: what a score may not exceed, whatever the fusion says."""

from collections.abc import Sequence
from dataclasses import dataclass

from .origins import Origin, Weighed
from .parameters import Parameters

ALWAYS = "an editor may have misread"
NO_DIRECT_SOURCE = "no direct source attached"
NO_OWN_ACCOUNT = "nobody whose own account we hold"
UNKNOWN_RELIABILITY = "no supporter of known reliability"
ONLY_PARTY = "only the party itself says so"
NOT_SEEN = "the original was not seen"


@dataclass(frozen=True, slots=True)
class Cap:
    """A ceiling that holds for a claim, and its limit in [0, 1]."""

    name: str
    limit: float


def caps(found: Sequence[Origin], parameters: Parameters) -> tuple[Cap, ...]:
    """All ceilings that hold for a value with these origins, in the order they are applied.

    A re-telling speaks with its origin's voice. So its grade is that of the publisher whose reliability
    counts for it, and repeating the party's own word does not make it somebody else's.
    """
    holds = [Cap(ALWAYS, parameters.limit_always)]
    weighed = [each for origin in found for each in origin.weighed]
    if not any(_direct(each) and each.citation.quoted for each in weighed):
        holds.append(Cap(NO_DIRECT_SOURCE, parameters.limit_no_direct_source))
    if not any(each.citation.first_hand for each in weighed):
        holds.append(Cap(NO_OWN_ACCOUNT, parameters.limit_no_own_account))
    if weighed and all(each.speaker.grade == "F" for each in weighed):
        holds.append(Cap(UNKNOWN_RELIABILITY, parameters.limit_unknown_reliability))
    known = [origin for origin in found if not origin.presumed]
    if known and all(_only_interest(origin) for origin in known):
        holds.append(Cap(ONLY_PARTY, parameters.limit_only_party))
    if _never_seen(found):
        holds.append(Cap(NOT_SEEN, parameters.limit_original_not_seen))
    return tuple(holds)


def holds_primary(found: Sequence[Origin]) -> bool:
    """We hold a primary document that states the value itself."""
    return any(_direct(each) for origin in found for each in origin.weighed)


def _direct(each: Weighed) -> bool:
    """An attached primary that states this very value; one that is merely compatible does not show it."""
    return each.citation.directness == "primary" and each.citation.attached and each.states


def _only_interest(origin: Origin) -> bool:
    return all(voice.own_interest and not voice.own_act for voice in origin.voices)


def _never_seen(found: Sequence[Origin]) -> bool:
    citations = [citation for origin in found for citation in origin.citations]
    named = [citation.original for citation in citations if citation.original is not None]
    return (
        bool(named) and all(citation.retells for citation in citations) and not any(original.seen for original in named)
    )
