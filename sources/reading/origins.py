"""How many origins a story has: re-tellings grouped by what they go back to.

Counting outlets is not counting evidence. A union-find over the edges from .85, in order of time, then the
presumption: re-tellings that name nothing and show no work of their own are together at most one origin.
Source: confidence.md, "Origins".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sources.reading.edges import JOINS_FROM, Edge, Member, Original, edge_order
from sources.reading.joined_sets import Sets

PRESUMED = 0.85
_SILENT = "It names no source and shows no reporting of its own."


@dataclass(frozen=True, slots=True)
class Ruling:
    """An editor's word on two documents: they join, or they do not."""

    document: str
    original: str
    joins: bool


@dataclass(frozen=True)
class Group:
    """One origin. `how` is "named" (others name it), "own" (own reporting), "primary" (an original document) or
    "presumed" (nobody shows where it comes from). Keys of members in order of time."""

    root: str
    how: str
    members: tuple[str, ...]
    named_by: tuple[str, ...]
    presumed: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Origins:
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]

    @property
    def origins_named(self) -> int:
        return sum(1 for group in self.groups if group.how != "presumed")

    @property
    def origins_presumed(self) -> int:
        return sum(1 for group in self.groups if group.how == "presumed")


def origins_of(
    members: Sequence[Member], edges: Iterable[Edge], missing: Iterable[Original], rulings: Collection[Ruling] = ()
) -> Origins:
    """Return the origins of a story. The result does not depend on the order of any argument.

    `edges` and `missing` are what `edges_between` gives; `rulings` go before everything else.
    """
    ordered = sorted(members, key=lambda member: member.order)
    rank = {member.key: place for place, member in enumerate(ordered)}
    by_key = {member.key: member for member in ordered}
    split = {(ruling.document, ruling.original) for ruling in rulings if not ruling.joins}
    kept = sorted(
        (edge for edge in edges if (edge.document, edge.original) not in split),
        key=lambda edge: edge_order(edge, rank),
    )
    originals = {original.key for original in missing}
    joining = [edge for edge in kept if _joins(edge)]
    established = _established(ordered, joining)
    sets = Sets([*by_key, *sorted(originals)])
    for ruling in sorted(rulings, key=lambda each: (each.document, each.original)):
        if ruling.joins:
            sets.join(ruling.document, ruling.original)
    final = []
    for edge in kept:
        if _joins(edge) and edge.original in sets:
            if _would_merge_originals(edge, sets, established):
                reason = (
                    f"{edge.reason} It already goes back to another report with work of its own; an editor decides."
                )
                edge = Edge(edge.document, edge.original, edge.kind, edge.weight, "proposed", edge.evidence, reason)
            else:
                sets.join(edge.document, edge.original)
        final.append(edge)
    named = {edge.original for edge in final if edge.state == "joined" and edge.kind in {"named", "link", "mentions"}}
    known = established | named | {ruling.original for ruling in rulings if ruling.joins}
    final += _presumptions(ordered, sets, known, _named_origins(final, by_key), split)
    return Origins(tuple(final), _groups(ordered, sets, by_key, tuple(final), known, named))


def _joins(edge: Edge) -> bool:
    return edge.weight >= JOINS_FROM and edge.state == "joined"


def _established(ordered: Sequence[Member], joining: Sequence[Edge]) -> set[str]:
    """Members that are originals by themselves: primary, or with own reporting and going back to nothing."""
    going_back = {edge.document for edge in joining if edge.kind != "same_owner"}
    return {m.key for m in ordered if m.is_primary or (m.own_reporting and m.key not in going_back)}


def _would_merge_originals(edge: Edge, sets: Sets, established: Collection[str]) -> bool:
    """A re-teller that names two reports must not make one origin of them, if both show work of their own."""
    if edge.document in established or edge.kind == "same_owner":
        return False
    first, second = sets.head(edge.document), sets.head(edge.original)
    if first == second:
        return False
    return any(key in established for key in sets.members(first)) and any(
        key in established for key in sets.members(second)
    )


