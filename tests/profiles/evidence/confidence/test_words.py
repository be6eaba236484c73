"""Running text for every situation, in words that a reader knows."""

import datetime
import re
from dataclasses import replace

import pytest
from hypothesis import given

from profiles.evidence.confidence.v1.evidence import Claim, Original
from profiles.evidence.confidence.v1.ledger import ledger
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import RELEASED
from profiles.evidence.confidence.words import documents_line, reason, running_text
from tests.profiles.evidence.confidence.cast import (
    AGENCY,
    BLOGS,
    COURT,
    FIRM,
    LOCAL,
    RIVER,
    RIVER_REPORT,
    TODAY,
    cite,
    claim,
    retell,
)
from tests.profiles.evidence.confidence.strategies import claims

SEEN = replace(RIVER_REPORT, seen=True)
WIRE = Original("wire", "a wire report", AGENCY)
FOUR = [retell(blog, RIVER_REPORT) for blog in BLOGS[:4]]
OLD = datetime.date(2022, 6, 1)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (claim(), "We know of no document that says so."),
        (claim(*FOUR), "One report, repeated by four outlets; we have not read the original."),
        (
            claim(*(replace(each, original=SEEN) for each in FOUR)),
            "One report, repeated by four outlets; we have seen the original only in part.",
        ),
        (
            claim(retell(BLOGS[0], RIVER_REPORT), retell(BLOGS[1], WIRE)),
            "Two reports, repeated by two outlets; we have read none of the originals.",
        ),
        (claim(*(retell(blog) for blog in BLOGS)), "Repeated by five outlets; none shows from where."),
        (claim(retell(BLOGS[0])), "One outlet says so and does not show from where."),
        (
            claim(retell(BLOGS[0], own_reporting=True), retell(BLOGS[1])),
            "One outlet shows signs of own reporting. Others repeat it and do not show from where.",
        ),
        (
            claim(cite(RIVER), *FOUR),
            "One original report, which we have read, repeated by four outlets.",
        ),
        (claim(cite(RIVER), cite(LOCAL)), "Two original reports, which we have read."),
        (
            claim(cite(BLOGS[0])),
            "One original report by a publisher whose reliability we cannot judge, which we have read.",
        ),
        (claim(cite(COURT, "primary")), "We hold the original document."),
        (
            claim(cite(replace(COURT, grade="E"), "primary")),
            "We hold the original document by a publisher that is unreliable.",
        ),
        (
            claim(cite(replace(COURT, grade="D"), "primary")),
            "We hold the original document by a publisher that is not usually reliable.",
        ),
        (
            claim(cite(replace(COURT, grade="D"), "primary"), cite(replace(AGENCY, grade="E"), "primary")),
            "We hold two original documents by publishers of which none is usually reliable.",
        ),
        (
            claim(cite(COURT, "primary"), cite(RIVER)),
            "We hold the original document; one more original report says the same.",
        ),
        (
            claim(cite(COURT, "primary", attached=False)),
            "An original is mentioned, but we do not hold it.",
        ),
        (
            claim(cite(FIRM, "primary", own_interest=True), retell(BLOGS[0], Original("l", "letter", FIRM))),
            "Only the party itself says so, repeated by one outlet.",
        ),
        (
            claim(cite(RIVER), cite(AGENCY, value="fifty")),
            "One original report, which we have read. It is disputed: one document says otherwise.",
        ),
        (
            claim(retell(BLOGS[0]), cite(COURT, "primary", "fifty")),
            "One outlet says so and does not show from where. Better evidence says otherwise.",
        ),
        (
            claim(cite(COURT, "primary"), retell(BLOGS[0], value="fifty")),
            "We hold the original document. Some repeat it differently; the original does not bear them out.",
        ),
        (
            claim(cite(FIRM, "primary", own_act=True, date=OLD), kind="status"),
            "We hold the original document. It is getting old. The newest evidence is from 1 June 2022.",
        ),
        (
            claim(cite(FIRM, "primary", own_act=True, date=OLD), kind="operational"),
            "We hold the original document. It is out of date. The newest evidence is from 1 June 2022.",
        ),
    ],
)
def test_reason_in_each_situation(made: Claim, expected: str) -> None:
    assert reason(score(made, RELEASED, TODAY)) == expected


def test_running_text_has_label_range_and_reason() -> None:
    made = claim(*(replace(each, original=SEEN) for each in FOUR))
    assert running_text(score(made, RELEASED, TODAY)) == (
        "**Medium** (0.55-0.74). One report, repeated by four outlets; we have seen the original only in part."
    )


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (claim(), "no documents"),
        (claim(cite(RIVER)), "1 document, 1 original report"),
        (claim(retell(BLOGS[0])), "1 document, no original report, 1 presumed"),
        (
            claim(cite(RIVER), *(retell(blog) for blog in BLOGS[:4])),
            "5 documents, 1 original report, 1 presumed",
        ),
        (claim(cite(RIVER), cite(COURT, "primary")), "2 documents, 2 original reports"),
    ],
)
def test_documents_line(made: Claim, expected: str) -> None:
    assert documents_line(score(made, RELEASED, TODAY)) == expected


@given(claims())
def test_words_for_readers_are_plain(made: Claim) -> None:
    found = ledger(made, RELEASED, TODAY)
    said = [running_text(found.assessed), documents_line(found.assessed)]
    said += [line.words for line in found.lines] + [each.words for each in found.would_raise]
    for each in said:
        assert not re.search(r"citation|\borigins?\b|kappa|tertiary|None|  ", each), each
        assert each[0] == "*" or each == said[1] or each.endswith("."), each
