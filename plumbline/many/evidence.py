"""What stands behind invented statements: some hundred shapes of evidence, each judged once by the method itself.

A shape says everything that a score depends on: how many statements, who cites what, when, and how. Profiles of one
shape differ in identifiers and words alone, so the account of their scores is the same but for those.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from plumbline.many import vocabulary
from profiles.editions.assessing import Standing, assess
from profiles.editions.losses import Loss
from profiles.editions.lowest import ENOUGH, note_low
from profiles.editions.words import CitationWords, ClaimWords, DocumentWords, PublisherWords, ValueWords, Words
from profiles.models import MatterKind
from records.identifiers import new_identifier

FIRST_DAY, DAYS = date(2023, 11, 20), 3 * 365  # on which profiles are published
MOST_STATEMENTS = 15
_HOUSES = 60
_GRADES = "AAABBBBCCCDDEF"
_KINDS = {"A": "regulator", "B": "newsroom", "C": "newsroom", "D": "aggregator", "E": "aggregator", "F": "unknown"}
_NAMES = {"regulator": "Gazette", "newsroom": "Courier", "aggregator": "Digest", "unknown": "Board"}
# Directness, own reporting, own interest, own act, attached, and the grades of the publishers: what a statement of
# each quality mostly rests on.
_QUALITIES = {
    "act": ("primary", False, False, True, True, "AB"),
    "report": ("secondary", True, False, False, True, "BC"),
    "own word": ("primary", False, True, False, True, "CD"),
    "copy": ("tertiary", False, False, False, True, "DE"),
    "hearsay": ("tertiary", False, False, False, False, "EF"),
}
_HOW_OFTEN = {"act": 28, "report": 30, "own word": 18, "copy": 14, "hearsay": 10}


@dataclass(frozen=True)
class House:
    """An invented publisher."""

    id: str
    name: str
    kind: str
    grade: str


@dataclass(frozen=True)
class Paper:
    house: int  # its place among the houses
    kind: str
    published_on: str
    held: bool


@dataclass(frozen=True)
class Cited:
    paper: int
    value: int
    directness: str
    attached: bool
    own_reporting: bool
    own_interest: bool
    own_act: bool


@dataclass(frozen=True)
class Stated:
    kind: str
    values: int
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class Shape:
    """`fell_on`: the day on which what its first statement cites was ruled to be no evidence; None for most."""

    published_on: date
    papers: tuple[Paper, ...]
    stated: tuple[Stated, ...]
    fell_on: date | None

    @property
    def blanks(self) -> int:
        """How many identifiers and texts its statements leave open."""
        return 2 * len(self.papers) + sum(3 + one.values + 2 * len(one.cited) for one in self.stated)


@dataclass(frozen=True)
class Account:
    """The numbers of one assessment, with the places at which identifiers and words stand."""

    score: int
    result: dict[str, Any]
    parts: tuple[str, ...]
    slots: tuple[int, ...]
    matters: tuple[tuple[int, str], ...]  # the place of a statement's identifier, and what is wrong with it

    def filled(self, given: Sequence[str]) -> str:
        """As JSON, with `given` in the blanks."""
        found = [self.parts[0]]
        for slot, part in zip(self.slots, self.parts[1:], strict=True):
            found += (json.dumps(given[slot], ensure_ascii=False)[1:-1], part)
        return "".join(found)


@dataclass(frozen=True)
class Judged:
    """A shape with its first assessment, and the one by which it fell where it did."""

    shape: Shape
    accounts: tuple[Account, ...]


def houses() -> tuple[House, ...]:
    dice = Random("houses")  # noqa: S311 - no secrets
    found = []
    for number in range(_HOUSES):
        grade = _GRADES[number % len(_GRADES)]
        kind = _KINDS[grade]
        name = f"{vocabulary.place(dice)} {_NAMES[kind]} {number + 1} (invented)"
        found.append(House(new_identifier("publisher", dice.randbytes), name, kind, grade))
    return tuple(found)


HOUSES = houses()


def judged(dice: Random) -> Judged:
    """A shape of evidence that may be published, with its scores."""
    while True:
        shape = _shape(dice)
        blanks = [f"\ue000{number:04d}\ue001" for number in range(shape.blanks)]
        claims, documents, publishers = told(shape, blanks)
        words = _only(claims, documents, publishers)
        standings = {house.id: Standing(house.name, house.grade) for house in HOUSES}
        score, result = assess(words, standings, shape.published_on)
        note_low(result, None)
        if score is None or score < ENOUGH:
            continue  # too weak for a first edition
        accounts = [_account(score, result)]
        if shape.fell_on:
            lost = {one.id: Loss("retracted", shape.fell_on.isoformat()) for one in claims[0].citations}
            lower, after = assess(words, standings, shape.fell_on, lost=lost)
            note_low(after, result)
            if lower is None or lower >= score:
                continue
            accounts.append(_account(lower, after))
        return Judged(shape, tuple(accounts))


def told(
    shape: Shape, given: Sequence[str]
) -> tuple[tuple[ClaimWords, ...], tuple[DocumentWords, ...], tuple[PublisherWords, ...]]:
    """The words of a shape, with `given` in its blanks: documents' ids, statements', citations', then the texts.

    Ids of one kind come in ascending order: the method breaks ties by them.
    """
    papers, statements = len(shape.papers), len(shape.stated)
    cited = sum(len(one.cited) for one in shape.stated)
    text = iter(given[papers + statements + cited :])
    citation = iter(given[papers + statements : papers + statements + cited])
    documents = []
    for number, paper in enumerate(shape.papers):
        title = next(text)
        documents.append(
            DocumentWords(
                id=given[number],
                title=title,
                address=f"https://{HOUSES[paper.house].id}.example/{given[number]}",
                kind=paper.kind,
                publisher=HOUSES[paper.house].id,
                published_on=paper.published_on,
                known_since=paper.published_on,
                held=paper.held,
                seen=paper.held,
            )
        )
    claims = []
    for number, one in enumerate(shape.stated):
        statement, predicate = next(text), next(text)
        values = tuple(ValueWords(f"v{place}", next(text), ()) for place in range(1, one.values + 1))
        citations = []
        for each in one.cited:
            quote = next(text)
            quote = quote if each.attached else ""
            citations.append(
                CitationWords(
                    id=next(citation),
                    document=given[each.paper],
                    version=1 if each.attached else 0,
                    value=f"v{each.value + 1}",
                    directness=each.directness,
                    attached=each.attached,
                    own_reporting=each.own_reporting,
                    own_interest=each.own_interest,
                    own_act=each.own_act,
                    original="",
                    quote=quote,
                    quote_start=20 if quote else 0,
                    quote_end=20 + len(quote) if quote else 0,
                    is_set_aside=False,
                    set_aside="",
                )
            )
        claims.append(
            ClaimWords(
                id=given[papers + number],
                key=f"s{number + 1}",
                statement=statement,
                predicate=predicate,
                kind=one.kind,
                is_key=number < 2,
                published="v1",
                values=values,
                citations=tuple(citations),
                happened_on=shape.papers[one.cited[0].paper].published_on if one.kind == "event" else "",
                happened_precision="day" if one.kind == "event" else "",
            )
        )
    used = dict.fromkeys(paper.house for paper in shape.papers)
    publishers = tuple(PublisherWords(HOUSES[key].id, HOUSES[key].name, HOUSES[key].kind) for key in used)
    return tuple(claims), tuple(documents), publishers


def _shape(dice: Random) -> Shape:
    day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    usual = dice.choices(list(_HOW_OFTEN), list(_HOW_OFTEN.values()))[0]
    many = dice.choices(range(1, MOST_STATEMENTS + 1), [2 ** -(number / 2) for number in range(MOST_STATEMENTS)])[0]
    papers: list[Paper] = []
    stated = []
    for number in range(many):
        kind = dice.choices(("event", "identity", "status", "metric", "operational"), (25, 30, 25, 15, 5))[0]
        disputed = dice.random() < 0.06
        cited = []
        for place in range(dice.choices((1, 2, 3), (68, 22, 10))[0] + disputed):
            quality = usual if number < 2 or dice.random() < 0.7 else dice.choice(list(_QUALITIES))
            directness, reporting, interest, act, attached, grades = _QUALITIES[quality]
            if place or not papers or dice.random() < 0.6:
                papers.append(_paper(dice, day, grades, held=attached))
                paper = len(papers) - 1
            else:
                paper = dice.randrange(len(papers))
            cited.append(
                Cited(
                    paper=paper,
                    value=1 if disputed and place else 0,
                    directness=directness,
                    attached=attached and papers[paper].held,
                    own_reporting=reporting,
                    own_interest=interest,
                    own_act=act,
                )
            )
            if disputed and place:
                break
        stated.append(Stated(kind, 2 if disputed and len(cited) > 1 else 1, tuple(cited)))
    fell = day + timedelta(days=dice.randrange(5, 40)) if dice.random() < 0.06 else None
    return Shape(day, tuple(papers), tuple(stated), fell)


def _paper(dice: Random, day: date, grades: str, *, held: bool) -> Paper:
    house = dice.choice([place for place, one in enumerate(HOUSES) if one.grade in grades])
    kind = {"regulator": "filing", "unknown": "page"}.get(HOUSES[house].kind, "article")
    age = int(dice.expovariate(1 / 90)) + 1
    return Paper(house, kind, (day - timedelta(days=age)).isoformat(), held)


def _account(score: int, result: dict[str, Any]) -> Account:
    pieces = re.split("\ue000([0-9]{4})\ue001", json.dumps(result, ensure_ascii=False, separators=(",", ":")))
    matters = [
        (int(key[1:-1]), kind.value)
        for key, account in result["claims"].items()
        for kind in MatterKind
        if account[kind.value]
    ]
    return Account(score, result, tuple(pieces[::2]), tuple(map(int, pieces[1::2])), tuple(matters))


def _only(
    claims: tuple[ClaimWords, ...], documents: tuple[DocumentWords, ...], publishers: tuple[PublisherWords, ...]
) -> Words:
    return Words(
        profile="", slug="", name="", summary="", base="", inclusion_reason="", byline="", reviewer="", disclosure="",
        is_invented=True, aliases=(), facets=(), key_points=(), sections=(), claims=claims, documents=documents,
        publishers=publishers, outlook=(), dependencies=(), images=(), also_read=(),
    )  # fmt: skip
