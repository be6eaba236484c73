from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.decode import Refused
from sources.reading.document import ReadDocument, read_document
from sources.reading.spans import Evidence
from tests.sources.cases import CAME, DOCUMENTS, NO_SEEDS, SEEDS, read_own, seeds

FILLER = (
    "\n\n" + "The harbour of Port Ellery is open again, and the pilots bring in the ships that had waited outside. " * 8
)


def facts(read: ReadDocument) -> tuple[str, str | None, str | None, date | None, str]:
    """Kind, title, publisher, date, language."""
    return (
        read.kind,
        read.title.value if read.title else None,
        read.publisher.value if read.publisher else None,
        read.published.value if read.published else None,
        read.language,
    )


OWN = {
    "lanternfish_page.txt": ("page", "Lanternfish", None, None, "en"),
    "lanternfish_retelling_a.txt": (
        "article",
        "What the Voices Were Worth: Lanternfish Empties Its Archive",
        None,
        None,
        "en",
    ),
    "lanternfish_retelling_b.txt": (
        "article",
        "Lanternfish Removes 40,000 Quaywave Recordings From Speech Software",
        None,
        None,
        "en",
    ),
    "lanternfish_retelling_c.txt": (
        "article",
        "Lanternfish Drops 40K Voices: The Real Lesson",
        "Gullwing Brief",
        date(2031, 3, 14),
        "en",
    ),
    "lanternfish_retelling_d.txt": (
        "article",
        "Lanternfish Deletes Sensitive Recordings After HDA Steps In",
        "SKERRY-DESK",
        None,
        "en",
    ),
    "lanternfish_order.txt": (
        "filing",
        "In the Matter of QUAYWAVE LTD, Respondent",
        "Harbour Data Authority",
        date(2031, 3, 3),
        "en",
    ),
    "lanternfish_report.html": (
        "article",
        "Chart maker Lanternfish deletes 40,000 voice messages of Quaywave users",
        "Tidewater Chronicle",
        date(2031, 3, 12),
        "en",
    ),
    "unrelated.txt": (
        "article",
        "Cable between Port Ellery and Strandholm cut for nine hours",
        "Strandholm Gazette",
        date(2031, 3, 12),
        "en",
    ),
    "windows_1252.txt": ("article", "Hafenbehörde prüft Übergabe von Aufnahmen", None, None, "de"),
}


