"""Why one document of a story goes back to another: every edge with its words, weight and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sources.reading.attribution import Attribution
from sources.reading.bodies import is_court
from sources.reading.filings import FilingMention
from sources.reading.joined_sets import Sets
from sources.reading.names import name_key
from sources.reading.similarity import Shape, likeness
from sources.reading.spans import Evidence

JOINS_FROM = 0.85
_LINK = 0.9
_COPY = 0.95
_SENTENCE = 0.9
_OWNER = 0.9
# Of each of the two that a document is alike by; beyond these an edge is made only where it joins what nothing has
# joined yet. A site that shows the same page at four hundred addresses gives thousands of edges so, not a hundred
# thousand, and re-tellings have the same origins.
MOST_ALIKE = 20


@dataclass(frozen=True)
class Member:
    """A document of the story that we hold. `owner` is the ultimate owner of its publisher, or the publisher itself;
    both are "" if not known. `taken` orders what came on one day. `links` are address keys."""

    key: str
    publisher: str
    owner: str
    on: date
    taken: int
    kind: str
    own_reporting: bool
    attributions: tuple[Attribution, ...]
    filings: tuple[FilingMention, ...]
    address_key: str
    links: tuple[tuple[str, Evidence | None], ...]
    shape: Shape

    @property
    def is_primary(self) -> bool:
        """Whether it is an original by its nature: a court's, regulator's, registry's or the party's own document."""
        return self.kind in {"filing", "release", "record"}

    @property
    def order(self) -> tuple[bool, date, int, str]:
        """Originals first, then by day and arrival; nothing depends on the order in which members are given."""
        return (not self.is_primary, self.on, self.taken, self.key)


@dataclass(frozen=True, slots=True)
class Original:
    """Something that is named: a publisher's report ("named") or a court's or regulator's document ("filing")."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{name_key(self.name)}"


@dataclass(frozen=True, slots=True)
class Edge:
    """`document` is a member's key; `original` a member's key or the key of an Original that we do not hold."""

    document: str
    original: str
    kind: str
    weight: float
    state: str
    evidence: Evidence | None
    reason: str


def edges_between(
    members: Sequence[Member], *, most_alike: int = MOST_ALIKE
) -> tuple[tuple[Edge, ...], tuple[Original, ...]]:
    """Return all edges of a story that the texts show, strongest first for each document, and the originals that
    are named and not among the members. Presumptions are not made here. `most_alike` as MOST_ALIKE, for tests."""
    ordered = sorted(members, key=lambda member: member.order)
    edges: dict[tuple[str, str, str], Edge] = {}
    missing: dict[str, Original] = {}
    alike = _Alike(ordered, most_alike)

    def add(edge: Edge) -> None:
        known = edges.get((edge.document, edge.original, edge.kind))
        if known is None or edge.weight > known.weight:
            edges[edge.document, edge.original, edge.kind] = edge

    for number, member in enumerate(ordered):
        for edge, original in [*_named(member, ordered), *_filings(member, ordered)]:
            add(edge)
            if original:
                missing[original.key] = original
        for edge in _links(member, ordered):
            add(edge)
        for edge in alike.of(member, ordered[:number]):
            add(edge)
    rank = {member.key: place for place, member in enumerate(ordered)}
    listed = sorted(edges.values(), key=lambda edge: edge_order(edge, rank))
    return tuple(listed), tuple(missing[key] for key in sorted(missing))


def edge_order(edge: Edge, rank: Mapping[str, int]) -> tuple[int, float, str, int, str]:
    """Order edges by the time of their document (`rank` by key), then the surest, then the first in the text."""
    place = edge.evidence.start if edge.evidence and edge.evidence.start is not None else 0
    return (rank[edge.document], -edge.weight, edge.kind, place, edge.original)


