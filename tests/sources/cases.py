"""The documents that the tests of this folder read: our own, and the seeds where the sibling folder has them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sources.reading.address import address_key
from sources.reading.document import ReadDocument, read_document
from sources.reading.edges import Member
from sources.reading.similarity import shape_of

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
NO_SEEDS = f"the seeds are not beside the repository ({SEEDS.parent.name}/{SEEDS.name})"

CAME = date(2031, 3, 20)
NOW = datetime(2031, 3, 20, 9, 30, tzinfo=UTC)
SEEDS_CAME = date(2026, 11, 21)

PAGE = "lanternfish_page.txt"
RETELLINGS = [f"lanternfish_retelling_{letter}.txt" for letter in "abcd"]
ORDER = "lanternfish_order.txt"
REPORT = "lanternfish_report.html"
UNRELATED = "unrelated.txt"


def read_own(name: str) -> ReadDocument:
    return read_document((DOCUMENTS / name).read_bytes(), latest=CAME)


def seeds() -> list[ReadDocument]:
    return [read_document(path.read_bytes(), latest=SEEDS_CAME) for path in sorted(SEEDS.glob("*.txt"))]


def member(key: str, read: ReadDocument, *, came: date = CAME) -> Member:
    publisher = read.publisher.value if read.publisher else ""
    return Member(
        key=key,
        publisher=publisher,
        owner=publisher,
        on=read.published.value if read.published else came,
        taken=0,
        kind=read.kind,
        own_reporting=bool(read.own_reporting),
        attributions=read.attributions,
        filings=read.filings,
        address_key=address_key(read.address),
        links=tuple((address_key(link.address), None) for link in read.links),
        shape=shape_of(read.text),
    )
