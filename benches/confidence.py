"""Prints what scoring one claim with 20 citations costs. Run by hand: `python benches/confidence.py`."""
# ruff: noqa: T201 - printing is what this is for

import datetime
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from profiles.evidence.confidence.v1.evidence import Citation, Claim, Original, Publisher, Value
from profiles.evidence.confidence.v1.falls import next_fall
from profiles.evidence.confidence.v1.ledger import ledger
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED

TODAY = datetime.date(2026, 6, 1)
GOAL_MS = 0.3


def claim_of_twenty() -> Claim:
    """Twenty dated citations of a status claim: three owners' own reports, named and unnamed re-tellings,
    a rival value with two documents, and a less specific one."""
    newsroom = Publisher("newsroom", "Newsroom", "B", right=4, wrong=1)
    citations = [
        Citation("own", newsroom, "secondary", True, "three", own_reporting=True, date=TODAY),
        Citation("order", Publisher("court", "Court", "A"), "primary", True, "three", own_act=True),
        Citation("rival", Publisher("other", "Other", "C"), "secondary", True, "five", own_reporting=True),
        Citation("rival2", Publisher("more", "More", "F"), "tertiary", True, "five"),
        Citation("vague", Publisher("wire", "Wire", "A"), "secondary", True, "some", own_reporting=True),
    ]
    for index in range(15):
        original = Original("n", "its report", newsroom) if index % 3 else None
        outlet = Publisher(f"outlet{index}", f"Outlet {index}", "F")
        date = TODAY - datetime.timedelta(days=30 * index)
        citations.append(Citation(f"c{index}", outlet, "tertiary", True, "three", original, date=date))
    values = (Value("three", "three"), Value("five", "five"), Value("some", "some", ("three", "five")))
    return Claim("bench", "status", "three", values, tuple(citations))


def milliseconds(work: object, runs: int) -> float:
    if not callable(work):
        raise TypeError("Only a function can be timed.")
    times = []
    for _ in range(runs):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return median(times)


def main() -> None:
    claim = claim_of_twenty()
    cost = milliseconds(lambda: score(claim, RELEASED, TODAY), 2000)
    print(f"score, 20 citations:     {cost:.3f} ms (goal {GOAL_MS} ms)")
    print(f"ledger, 20 citations:    {milliseconds(lambda: ledger(claim, RELEASED, TODAY), 200):.3f} ms")
    print(f"next fall, 20 citations: {milliseconds(lambda: next_fall(claim, RELEASED, TODAY), 50):.3f} ms")


if __name__ == "__main__":
    main()