def _named(member: Member, ordered: Sequence[Member]) -> list[tuple[Edge, Original | None]]:
    found = []
    for item in member.attributions:
        if item.is_statistic:
            continue
        held = _held(item.name, member, ordered)
        original = None if held else Original("named", item.name)
        state = "joined" if item.weight >= JOINS_FROM else "proposed"
        key = held.key if held else Original("named", item.name).key
        found.append((Edge(member.key, key, "named", item.weight, state, item.evidence, item.reason), original))
    return found


def _held(name: str, member: Member, ordered: Sequence[Member]) -> Member | None:
    """The document of the named publisher that `member` can have had before it: the last one up to its day."""
    of_publisher = [
        other
        for other in ordered
        if other.key != member.key and other.publisher and name_key(other.publisher) == name_key(name)
    ]
    in_time = [other for other in of_publisher if other.on <= member.on]
    return in_time[-1] if in_time else None


def _filings(member: Member, ordered: Sequence[Member]) -> list[tuple[Edge, Original | None]]:
    """A document spoken of joins only when we hold it and `member` gives what it says without naming a newsroom."""
    found: list[tuple[Edge, Original | None]] = []
    names_newsroom = any(item.weight >= JOINS_FROM for item in member.attributions)
    for mention in member.filings:
        held = next((other for other in ordered if other.key != member.key and _is_of(other, mention)), None)
        if held is None:
            original = Original("filing", mention.body or "Court documents")
            reason = f"{mention.reason} We have not seen it, so it joins nothing."
            found.append(
                (Edge(member.key, original.key, "mentions", 0.5, "proposed", mention.evidence, reason), original)
            )
            continue
        joins = mention.relies and not names_newsroom and not member.own_reporting and not member.is_primary
        weight = mention.weight if joins else min(mention.weight, 0.8)
        why = (
            "We hold that document."
            if joins
            else "We hold that document; whether the report rests on it alone is for an editor."
        )
        edge = Edge(
            member.key,
            held.key,
            "mentions",
            weight,
            "joined" if joins else "proposed",
            mention.evidence,
            f"{mention.reason} {why}",
        )
        found.append((edge, None))
    return found


def _is_of(member: Member, mention: FilingMention) -> bool:
    if member.kind != "filing":
        return False
    return name_key(member.publisher) == name_key(mention.body) if mention.body else is_court(member.publisher)


def _links(member: Member, ordered: Sequence[Member]) -> list[Edge]:
    by_address = {other.address_key: other for other in ordered if other.address_key and other.key != member.key}
    found = []
    for key, evidence in member.links:
        other = by_address.get(key)
        if other and other.order < member.order:
            found.append(Edge(member.key, other.key, "link", _LINK, "joined", evidence, "It links to that document."))
    return found


class _Alike:
    """What members are alike by: text, sentences, owners. Members are to be given in their order."""

    def __init__(self, ordered: Sequence[Member], most: int) -> None:
        self._most = most
        self._sets = Sets(member.key for member in ordered)

    def of(self, member: Member, earlier: Sequence[Member]) -> list[Edge]:
        texts: list[Edge] = []
        owners: list[Edge] = []
        for other in earlier:
            is_joined = self._sets.head(member.key) == self._sets.head(other.key)
            if not (is_joined and len(texts) >= self._most) and (edge := _same_words(member, other)):
                texts.append(edge)
                self._sets.join(edge.document, edge.original)
                is_joined = True
            if not (is_joined and len(owners) >= self._most) and (edge := _same_owner(member, other)):
                owners.append(edge)
                self._sets.join(edge.document, edge.original)
        return texts + owners


def _same_words(member: Member, earlier: Member) -> Edge | None:
    like = likeness(member.shape, earlier.shape)
    if like is None:
        return None
    weight = _COPY if like.kind == "same_text" else _SENTENCE
    return Edge(member.key, earlier.key, like.kind, weight, "joined", like.evidence, like.reason)


def _same_owner(member: Member, earlier: Member) -> Edge | None:
    if not member.owner or name_key(member.owner) != name_key(earlier.owner):
        return None
    reason = f"Both are published by {member.owner} or what it owns."
    return Edge(member.key, earlier.key, "same_owner", _OWNER, "joined", None, reason)