@pytest.mark.parametrize("name", list(OWN))
def test_reading_our_own_documents(name: str) -> None:
    assert facts(read_own(name)) == OWN[name]


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
def test_reading_the_seeds() -> None:
    assert [facts(read) for read in seeds()] == [
        ("page", "Clarifai", "BTW Media", None, "en"),
        ("article", "The Data Debt Collection: Why Clarifai Purged 3 Million Faces", None, None, "en"),
        ("article", "Clarifai Removes 3M Photos from OkCupid Facial Recognition Dataset", None, None, "en"),
        ("article", "Clarifai Deletes 3M Photos: What It Really Means", "PromptTalk", date(2026, 4, 22), "en"),
        ("article", "Clarifai Deletes Sensitive Data Following FTC Intervention", "AI-RADAR", None, "en"),
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
def test_reading_the_seeds_finds_byline_and_domain() -> None:
    read = seeds()[3]
    assert (read.byline.value if read.byline else None) == "PromptTalk Editorial Team"
    assert (read.domain.value if read.domain else None) == "prompttalk.co"


HEADS = [
    ("a breadcrumb first", "Ports / Pilots\n\nEllery opens its new gate", "Ellery opens its new gate", None, None),
    (
        "a byline with the outlet",
        "Ellery opens its gate\nBy Jon Ruud, The Strandholm Gazette\n12 March 2031",
        "Ellery opens its gate",
        "The Strandholm Gazette",
        date(2031, 3, 12),
    ),
    ("a byline with a rank", "Ellery opens its gate\nBy Jon Ruud, Staff Writer", "Ellery opens its gate", None, None),
    (
        "fields",
        "Title: Ellery opens its gate\nPublisher: Strandholm Gazette\nDate: 2031-03-11",
        "Ellery opens its gate",
        "Strandholm Gazette",
        date(2031, 3, 11),
    ),
    (
        "a Markdown heading",
        "# Ellery opens its gate\n\nMarch 9, 2031 | 3 min read",
        "Ellery opens its gate",
        None,
        date(2031, 3, 9),
    ),
    ("the outlet behind a bar", "Ellery opens its gate | Skerry Desk", "Ellery opens its gate", "Skerry Desk", None),
    ("a dash within the title", "Ellery opens its gate - and waits", "Ellery opens its gate - and waits", None, None),
    ("a date after the file came", "Ellery opens its gate\n\nMay 1, 2031", "Ellery opens its gate", None, None),
    ("a date that could be two days", "Ellery opens its gate\n\n03/04/2031", "Ellery opens its gate", None, None),
    (
        "a date with the day first",
        "Ellery opens its gate\n\n14/03/2031",
        "Ellery opens its gate",
        None,
        date(2031, 3, 14),
    ),
    (
        "a date before the title",
        "Published: 14. March 2031\nEllery opens its gate",
        "Ellery opens its gate",
        None,
        date(2031, 3, 14),
    ),
    ("a caption first", "Image: the gate / Source: Getty\nEllery opens its gate", "Ellery opens its gate", None, None),
]


@pytest.mark.parametrize(("head", "title", "publisher", "day"), [c[1:] for c in HEADS], ids=[c[0] for c in HEADS])
def test_reading_the_head_of_a_text(head: str, title: str, publisher: str | None, day: date | None) -> None:
    assert facts(read_document((head + FILLER).encode(), latest=CAME))[1:4] == (title, publisher, day)


FEET = [
    ("a copyright line", "© 2031 Strandholm Gazette. All rights reserved.", "Strandholm Gazette"),
    ("a picture's copyright", "© 2030 Getty Images", None),
    ("its own team", "The Skerry Desk Newsroom is five people with a boat.", "Skerry Desk"),
    ("a bare path", "For a list of gates, Skerry Desk offers a table on /gates to look at.", "Skerry Desk"),
    (
        "a path of somebody else",
        "For a list of gates, Skerry Desk offers a table on skerry.example/gates to look at.",
        None,
    ),
]


@pytest.mark.parametrize(("foot", "publisher"), [c[1:] for c in FEET], ids=[c[0] for c in FEET])
def test_reading_who_publishes_at_the_end(foot: str, publisher: str | None) -> None:
    text = "Ellery opens its gate" + FILLER + "\n\n" + foot
    assert facts(read_document(text.encode(), latest=CAME))[2] == publisher


def test_reading_a_repeated_title_notes_its_variants() -> None:
    assert read_own("lanternfish_retelling_c.txt").notes == (
        "The title also stands in another form: "
        "Lanternfish Drops 40K Voices: Inside a Surprising Move for Voice Privacy",
    )


def test_own_page_needs_headings_not_words() -> None:
    page = read_own("lanternfish_page.txt")
    assert page.own_page.is_own_kind
    assert page.own_page.reason.startswith("It is a published profile, a page of our own kind, and no evidence: ")
    told = (
        "A report on profiles\n\n"
        "The site has sections such as At A Glance, What To Watch, Signal Focus and Member Briefing, we are told."
        + FILLER
    )
    assert not read_document(told.encode(), latest=CAME).own_page.is_own_kind
    event_note = (
        "Ellery opens its gate\n\nWhat happened\n"
        + FILLER
        + "\n\nWhy it matters\n"
        + FILLER
        + "\n\nAt a glance\n\nA gate is open."
    )
    assert not read_document(event_note.encode(), latest=CAME).own_page.is_own_kind


def test_page_with_another_original_keeps_its_address_and_says_so() -> None:
    data = (DOCUMENTS / "lanternfish_report.html").read_bytes()
    read = read_document(data, latest=CAME, address="https://copies.example/lanternfish")
    assert read.address == "https://copies.example/lanternfish"
    assert (
        "The page names another address as its original: https://www.tidewater-chronicle.example/2031/03/lanternfish-voices/"
        in read.notes
    )


def test_page_text_has_no_menu_and_links_have_places() -> None:
    read = read_own("lanternfish_report.html")
    assert "Log in" not in read.text
    assert [(link.address, read.text[link.start : link.end]) for link in read.links] == [
        ("https://www.hda.example/orders/2031-0417", "order of the authority")
    ]


def evidence_in(read: ReadDocument) -> list[Evidence]:
    found = [fact.evidence for fact in (read.title, read.byline, read.publisher, read.domain, read.published) if fact]
    found += [item.evidence for item in (*read.attributions, *read.filings, *read.own_reporting)]
    return [*found, *read.own_page.evidence]


def check_places(read: ReadDocument) -> None:
    for evidence in evidence_in(read):
        if evidence.start is not None:
            assert read.text[evidence.start : evidence.end] == evidence.quote
            assert evidence.quote.strip() == evidence.quote != ""


@pytest.mark.parametrize("name", list(OWN))
def test_every_quote_stands_where_it_is_said_to(name: str) -> None:
    check_places(read_own(name))


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
def test_every_quote_of_the_seeds_stands_where_it_is_said_to() -> None:
    for read in seeds():
        check_places(read)


@pytest.mark.parametrize(
    "claimed", ["http://[x", "http://a.example:x/", "javascript:alert(1)", "/" + "a" * 3_000, "\0"]
)
@pytest.mark.parametrize(
    "said",
    [
        "<link rel=canonical href='{}'>",
        "<meta property='og:url' content='{}'>",
        '<script type="application/ld+json">{{"@type": "NewsArticle", "url": "{}"}}</script>',
        "<base href='{}'>",
    ],
)
def test_page_with_a_senseless_address_of_its_own_is_read(said: str, claimed: str) -> None:
    body = (
        f"<html><head><title>Gate</title>{said.format(claimed)}</head><body><p>{FILLER}<a href='{claimed}'>pilots</a>"
    )
    read = read_document(body.encode(), latest=CAME, address="https://skerry.example/gate", media_type="text/html")
    assert read.address == "https://skerry.example/gate"


PIECES = st.sampled_from(
    (
        "Source: Reuters",
        "By Jon Ruud, Strandholm Gazette",
        "March 9, 2031",
        "According to Reuters, the gate is open.",
        "told us",
        "\n",
        "\n\n",
        " ",
        "  ",
        "“quoted words” said Åse.",
        "court documents show",
        "the Harbour Data Authority (HDA) settlement",
        "© 2031 Skerry Desk",
        "\t",
        "\u00a0",
        "𝒳",
        "é",
        "hello@skerry.example",
        "Skerry Desk offers a list on /gates today.",
        "via Bloomberg",
        "At A Glance",
        "Title: Gate",
        "1,200 ships",
        "U.S.",
        "...",
    )
)


@given(st.lists(PIECES, max_size=30))
def test_every_quote_of_any_text_stands_where_it_is_said_to(pieces: list[str]) -> None:
    try:
        read = read_document(("".join(pieces) + FILLER + " ".join(pieces)).encode(), latest=CAME)
    except Refused:
        return
    check_places(read)
