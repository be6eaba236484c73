from __future__ import annotations

import pytest

from sources.reading.attribution import attributions_in
from sources.reading.filings import filings_mentioned
from sources.reading.own_reporting import own_reporting_in
from tests.sources.cases import NO_SEEDS, REPORT, RETELLINGS, SEEDS, read_own, seeds

HEAD = (
    "Ellery opens its gate to Farlight\n\n"
    "Farlight moved into the new gate of Ellery on Monday, and the pilots of Ellery were pleased.\n\n"
)
BODY = "The gate has stood empty for two years. Nobody had wanted to pay for the lights. " * 6
TAIL = "\n\nThe mayor hopes for more ships in the coming year, as mayors do."
NAMED = [
    # what the text says, and whom it names with the form and whether that joins by itself
    (
        "a source line at the end",
        HEAD + BODY + TAIL + "\n\nSource: Skerry Desk",
        [("Skerry Desk", "source line", True)],
    ),
    (
        "a source line with an address",
        HEAD + BODY + "\nSource: https://www.skerry.example/gate",
        [("skerry.example", "source line", True)],
    ),
    (
        "two sources in a line",
        HEAD + BODY + "\nSources: Skerry Desk, AP",
        [("Skerry Desk", "source line", True), ("Associated Press", "source line", True)],
    ),
    ("via at the end", HEAD + BODY + "\n(via Skerry Desk)", [("Skerry Desk", "source line", True)]),
    (
        "according to a newsroom",
        HEAD + "According to Reuters, Farlight paid for the lights. " + BODY,
        [("Reuters", "according to", True)],
    ),
    (
        "according to a report by",
        HEAD + "The price was high, according to a report by the Strandholm Gazette. " + BODY,
        [("Strandholm Gazette", "according to", True)],
    ),
    (
        "first reported by a name nobody knows",
        HEAD + "The move was first reported by Skerry Desk. " + BODY,
        [("Skerry Desk", "first reported by", True)],
    ),
    (
        "a newsroom reported",
        HEAD + "The Wall Street Journal earlier reported the move. " + BODY,
        [("Wall Street Journal", "reported", True)],
    ),
    (
        "told a newsroom",
        HEAD + "The owner told TechCrunch that Farlight will stay. " + BODY,
        [("TechCrunch", "told", True)],
    ),
    (
        "told a newsroom's writer",
        HEAD + "The owner told TechCrunch’s Zoe Park that Farlight will stay. " + BODY,
        [("TechCrunch", "told", True)],
    ),
    (
        "a wire's dateline",
        HEAD
        + "ELLERY (Reuters) - Farlight moved into the new gate on Monday, its owner said, and it will stay there. "
        + BODY,
        [("Reuters", "wire byline", True)],
    ),
    (
        "a syndication line",
        HEAD + BODY + "\nThis article originally appeared on Skerry Desk.",
        [("Skerry Desk", "syndicated from", True)],
    ),
    (
        "late and beside the story",
        HEAD + BODY * 3 + "Elsewhere, Reuters reported a storm." + TAIL,
        [("Reuters", "reported", False)],
    ),
    (
        "late, with two names of the story",
        HEAD + BODY * 3 + "Reuters reported that Farlight will rename Ellery." + TAIL,
        [("Reuters", "reported", True)],
    ),
    # what only looks like sourcing
    (
        "AP in SAP",
        HEAD + "SAP reported a record year and told investors so. According to SAP, Farlight is a customer. " + BODY,
        [],
    ),
    ("a company reported", HEAD + "Farlight reported a loss, according to Farlight. " + BODY, []),
    (
        "the Post Register is not The Register",
        HEAD + "The owner told the Post Register that Farlight will stay. " + BODY,
        [("Post Register", "told", True)],
    ),
    ("a caption", HEAD + "Photo: the gate at night / Source: Reuters\n\n" + BODY, []),
    ("a source line under a caption", HEAD + "Image: the gate at night\nSource: Skerry Desk\n\n" + BODY, []),
    ("a seller of pictures", HEAD + BODY + "\nSource: Getty Images", []),
    (
        "an outlet in brackets after each line",
        HEAD + "The gate is open (Reuters).\nThe lights are on (Reuters).\n" + BODY,
        [],
    ),
    (
        "a related headline",
        HEAD + BODY + "\nAlso read: Reuters reported a record year\nRead more: Bloomberg told all",
        [],
    ),
    (
        "one figure of a study",
        HEAD
        + "Most gates, 70% of them, stand empty, according to the Saltmarsh Institute's 2030 report (source). "
        + BODY,
        [],
    ),
    (
        "a study of a newsroom's sister",
        HEAD + "According to a Bloomberg survey, 40 percent of gates stand empty. " + BODY,
        [],
    ),
    (
        "a table's source",
        HEAD + BODY + "\nSource: Skerry Desk\n" + ("\n" + BODY) * 6 + TAIL,
        [("Skerry Desk", "source line", False)],
    ),
    ("via as a way", HEAD + "Ships are called via Telegram and via Radio Officers. " + BODY, []),
    (
        "a month is no publisher",
        HEAD + "The plan was first reported in September. It was first published on 3 March 2031. " + BODY,
        [],
    ),
    ("court documents as a source line", HEAD + BODY + "\nSource: court documents", []),
    ("the company's own data", HEAD + BODY + "\nSource: Company data", []),
    ("source context of a picture", HEAD + "Caption: the gate · Source context: featured image\n" + BODY, []),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in NAMED], ids=[c[0] for c in NAMED])