def _presumptions(
    ordered: Sequence[Member],
    sets: Sets,
    known: Collection[str],
    named: Sequence[str],
    split: Collection[tuple[str, str]],
) -> list[Edge]:
    """Join what shows no origin: to the one origin that re-tellings name, else to each other."""
    roots = {sets.head(key) for key in known if key in sets}
    unknown = [member for member in ordered if sets.head(member.key) not in roots]
    heads: dict[str, str] = {}
    for key in named:
        if key in sets:
            heads.setdefault(sets.head(key), key)
    found = []
    if len(heads) == 1:
        target = next(iter(heads.values()))
        reason = f"{_SILENT} One origin is named in this story, so it is presumed to go back to that one."
        for member in [member for member in unknown if (member.key, target) not in split]:
            found.append(Edge(member.key, target, "presumed", PRESUMED, "joined", None, reason))
        unknown = [member for member in unknown if (member.key, target) in split]
    if unknown:
        target = unknown[0].key
        what = "Several origins are" if len(heads) > 1 else "No other origin is"
        reason = f"{_SILENT} {what} named in this story, so all such re-tellings are one presumed origin."
        found += [
            Edge(member.key, target, "presumed", PRESUMED, "joined", None, reason)
            for member in unknown[1:]
            if (member.key, target) not in split
        ]
    for edge in found:
        sets.join(edge.document, edge.original)
    return found


def _named_origins(edges: Iterable[Edge], by_key: Mapping[str, Member]) -> list[str]:
    """What re-tellings name: reports of newsrooms, or, where they name none, original documents that we hold."""
    targets = sorted({e.original for e in edges if e.state == "joined" and e.kind in {"named", "link", "mentions"}})
    reports = [key for key in targets if key not in by_key or not by_key[key].is_primary]
    return reports or targets


def _groups(
    ordered: Sequence[Member],
    sets: Sets,
    by_key: Mapping[str, Member],
    edges: Sequence[Edge],
    known: Collection[str],
    named: Collection[str],
) -> tuple[Group, ...]:
    heads = dict.fromkeys(sets.head(member.key) for member in ordered)
    groups = []
    for head in heads:
        everyone = dict.fromkeys(sets.members(head))
        inside = tuple(member.key for member in ordered if member.key in everyone)
        root, how = _root(everyone, inside, edges, by_key, known, named)
        named_by = tuple(
            dict.fromkeys(
                e.document
                for e in edges
                if e.original == root and e.state == "joined" and e.kind in {"named", "link", "mentions"}
            )
        )
        presumed = tuple(
            dict.fromkeys(
                e.document for e in edges if e.kind == "presumed" and e.document in inside and e.state == "joined"
            )
        )
        if how == "presumed":
            presumed = inside
        groups.append(
            Group(root, how, inside, named_by, presumed, _reason(how, len(inside), len(named_by), len(presumed)))
        )
    return tuple(groups)


def _root(
    everyone: Collection[str],
    inside: Sequence[str],
    edges: Sequence[Edge],
    by_key: Mapping[str, Member],
    known: Collection[str],
    named: Collection[str],
) -> tuple[str, str]:
    """The furthest root: what goes back to nothing; an original document first, then the one named most, then time."""
    going_back = {
        e.document for e in edges if e.state == "joined" and e.kind != "same_owner" and e.original in everyone
    }
    ends = [key for key in everyone if key not in going_back and key in known] or [
        key for key in everyone if key in known
    ]
    if not ends:
        return inside[0], "presumed"
    counts = Counter(edge.original for edge in edges if edge.state == "joined" and edge.kind != "presumed")
    place = {key: number for number, key in enumerate(inside)}

    def rank(key: str) -> tuple[bool, int, int, str]:
        member = by_key.get(key)
        return (not (member and member.is_primary), -counts[key], place.get(key, len(place)), key)

    root = min(ends, key=rank)
    member = by_key.get(root)
    if member and member.is_primary:
        return root, "primary"
    return root, "own" if member and member.own_reporting and root not in named else "named"


def _reason(how: str, members: int, named_by: int, presumed: int) -> str:
    documents = f"{members} document{'' if members == 1 else 's'}"
    if how == "presumed":
        return f"{documents}; nobody shows where it comes from, so together they are at most one origin."
    if how == "own":
        return f"{documents}; the first shows reporting of its own."
    start = f"{documents}; named by {named_by}" if how == "named" else f"{documents}; the original document is held"
    return start + (f", {presumed} presumed to go back to it." if presumed else ".")
