"""Which citations go back to one original, and what each of them weighs.

Grouping is done among the citations that support one value, so that what disputes a value cannot move it
by splitting or joining its origins.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .evidence import Citation, Claim, Original, Publisher
from .fusion import aged, reliability, weight
from .parameters import Parameters

PRESUMED = "presumed"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A citation with every figure the fusion used for it.

    `speaker` is the publisher whose reliability counts. `kappa` is 1 for the same value, less for one
    compatible with it. `states` is true where the citation states the value itself or one it covers, so that
    it shows the value rather than merely agreeing with it. `since` is the date its age counts from. `fresh`
    and `fresh_weight` leave age out; `r` and `weight` do not. Weights include kappa.
    """

    citation: Citation
    speaker: Publisher
    reliability: float
    fidelity: float
    kappa: float
    states: bool
    since: datetime.date | None
    age_days: int
    fresh: float
    r: float
    fresh_weight: float
    weight: float


@dataclass(frozen=True, slots=True)
class Origin:
    """One original report with everything that goes back to it, heaviest first. Only its best one counts."""

    key: str
    name: str
    presumed: bool
    seen: bool
    weighed: tuple[Weighed, ...]
    fresh_weight: float
    weight: float

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(each.citation for each in self.weighed)

    @property
    def voices(self) -> tuple[Citation, ...]:
        """Who speaks: those that name nobody else, or all where none of them is here."""
        own = tuple(each for each in self.citations if each.original is None and not each.retells)
        return own or self.citations


@dataclass(frozen=True, slots=True)
class Support:
    """A citation that supports a value, with its kappa, and whether it states that value (see Weighed)."""

    citation: Citation
    kappa: float
    states: bool


def supporters(claim: Claim, value: str, parameters: Parameters) -> list[Support]:
    """The citations that support a value. Those set aside and mere mentions are left out.

    kappa is 1 for the same value and less for a compatible one, be it less specific or more specific.
    """
    covers = {each.key: each.covers for each in claim.values}
    found = []
    for citation in claim.citations:
        stated = citation.value
        if citation.set_aside is not None or stated is None:
            continue
        if stated == value:
            found.append(Support(citation, 1.0, True))
        elif stated in covers[value]:
            found.append(Support(citation, parameters.compatible, True))
        elif value in covers[stated]:
            found.append(Support(citation, parameters.compatible, False))
    return found


def origins(
    supporting: Sequence[Support],
    half_life: int | None,
    today: datetime.date,
    parameters: Parameters,
) -> tuple[Origin, ...]:
    """Groups the supporters of one value by origin, heaviest origin first.

    A citation that names an original belongs to it (by its publisher's root where that is known, else by its
    key). A re-telling that names none joins the named original if the re-tellings name exactly one, else all
    of them are one presumed origin. Everybody else speaks for the own root, so one owner is one origin.
    """
    named: dict[str, list[Original]] = {}
    for support in supporting:
        citation = support.citation
        if citation.retells and citation.original is not None:
            named.setdefault(citation.original.root, []).append(citation.original)
    sole = next(iter(named)) if len(named) == 1 else None
    joined = _least_reliable((each.publisher for each in named[sole]), parameters) if sole else None

    groups: dict[str, list[tuple[Support, Publisher]]] = {}
    for support in supporting:
        citation = support.citation
        if citation.original is not None:
            key, speaker = citation.original.root, _speaker(citation, citation.original.publisher, parameters)
        elif citation.retells:
            key, speaker = sole or PRESUMED, _speaker(citation, joined, parameters)
        else:
            key, speaker = citation.publisher.root, citation.publisher
        groups.setdefault(key, []).append((support, speaker))
    made = [_origin(key, members, half_life, today, parameters) for key, members in groups.items()]
    return tuple(sorted(made, key=lambda origin: (-origin.weight, -origin.fresh_weight, origin.key)))


def _least_reliable(publishers: Iterable[Publisher | None], parameters: Parameters) -> Publisher | None:
    known = [each for each in publishers if each is not None]
    return min(known, key=lambda each: (reliability(each, parameters), each.id)) if known else None


def _speaker(citation: Citation, original: Publisher | None, parameters: Parameters) -> Publisher:
    """Whose reliability counts. A re-telling speaks with its original's; a report built on an original is
    at most as reliable as the less reliable of the two, so that it adds nothing to the original."""
    if original is None:
        return citation.publisher
    if citation.retells:
        return original
    return _least_reliable((citation.publisher, original), parameters) or original


def _effective_dates(members: Sequence[Citation]) -> list[datetime.date | None]:
    """The date each citation's age counts from. Retelling an old report does not make it young again:
    what repeats is as old as the earliest that repeats the same original, and no younger than the youngest
    account of the original itself that we cite."""
    earliest: dict[str | None, datetime.date] = {}
    voices: list[datetime.date | None] = []
    for member in members:
        if member.original is None and not member.retells:
            voices.append(member.date)
        elif member.date is not None:
            for key in {member.original.key if member.original else None, None}:
                earliest[key] = min(member.date, earliest.get(key, member.date))
    dated = [each for each in voices if each is not None]
    bound = max(dated) if dated and len(dated) == len(voices) else None
    found: list[datetime.date | None] = []
    for member in members:
        if member.original is None and not member.retells:
            found.append(member.date)
            continue
        since = earliest.get(member.original.key if member.original else None)
        known = [each for each in (since, bound) if each is not None]
        found.append(min(known) if known else None)
    return found


def _origin(
    key: str,
    members: Sequence[tuple[Support, Publisher]],
    half_life: int | None,
    today: datetime.date,
    parameters: Parameters,
) -> Origin:
    weighed = []
    dates: Sequence[datetime.date | None] = [None] * len(members)
    if half_life is not None:
        dates = _effective_dates([support.citation for support, _ in members])
    for (support, speaker), since in zip(members, dates, strict=True):
        citation = support.citation
        q = reliability(speaker, parameters)
        fidelity = parameters.fidelity[citation.directness, citation.attached]
        age = max(0, (today - since).days) if since is not None else 0
        fresh = aged(q * fidelity, 0, None, parameters)
        r = aged(q * fidelity, age, half_life, parameters) if age else fresh
        fresh_weight = support.kappa * weight(fresh, parameters)
        now = support.kappa * weight(r, parameters) if age else fresh_weight
        weighed.append(
            Weighed(
                citation,
                speaker,
                q,
                fidelity,
                support.kappa,
                support.states,
                since,
                age,
                fresh,
                r,
                fresh_weight,
                now,
            )
        )
    weighed.sort(key=lambda each: (-each.weight, -each.fresh_weight, each.citation.id))
    return Origin(
        key=key,
        name=_name(weighed),
        presumed=key == PRESUMED,
        seen=any(each.citation.original is not None and each.citation.original.seen for each in weighed),
        weighed=tuple(weighed),
        fresh_weight=max(each.fresh_weight for each in weighed),
        weight=weighed[0].weight,
    )


def _name(weighed: Sequence[Weighed]) -> str:
    """The original's name for readers: who speaks for it, else what the others call it, else nothing."""
    for each in weighed:
        if each.citation.original is None and not each.citation.retells:
            return each.citation.publisher.name
    for each in weighed:
        if each.citation.original is not None:
            publisher = each.citation.original.publisher
            return publisher.name if publisher is not None else each.citation.original.label
    return ""