def test_attribution_names_what_the_article_rests_on(text: str, expected: list[tuple[str, str, bool]]) -> None:
    found = [
        (item.name, item.form, item.weight >= 0.85) for item in attributions_in(text, known={}) if not item.is_statistic
    ]
    assert found == expected


def test_attribution_to_oneself_is_own_reporting() -> None:
    text = HEAD + "The owner told Skerry Desk that Farlight will stay. " + BODY
    assert attributions_in(text, publisher="Skerry Desk", known={"skerry desk": "newsroom"}) == ()
    assert [sign.value for sign in own_reporting_in(text, publisher="Skerry Desk")] == ["told Skerry Desk"]
    assert [item.name for item in attributions_in(text, known={"skerry desk": "newsroom"})] == ["Skerry Desk"]


def test_attribution_of_one_figure_is_kept_as_such() -> None:
    found = read_own("lanternfish_retelling_c.txt").attributions
    assert [(item.name, item.is_statistic, item.weight) for item in found] == [("Saltmarsh Institute", True, 0.3)]


OWN_REPORTING = [
    ("The company told us that it will stay.", ["told us"]),
    ("We reviewed the internal memos of the port.", ["We reviewed the internal memos"]),
    ("The letters were dated; the documents seen by this newspaper are not.", ["documents seen by this newspaper"]),
    ("Farlight did not respond to our questions.", ["respond to our questions"]),
    ("We asked Farlight for the price.", ["We asked Farlight"]),
    ("“He told us to leave,” said the pilot.", []),
    ("According to court documents reviewed by multiple sources, the price was high.", []),
    ("The mayor told reporters that the gate is open.", []),
    ("We reviewed the best gates of the coast.", []),
    ("The owner told Reuters that he will stay.", []),
]


@pytest.mark.parametrize(("text", "signs"), OWN_REPORTING)
def test_own_reporting_signs(text: str, signs: list[str]) -> None:
    assert [sign.value for sign in own_reporting_in(text)] == signs


FILINGS = [
    ("court papers", "According to court documents, the price was high.", [("", True)]),
    (
        "court papers reviewed by others",
        "According to court documents reviewed by multiple sources, it was high.",
        [("", True)],
    ),
    ("papers filed in a court", "It stands in papers filed in the district court of Ellery.", [("", False)]),
    ("a well-known regulator", "The FTC settlement requires Farlight to pay.", [("Federal Trade Commission", True)]),
    (
        "its long name",
        "Farlight reached a settlement with the Federal Trade Commission (FTC).",
        [("Federal Trade Commission", False)],
    ),
    (
        "a body that the text introduces",
        "The Harbour Data Authority (HDA) looked into it. An HDA ruling followed.",
        [("Harbour Data Authority", False)],
    ),
    (
        "a body by its initials",
        "The Harbour Data Authority looked into it. The HDA order bars the use.",
        [("Harbour Data Authority", True)],
    ),
    (
        "the order of the one body",
        "The Harbour Data Authority looked into it. According to the order, it was wrong.",
        [("Harbour Data Authority", True)],
    ),
    ("settled", "Farlight settled with the Harbour Data Authority.", [("Harbour Data Authority", False)]),
    ("no document", "The FTC is looking into Farlight. The court was full.", []),
    ("an order of goods", "Farlight placed an order with the yard and paid a fine price.", []),
    ("letters in a word", "The FTCs of Ellery and its SECtion heads met; a decision was made.", []),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in FILINGS], ids=[c[0] for c in FILINGS])
def test_filings_that_a_text_speaks_of(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(item.body, item.relies) for item in filings_mentioned(text, known={})] == expected


def test_filings_of_ones_own_are_not_mentioned() -> None:
    text = "The Harbour Data Authority (HDA) decides. This HDA order takes effect today."
    assert filings_mentioned(text, publisher="Harbour Data Authority", known={}) == ()


def test_filings_of_a_regulator_from_the_editors_tables() -> None:
    found = filings_mentioned("The Fyrtilsyn order bars the use.", known={"fyrtilsyn": "regulator"})
    assert [item.body for item in found] == ["Fyrtilsyn"]


def test_our_retellings_name_one_newsroom_and_all_speak_of_court_documents() -> None:
    read = [read_own(name) for name in RETELLINGS]
    assert [[item.name for item in each.attributions if not item.is_statistic] for each in read] == [
        [],
        ["Tidewater Chronicle"],
        [],
        [],
    ]
    assert [sorted(item.body for item in each.filings) for each in read] == [["", "Harbour Data Authority"]] * 4
    assert [bool(each.own_reporting) for each in read] == [False] * 4


def test_our_report_shows_its_own_work() -> None:
    report = read_own(REPORT)
    assert [sign.value for sign in report.own_reporting] == [
        "told the Tidewater Chronicle",
        "letters seen by the Tidewater Chronicle",
    ]
    assert report.attributions == ()


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
def test_the_seeds_name_one_newsroom_and_all_speak_of_court_documents() -> None:
    articles = seeds()[1:]
    assert [
        [
            (item.name, item.form, item.weight, item.evidence.quote)
            for item in each.attributions
            if not item.is_statistic
        ]
        for each in articles
    ] == [
        [],
        [("TechCrunch", "source line", 0.95, "Source: TechCrunch")],
        [],
        [],
    ]
    assert [sorted(item.body for item in each.filings) for each in articles] == [["", "Federal Trade Commission"]] * 4
    assert [bool(each.own_reporting) for each in articles] == [False] * 4
    assert [item.name for item in articles[2].attributions] == ["AI Now Institute"]
