"""Templates drawn with fabricated pages: what must hold on every one of them, and what each one shows."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from lxml import html as parser

from profiles.editions.beside import ReplyView, VerdictView
from profiles.editions.calibrated import Watched
from profiles.editions.differing import DifferencePage
from profiles.editions.markup import Html
from profiles.editions.measures import Impact
from profiles.editions.notes import confidence
from profiles.editions.parameter_sets import SetRow
from profiles.evidence.confidence.bands import BANDS
from profiles.evidence.confidence.v1.parameters import Parameters
from profiles.evidence.learning.calibration import Shown, calibration
from profiles.site.sharing import shared
from tests.profiles.editions.sample_words import citation, claim, words
from tests.profiles.site import sample_lists as lists
from tests.profiles.site import samples
from tests.profiles.site.sample_notes import COST, NOTES, note, source
from tests.profiles.site.sample_past import difference_page

STATIC = Path(settings.BASE_DIR) / "plumbline" / "static" / "plumbline"
PAGE = samples.profile_page()
DAY = date(2026, 11, 20)
OLD = replace(PAGE, edition=replace(PAGE.edition, number=2, is_newest=False))
AS_OF = replace(PAGE, edition=replace(OLD.edition, as_of=DAY))
TODAY = replace(PAGE, edition=replace(PAGE.edition, as_of=DAY, day_is_over=False))
LONG = difference_page(words(claims=tuple(claim(f"c{n}", f"Statement {n}.", citation(f"s{n}")) for n in range(250))))
SETTLED = replace(
    PAGE,
    notes=tuple(
        replace(
            one,
            verdicts=(
                VerdictView(
                    "upheld",
                    "Upheld: it is as we said",
                    "",
                    "The register shows it.",
                    DAY,
                    "0.81",
                    "Strong",
                    "2.1",
                    False,
                ),
                VerdictView("refuted", "Refuted", "nine", "A misreading.", DAY, "0.81", "Strong", "1.1", True),
            ),
            replies=(ReplyView("It was\n\nsix hours.", "Ann Mole", "Northreef Cable, press office", DAY),),
        )
        for one in PAGE.notes
    ),
)
HOSTILE = "<script>alert('x')</script>\"><img src=x>"


def profile(page: Any = PAGE, *, preview: bool = False, back: str = "/profiles/") -> tuple[str, dict[str, Any]]:
    canonical = "https://plumbline.example/profiles/northreef-cable/"
    context = {"page": page, "canonical": canonical, "back": back, "preview": preview}
    return "profiles/profile.html", context | ({} if preview else {"shared": shared(page)})


def difference(page: DifferencePage) -> tuple[str, dict[str, Any]]:
    return "profiles/difference.html", {
        "page": page,
        "canonical": "https://plumbline.example/profiles/northreef-cable/",
    }


PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "profile": profile(back="/profiles/"),
    "bare profile": profile(samples.bare_profile_page()),
    "preview": profile(preview=True),
    "old edition": profile(OLD),
    "confidence": ("profiles/confidence.html", {"page": lists.confidence_page()}),
    "editions": (
        "profiles/editions.html",
        {"page": lists.editions()},
    ),
    "editions before": ("profiles/editions.html", {"page": lists.editions(older=41, newest=90), "is_older": True}),
    "contradictions": ("profiles/contradictions.html", {"page": lists.disagreements()}),
    "older contradictions": (
        "profiles/contradictions.html",
        {"page": lists.disagreements(older=7), "is_older": True},
    ),
    "no contradictions": (
        "profiles/contradictions.html",
        {"page": lists.disagreements(rows=(), statements=0, profiles=0)},
    ),
    "as of a day": profile(AS_OF),
    "as of today": profile(TODAY),
    "nothing then": ("profiles/nothing_then.html", {"slug": PAGE.slug, "reason": "1 May 2030 has not come yet."}),
    "difference": difference(difference_page()),
    "no difference": difference(difference_page(words())),
    "long difference": difference(LONG),
    "list": ("profiles/list.html", {"page": lists.list_page()}),
    "last page of a list": (
        "profiles/list.html",
        {"page": lists.list_page(next_address="", first_address="/profiles/?q=ring")},
    ),
    "empty list": ("profiles/list.html", {"page": lists.list_page(cards=(), total=0, next_address="")}),
    "home": (
        "profiles/home.html",
        {"changes": lists.changes(), "total": 46, "groups": lists.groups(), "words": ""},
    ),
    "empty home": ("profiles/home.html", {"changes": (), "total": 0, "groups": (), "words": ""}),
    "browse": ("profiles/browse.html", {"groups": lists.groups()}),
    "nothing to browse": ("profiles/browse.html", {"groups": ()}),
    "term": ("profiles/term.html", {"page": lists.term_page()}),
    "term of one": (
        "profiles/term.html",
        {"page": lists.term_page(introduction="", total=1, surest=1, cards=lists.cards()[:1], groups=())},
    ),
    "methodology": (
        "profiles/methodology.html",
        {
            "bands": BANDS,
            "parameters": Parameters().as_json(),
            "rules": (("Copies count once", "Ten copies are one."),),
            "caps": ((0.89, "we do not hold the original document", "Nobody can check the words."),),
            "needed": 200,
            "sets": (
                SetRow(1, "ORIGIN-1.1", datetime(2026, 11, 20, tzinfo=UTC), "Enough are settled.", 214, (0.81, -0.12)),
                SetRow(0, "ORIGIN-1", None, "As released.", 0, None),
            ),
        },
    ),
    "settled": profile(SETTLED),
    "settled, how we got this": (
        "profiles/confidence.html",
        {"page": replace(lists.confidence_page(), profile=SETTLED)},
    ),
    "nothing settled": (
        "profiles/calibration.html",
        {"calibration": calibration([]), "lapsed": 0, "enough": 30, "watched": Watched(0, 0, 0)},
    ),
    "little settled": (
        "profiles/calibration.html",
        {"calibration": calibration([Shown(8200, True)]), "lapsed": 1, "enough": 30, "watched": Watched(1, 0, 0)},
    ),
    "much settled": (
        "profiles/calibration.html",
        {
            "calibration": calibration([Shown(9500, number % 20 > 0) for number in range(90)] + [Shown(6000, True)]),
            "lapsed": 3,
            "enough": 30,
            "watched": Watched(4, 3, 1),
        },
    ),
    "404": ("404.html", {}),
    "400": ("400.html", {}),
    "403": ("403.html", {}),
}


def draw(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context, request=RequestFactory().get("/profiles/"))


def text_of(markup: str) -> str:
    """What a reader reads: no code, no attributes, no figures as JSON."""
    tree = parser.fromstring(markup)
    for gone in tree.xpath("//pre | //title | //code | //script"):
        gone.drop_tree()
    for block in tree.iter("td", "th", "dt", "dd", "li", "p", "summary"):
        block.tail = f" {block.tail or ''}"
    return " ".join(tree.text_content().split())


DRAWN = {name: draw(*given) for name, given in PAGES.items()} | {"500": render_to_string("500.html")}
every_page = pytest.mark.parametrize("markup", DRAWN.values(), ids=DRAWN.keys())


@every_page
def test_page_obeys_the_content_security_policy(markup: str) -> None:
    tree = parser.fromstring(markup)
    # A block of data is no script: browsers never run it, whatever the policy. What is run comes from a file of ours.
    scripts = tree.xpath("//script[not(@type='application/ld+json')]")
    assert [one for one in scripts if one.text or not one.get("src", "").startswith("/static/plumbline/")] == []
    assert tree.xpath("//@style | //style | //iframe | //base") == []
    assert [name for name in tree.xpath("//@*") if name.lower().startswith(("data:", "javascript:"))] == []
    assert [name for one in tree.xpath("//*") for name in one.attrib if name.startswith("on")] == []
    loaded = tree.xpath("//@src | //link[not(@rel='canonical') and not(@rel='next')]/@href")
    assert [address for address in loaded if not address.startswith("/")] == []


@every_page
def test_page_has_one_of_each_identifier_and_one_heading_above_all(markup: str) -> None:
    tree = parser.fromstring(markup)
    assert [name for name, count in Counter(tree.xpath("//@id")).items() if count > 1] == []
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//main")) == 1
    named = set(" ".join(tree.xpath("//@aria-labelledby")).split())
    assert named <= set(tree.xpath("//@id"))


@every_page
def test_page_links_to_what_there_is(markup: str) -> None:
    tree = parser.fromstring(markup)
    addresses = tree.xpath("//a/@href")
    assert {address[1:] for address in addresses if address.startswith("#")} <= set(tree.xpath("//@id"))
    fixed = r"/|/account/|/api/|/feed\.atom|/methodology/|/calibration/|/corrections/|/sources/|"
    fixed += r"/contradictions/(\?before=\d+)?|"
    fixed += r"/corrections/feed\.(atom|json)|/(glossary|legal|privacy|licence)/|"
    fixed += r"/profiles/[a-z0-9-]+/editions/\?before=\d+|"
    fixed += r"/browse/([a-z-]+/[a-z0-9-]+/(feed\.(atom|json))?)?|"
    fixed += r"/api/v1/profiles/[a-z0-9-]+/(editions/\d+/to/\d+/)?|"
    fixed += r"/profiles/[a-z0-9-]+/editions/\d+/(cite\.bib|cite\.json|to/\d+/)|"
    fixed += r"/briefings/([a-z0-9/-]+/)?|/join/[a-z]+/\?next=/profiles/[a-z0-9-]+/|"
    fixed += r"/profiles/[a-z0-9-]+/report/\?statement=cl-[a-z0-9]+|"
    fixed += r"/profiles/[a-z0-9-]+/report/\?statement=[a-z0-9_]+|"
    known = fixed + r"/profiles/(\?.*)?|/profiles/[a-z0-9-]+/(confidence/|editions/(\d+/)?)?(#[a-z0-9_-]+)?"
    ours = [address for address in addresses if address.startswith("/")]
    assert [address for address in ours if not re.fullmatch(known, address)] == []
    assert [address for address in addresses if not address.startswith(("/", "#", "https://", "http://"))] == []


@every_page
def test_page_uses_the_words_of_readers(markup: str) -> None:
    words = re.sub(r"ORIGIN(, version |-)1(\.\d+)?", "", text_of(markup))  # the method has a name
    assert re.findall(r"\b(?:citations?|origins?|claims?|ledgers?|None|True|False)\b", words, re.IGNORECASE) == []
    assert re.findall(r"\{[{%]|[%}]\}", words) == []


@every_page
def test_page_fits_into_its_weight(markup: str) -> None:
    styles = sum(len(gzip.compress(file.read_bytes())) for file in STATIC.glob("*.*"))
    assert len(gzip.compress(markup.encode())) + styles < 60_000


def test_styles_load_nothing_from_elsewhere() -> None:
    for file in STATIC.glob("*.css"):
        assert re.findall(r"url\(|@import|@font-face|https?:", file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("slug", [note.number for note in NOTES])
def test_every_statement_has_its_evidence_once(slug: int) -> None:
    tree = parser.fromstring(DRAWN["profile"])
    assert len(tree.xpath(f"//*[@id='note-{slug}']")) == 1


def test_profile_shows_all_that_stands_on_it() -> None:
    words = text_of(DRAWN["profile"])
    for wanted in (
        "Invented organisation of the demonstration",
        "Weak-medium 0.35–0.54",
        "All profiles Profile Subsea cable",
        "9 documents, 4 original reports",
        "Completely reliable Registry of Companies Usually reliable Harbour Wire, Port Gazette",
        "Edition 3, 20 November 2026, a correction",
        "sources last checked on 21 November 2026",
        "2 statements changed since edition 2",
        "Assessment 3.2, 21 November 2026: A source changed after we had quoted it.",
        "Also known as Northreef Cable Ltd, NRC, AS64501",
        "The landing station at Port Alder. Generated picture, not a photograph",
        "From: Northreef Cable, 2024. Licence: CC BY 4.0.",
        "our reading, by Ida Brandt; not scored",
        "Operational criticality High Time horizon Next quarter",
        "This quarter Policy sensitivity: medium",
        "It did not happen. The ministry declined.",
        "Tidewater Holdings owns Northreef Cable",
        "Why we profile it Nobody else reaches the outer islands.",
        "Category Company It is registered as a limited company. From Registry of Companies: Annual return 2025",
        "Briefings for members Alliance Who pays for the ring What its owners say of it.",
        "Circle It is free. Join the Circle Alliance For owners. Join the Alliance",
        "Reviewed by Jonas Lind",
        "We have no interests to declare.",
    ):
        assert wanted in words, wanted


def test_note_shows_source_dispute_and_the_way_to_the_account() -> None:
    tree = parser.fromstring(DRAWN["profile"])
    disputed = " ".join(tree.get_element_by_id("note-3").text_content().split())
    assert "Medium 0.55–0.74" in disputed
    assert "We publish The repair cost 4 million euros." in disputed
    assert "Others say Port Gazette: The repair cost 11 million euros." in disputed
    assert "Harbour Wire: own reporting · usually reliable" in disputed
    assert "2 more sources" in disputed
    assert "Set aside, does not count: It speaks of another cable." in disputed
    assert "changed since" in disputed
    assert tree.xpath("//*[@id='note-3']//a[starts-with(., 'How we got this')]/@href") == [
        f"/profiles/northreef-cable/confidence/#{COST.claim}"
    ]
    vanished = " ".join(tree.get_element_by_id("note-4").text_content().split())
    assert "vanished" in vanished
    assert "speaks in its own interest" in vanished
    assert "We know of no document that says so." in tree.get_element_by_id("note-6").text_content()


def test_bare_profile_says_what_is_not_known() -> None:
    words = text_of(DRAWN["bare profile"])
    for wanted in (
        "Not assessed",
        "Not rated",
        "Base We do not know",
        "No publisher is cited yet.",
        "Reviewed by Nobody",
    ):
        assert wanted in words
    assert "plumb-empty" in DRAWN["bare profile"]
    for gone in ("What happened", "What to watch", "Who depends on whom", "Also read", "Why it is filed here"):
        assert gone not in words


def test_preview_says_so_and_leads_to_nothing_unpublished() -> None:
    tree = parser.fromstring(DRAWN["preview"])
    assert "Preview. Not published." in text_of(DRAWN["preview"])
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    ours = [address for address in tree.xpath("//a/@href") if address.startswith("/profiles/northreef-cable/")]
    assert ours == []
    assert "Preview" not in text_of(DRAWN["profile"])


def test_old_edition_leads_to_the_newest() -> None:
    assert "This is edition 2, as it was published on 20 November 2026. Read the newest, edition 3." in text_of(
        DRAWN["old edition"]
    )
    assert "Read the newest" not in DRAWN["profile"]


def test_page_of_a_day_says_which_and_leads_to_now() -> None:
    assert (
        "This is what stood here at the end of 20 November 2026 (UTC): edition 2, assessment 3.2. When its sources "
        "were last checked is known for today’s page only. Read what stands here now."
    ) in text_of(DRAWN["as of a day"])
    assert "This is what stands here on 20 November 2026; the day is not over yet (UTC)" in text_of(
        DRAWN["as of today"]
    )
    for name in ("as of a day", "as of today", "old edition"):
        assert "last checked on" not in text_of(DRAWN[name])
        assert not re.findall("/confidence/|/report/", DRAWN[name])


def test_difference_shows_everything_that_changed_without_colour() -> None:
    shown = text_of(DRAWN["difference"])
    for wanted in (
        "From edition 2, 1 August 2026, to edition 3, 20 November 2026.",
        "2 statements changed, 1 stayed Underlined was added, struck through was taken out",
        "Edition 3, 20 November 2026, a correction The cost of the repair is now shown as disputed.",
        "Before: High - direct sources 0.90 → After: Medium 0.70",
        "Since then it has been assessed anew: Weak-medium, 0.54 (3.2, 20 November 2026).",
        "It belongs to its members. Before: Strong 0.81 → After: Weak-medium 0.50",
        "Key statement yes → no",
        "Cited otherwise: Office for Exchanges: Order 14 on the northern link",
        "Set aside no → yes",
        "Evidence added: Quay Courier: How the northern link was lost",
        "Added, key statement Its prices rose by a tenth.",
        "Name Harbour Exchange → Harbour Exchange Ltd",
        "One of the two was removed since, so nobody can tell any more what changed.",
        "(rests on other evidence than before)",
        "Taken out Twelve members were cut off for a day.",
        "Outcome nothing → It did not happen",
        "Taken out Harbour Exchange supplies Isle IX",
        "Caption A quay → The new quay",
        "Title Order on the northern link → Order 14 on the northern link",
    ):
        assert wanted in shown, wanted
    tree = parser.fromstring(DRAWN["difference"])
    assert {"Eleven", "It was mended.", "Its prices rose by a tenth."} <= set(tree.xpath("//main//ins/text()"))
    assert {"Twelve", "Money", "Twelve members were cut off for a day."} <= set(tree.xpath("//main//del/text()"))


def test_difference_of_the_same_words_says_so() -> None:
    assert "The words are the same. Only scores changed." in text_of(DRAWN["no difference"])


def test_long_difference_is_cut_and_says_where_the_rest_is() -> None:
    shown = text_of(DRAWN["long difference"])
    assert "These are the first 200 of 252. All of them are in the same for programs." in shown
    assert shown.count("Evidence added") == 200


@pytest.mark.parametrize(
    ("mark", "words"), [("invented", "Invented organisation"), ("unchecked", "Not yet checked by")]
)
def test_mark_stands_on_profile_list_and_editions(mark: str, words: str) -> None:
    for name, context in (
        profile(samples.profile_page(mark=mark)),
        ("profiles/list.html", {"page": lists.list_page(cards=(lists.card("A", 1, mark=mark),))}),
        ("profiles/editions.html", {"page": lists.editions(mark=mark, rows=())}),
    ):
        assert words in draw(name, context)


def test_text_of_others_is_never_markup() -> None:
    wicked = note(1, HOSTILE, sources=(source(quote=HOSTILE, title=HOSTILE, publisher=HOSTILE, set_aside=HOSTILE),))
    page = samples.profile_page(
        name=HOSTILE,
        summary=HOSTILE,
        notes=(wicked,),
        aliases=(HOSTILE,),
        base=HOSTILE,
        key_points=(samples.paragraph("A point.", wicked),),
        impact=Impact(4, HOSTILE, Html("")),
        ties=(replace(PAGE.ties[0], left=HOSTILE, other=HOSTILE, other_slug="", verb=HOSTILE, note=wicked),),
        images=(replace(PAGE.images[0], alt=HOSTILE, caption=HOSTILE),),
    )
    clean = parser.fromstring(DRAWN["profile"])
    markup = draw(*profile(page)) + draw("profiles/list.html", {"page": lists.list_page(words=HOSTILE, cards=())})
    ours = markup.count('<script src="/static/plumbline/')
    assert markup.count('<script type="application/ld+json">') == markup.count("<script") - ours == 1
    assert "<img src=x" not in markup
    assert len(parser.fromstring(draw(*profile(page))).xpath("//img")) == len(clean.xpath("//img"))


def test_confidence_page_adds_up_as_printed() -> None:
    tree = parser.fromstring(DRAWN["confidence"])
    account = tree.get_element_by_id(NOTES[0].claim)
    amounts = [one.text_content() for one in account.xpath(".//*[@class='amount']")]
    assert amounts == ["0.09", "+0.61", "under 0.01", "−0.16", "0.54"]
    words = " ".join(account.text_content().split())
    assert "Cable Digest, NetDaily, The Packet, Ringwatch" in words
    assert "exactly 0.5400" in words
    assert "What would raise it If we read the report of Harbour Wire and kept it: 0.81 Strong" in words
    assert "The weakest key statement: The western ring was cut twice in April 2026." in text_of(DRAWN["confidence"])


def test_editions_show_every_fall_with_its_cause() -> None:
    words = text_of(DRAWN["editions"])
    assert "Edition 3, 20 November 2026 Correction, the newest" in words
    assert "3.1 20 November 2026 Medium 0.70 Published" in words
    assert "3.2 21 November 2026 Weak-medium 0.54 A source changed after we had quoted it." in words
    assert "1.1 1 May 2026 Not assessed" in words


def test_list_keeps_words_and_choices_and_can_take_them_away() -> None:
    tree = parser.fromstring(DRAWN["list"])
    assert tree.xpath("//input[@type='search']/@value") == ["ring"]
    assert tree.xpath("//input[@type='hidden']/@name | //input[@type='hidden']/@value") == [
        "signal-focus",
        "subsea-cable",
    ]
    assert [one.text_content().split()[0] for one in tree.xpath("//*[@class='picked']/a")] == ["Subsea"]
    assert tree.xpath("//a[@class='chosen']/@href") == ["/profiles/?signal-focus=subsea-cable"]
    assert tree.xpath("//a[@aria-current='true']/text()") == ["Last change"]
    assert tree.xpath("//a[@rel='next']/@href") == ["/profiles/?q=ring&after=abc"]
    assert tree.xpath("//p/mark/text()") == ["ring"]
    assert "46 profiles with “ring”" in text_of(DRAWN["list"])
    assert "Back to the start" in text_of(DRAWN["last page of a list"])


def test_empty_list_says_what_to_loosen() -> None:
    words = text_of(DRAWN["empty list"])
    assert "0 profiles" in words
    assert "leave out “Subsea cable”" in words
    assert "fewer or shorter words than “ring”" in words
    assert "Nothing has been published yet." in text_of(
        draw("profiles/list.html", {"page": lists.list_page(cards=(), total=0, words="", chosen=())})
    )
    beyond = text_of(draw("profiles/list.html", {"page": lists.list_page(cards=())}))
    assert "There are no further profiles here. Start again with all profiles" in beyond
    assert "leave out" not in beyond


def test_methodology_shows_every_band_and_figure() -> None:
    words = text_of(DRAWN["methodology"])
    for band in BANDS:
        assert f"{band.label} {band.range.replace('-', '–')} {band.sentence}" in words
    for figure in ("Usually reliable 0.88", "Own reporting, only mentioned 0.85", "A figure of the day 90 days"):
        assert figure in words
    assert "What somebody is 10 years" in words
    assert "0.89 We do not hold the original document Nobody can check the words." in words


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.name)
def test_label_range_and_plumb_are_of_one_band_everywhere(band: Any) -> None:
    for score in (band.low, band.high):
        page = samples.profile_page(confidence=confidence(score, ""))
        plumbs = parser.fromstring(draw(*profile(page))).xpath("//*[contains(@class, 'measure-confidence')]")
        words = " ".join(plumbs[0].text_content().split())
        assert f"{band.label} {band.range.replace('-', '–')}" in words
        assert plumbs[0].xpath(".//@aria-label") == [f"Confidence: {band.label}, {band.range.replace('-', ' to ')}"]
