"""The project's own cast for claims: publishers, and short ways to make citations and claims."""

import datetime
from typing import Any

from profiles.evidence.confidence.v1.evidence import Citation, Claim, Kind, Original, Publisher, Value

TODAY = datetime.date(2026, 11, 20)
COURT = Publisher("court", "Harbour Court", "A")
AGENCY = Publisher("agency", "Tide Agency", "A")
RIVER = Publisher("river", "River Post", "B")
FIRM = Publisher("firm", "Lumo Networks", "B")
LOCAL = Publisher("local", "Local Sheet", "C")
BLOGS = tuple(Publisher(f"blog{number}", f"Blog {number}", "F") for number in range(1, 6))
RIVER_REPORT = Original("river report", "the report of River Post", RIVER)
VALUES = (
    Value("forty", "forty ships"),
    Value("fifty", "fifty ships"),
    Value("dozens", "dozens of ships", covers=("forty", "fifty")),
)


def cite(publisher: Publisher, directness: Any = "secondary", value: str | None = "forty", **more: Any) -> Citation:
    """A citation that is attached and has its publisher's id, unless told otherwise."""
    more = {"id": publisher.id, "attached": True, **more}
    return Citation(publisher=publisher, directness=directness, value=value, **more)


def retell(publisher: Publisher, original: Original | None = None, **more: Any) -> Citation:
    return cite(publisher, "tertiary", original=original, **more)


def claim(*citations: Citation, kind: Kind = "event", published: str = "forty") -> Claim:
    return Claim("ships", kind, published, VALUES, citations)
