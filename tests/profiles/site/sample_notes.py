"""Fabricated statements with their sources. Every organisation in them is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from profiles.editions.notes import confidence
from profiles.editions.page import Note, Source

REPEATED = "One report, repeated by four outlets; we have not read the original."


def source(id: str = "s1", **changes: object) -> Source:
    plain = Source(
        id=id,
        publisher="Harbour Wire",
        reliability="usually reliable",
        directness="own reporting",
        repeats="",
        says="",
        stance="supports",
        quote="the operator told us it had moved the last customers off the western ring",
        title="Northreef moves customers after second cut",
        address="https://harbour-wire.example/2026/04/northreef",
        day=date(2026, 4, 22),
        held=True,
        own_interest=False,
        set_aside="",
        checked="checked on 20 November 2026",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def retelling(id: str, publisher: str, **changes: object) -> Source:
    return source(
        id,
        **{
            "publisher": publisher,
            "reliability": "reliability not known",
            "directness": "repeats another report",
            "repeats": "Harbour Wire",
            "title": f"Cable cut: what {publisher} knows",
            "address": f"https://{publisher.lower().replace(' ', '-')}.example/cut",
            "day": date(2026, 4, 23),
            "held": False,
            "quote": "customers were moved off the ring",
            "checked": "not yet checked",
            **changes,
        },
    )


COPIES = tuple(
    retelling(f"c{n}", name) for n, name in enumerate(("Cable Digest", "NetDaily", "The Packet", "Ringwatch"))
)


def note(number: int, statement: str, score: int | None = 5400, **changes: object) -> Note:
    plain = Note(
        number=number,
        claim=f"c_{number:08d}",
        statement=statement,
        confidence=confidence(score, REPEATED if score is not None else ""),
        evidence_line="4 documents, 1 original report",
        disputed=False,
        is_key=number <= 3,
        sources=COPIES,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


CUT = note(1, "The western ring was cut twice in April 2026.")
OWNER = note(
    2,
    "Tidewater Holdings owns Northreef Cable.",
    9700,
    evidence_line="2 documents, 1 original report",
    sources=(
        source(
            "r1",
            publisher="Registry of Companies",
            reliability="completely reliable",
            directness="the document itself",
            title="Annual return 2025",
            quote="Tidewater Holdings Ltd holds 100 per cent of the shares",
            address="https://registry.example/return/2025",
            day=date(2025, 12, 1),
        ),
        source("r2", quote="owned by Tidewater"),
    ),
    confidence=confidence(9700, "We hold the original document."),
)
COST = note(
    3,
    "The repair cost 4 million euros.",
    5800,
    disputed=True,
    evidence_line="2 documents, 2 original reports",
    confidence=confidence(
        5800, "One original report, which we have read. It is disputed: one document says otherwise."
    ),
    sources=(
        source("d1", quote="a bill of four million euros, according to the ship's owner"),
        source(
            "d2",
            publisher="Port Gazette",
            stance="disputes",
            says="The repair cost 11 million euros.",
            quote="the final invoice came to eleven million",
            title="What the ship cost",
            address="https://port-gazette.example/ship",
            day=date(2026, 6, 2),
            checked="changed since",
        ),
        source("d3", publisher="Old Post", set_aside="It speaks of another cable.", day=None, address="", quote=""),
    ),
)
PLEDGE = note(
    4,
    "Northreef says it will light a second ring in 2027.",
    8800,
    evidence_line="1 document, 1 original report",
    confidence=confidence(8800, "The party itself announced it."),
    sources=(
        source(
            "o1",
            publisher="Northreef Cable",
            reliability="usually reliable",
            directness="the document itself",
            own_interest=True,
            quote="we will bring a second ring into service during 2027",
            title="Notice to customers",
            checked="vanished",
        ),
    ),
)
SUPPLY = note(
    5,
    "Northreef supplies transport to Isle IX.",
    2800,
    evidence_line="1 document, no original report",
    sources=COPIES[:1],
)
UNSAID = note(6, "Northreef has 41 employees.", None, evidence_line="no documents", sources=())
NOTES = (CUT, OWNER, COST, PLEDGE, SUPPLY, UNSAID)
