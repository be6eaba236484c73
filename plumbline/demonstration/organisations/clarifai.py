"""Clarifai, told from four articles on one event, which turn out to be a single report."""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import Cite, Organisation, Paper, Picture, Statement, TieTo, Watch, retells

_FIRST, _SECOND, _THIRD, _FOURTH = "clarifai-debt", "clarifai-removes", "clarifai-meaning", "clarifai-intervention"
TECHCRUNCH, COURT, FTC = "clarifai-techcrunch", "clarifai-court", "clarifai-ftc"
ARTICLES = (_SECOND, _FIRST, _THIRD, _FOURTH)  # first the one that names its source

# The articles came to us as plain text without addresses; the titles are our descriptions of them.
CLARIFAI_PAPERS: dict[str, Paper] = {
    _FIRST: Paper("article", "Article on the price of old training data at Clarifai", "", ""),
    _SECOND: Paper("article", "Article on Clarifai's removal of a photo set", "", ""),
    _THIRD: Paper("article", "Article on what Clarifai's deletion means", "", "PromptTalk", date(2026, 4, 22)),
    _FOURTH: Paper("article", "Article on Clarifai after the regulator's step", "", "AI-RADAR"),
    TECHCRUNCH: Paper("article", "Report by TechCrunch on Clarifai's deletion", "", "TechCrunch"),
    COURT: Paper("filing", "Court documents that the articles speak of", "", ""),
    FTC: Paper(
        "filing",
        "Settlement of the Federal Trade Commission that the articles speak of",
        "",
        "Federal Trade Commission",
    ),
}
# Why a document goes back to another: (document, original, kind of edge, whether it counts, weight, reason).
CLARIFAI_EDGES: tuple[tuple[str, str, str, str, str, str], ...] = (
    (_SECOND, TECHCRUNCH, "named", "joined", "0.95", "Its last line gives TechCrunch as the source."),
    (
        _FIRST,
        TECHCRUNCH,
        "presumed",
        "joined",
        "0.85",
        "It shows no reporting of its own and names no newsroom; TechCrunch's is the one report named in the story.",
    ),
    (
        _THIRD,
        TECHCRUNCH,
        "presumed",
        "joined",
        "0.85",
        "It tells the same facts without saying from where; one report is named in the story, and it fits.",
    ),
    (
        _FOURTH,
        TECHCRUNCH,
        "presumed",
        "joined",
        "0.85",
        "It speaks of court documents as the others do, asked nobody, and adds no fact to the one named report.",
    ),
    (_FIRST, COURT, "mentions", "proposed", "0.50", "It refers to court documents, which we have not seen."),
    (_SECOND, COURT, "mentions", "proposed", "0.50", "It speaks of court documents that several had read."),
    (_THIRD, COURT, "mentions", "proposed", "0.50", "It speaks of court filings of April 2026."),
    (_FOURTH, COURT, "mentions", "proposed", "0.50", "It gives the year 2014 from court documents."),
    (_FIRST, FTC, "mentions", "proposed", "0.50", "It speaks of an FTC settlement and does not link it."),
    (_SECOND, FTC, "mentions", "proposed", "0.50", "It speaks of a settlement agreement of the FTC."),
    (_THIRD, FTC, "mentions", "proposed", "0.50", "It speaks of a settlement after an inquiry of the FTC."),
    (_FOURTH, FTC, "mentions", "proposed", "0.50", "It says that a settlement with the FTC came first."),
)


def _four(value: str | None = None, *mentioned: str) -> tuple[Cite, ...]:
    """The four articles, of which one names its source, and papers that they only speak of."""
    told = tuple(retells(key, value, TECHCRUNCH if key == _SECOND else "") for key in ARTICLES)
    return (*told, *(Cite(key, "primary", "") for key in mentioned))


CLARIFAI = Organisation(
    slug="clarifai",
    name="Clarifai",
    aliases=(("clarifai.com", "domain"),),
    summary="An American maker of image recognition that, by one report told four times, deleted about three million "
    "photos of OkCupid users in 2026.",
    base="United States",
    inclusion="What it was trained on came from another firm's users, and had to go years later.[^photos-deleted]",
    statements=(
        Statement(
            "photos-deleted",
            "Clarifai deleted about three million photos of OkCupid users.",
            "photos deleted",
            "about three million",
            "event",
            _four(),
            on=date(2026, 4, 1),
            precision="month",
        ),
        Statement(
            "photos-source",
            "Clarifai had the photos from OkCupid, in 2014.",
            "source and year of the photos",
            "OkCupid, 2014",
            "event",
            _four(None, COURT),
            on=date(2014, 1, 1),
            precision="year",
        ),
        Statement(
            "executives",
            "Executives of OkCupid had money in Clarifai.",
            "financial tie of OkCupid's executives",
            "they had invested in Clarifai",
            "event",
            _four(None, COURT),
            is_key=False,
        ),
        Statement(
            "settlement",
            "The deletion followed a settlement of the Federal Trade Commission.",
            "what came before the deletion",
            "a settlement of the FTC",
            "event",
            _four("a settlement between Clarifai and the FTC", FTC),
            is_key=False,
            covers=("a settlement between Clarifai and the FTC",),
        ),
    ),
    filed={
        "category": ("company", "Clarifai sells software that tells what a picture shows."),
        "region": (
            "north-america",
            "The regulator in the story is the American one, and so are both firms.[^settlement]",
        ),
        "content-type": ("profile", "An event is told here, in order to show a company and its evidence."),
        "signal-focus": ("ai-platform", "It offers models to others; it runs no network, and is not filed as one."),
        "primary-domain": ("regulation", "An authority's step, and no fault of a machine, set the matter going."),
        "topic": ("data-provenance", "Where a training set came from is the whole of the story.[^photos-source]"),
        "impact": ("medium", "Customers could turn to other models; those in the photos had no such choice."),
        "operational-criticality": ("low", "If Clarifai stopped tomorrow, no packet would lose its way."),
        "time-horizon": (
            "next-quarter",
            "Papers of the case could be found within a few months, and would settle much.",
        ),
        "policy-sensitivity": ("high", "Consent for training data is being argued in many parliaments."),
        "priority": ("medium", "Finding the original comes first; until then nothing here can rise."),
    },
    points=(
        ("About three million photos of OkCupid users are said to be gone.", "photos-deleted"),
        ("They had come from OkCupid in 2014.", "photos-source"),
    ),
    does="Clarifai makes models that recognise what is in a picture, faces included. Photos of OkCupid's users were "
    "among what it learnt from; it had received them in 2014.[^photos-source]",
    happened="In 2014 Clarifai asked the dating site OkCupid for pictures of its users, and got them."
    "[^photos-source] Executives of the site had put money into Clarifai.[^executives]\n\nTwelve years later the "
    "Federal Trade Commission looked at how users had been told. A settlement followed.[^settlement]\n\nIn April 2026 "
    "it became known that about three million photos had been deleted.[^photos-deleted]",
    others=(
        (
            "Four articles, one report",
            "Four articles tell this story in four different ways, with hardly a phrase in common. One says that it "
            "has the story from TechCrunch; the others name nobody, and show nobody they asked.\n\nSo we count one "
            "report, and not four. We have not seen it, and this holds the figure down.[^photos-deleted]",
        ),
        (
            "Who settled is told differently",
            "All four articles take Clarifai for the party that settled.[^settlement] A published profile of the "
            "same company ties the case to the owner of the dating site; such a page is no evidence here. We publish "
            "what all agree on, that there was a settlement, and leave the party open until we hold the paper.",
        ),
    ),
    matters="Counting outlets would make this look well confirmed. It is one account that travelled, and where it is "
    "mistaken, all its copies are mistaken together. One copy even adds a percentage whose reference leads nowhere; "
    "nothing on this page rests on it. For Clarifai's field the lesson is another: a gift of data keeps its strings.",
    watch=(
        Watch("now", "Whether we can hold TechCrunch's report itself.", "The report is brought in and read", 14),
        Watch(
            "quarter",
            "Whether the regulator's own paper names the parties to the settlement.",
            "The order or complaint is brought in",
            60,
        ),
        Watch(
            "year",
            "Whether other makers of models report that they deleted training data.",
            "A company or a regulator says so",
            270,
        ),
    ),
    ties=(
        TieTo("supplies", "OkCupid", "photos-source", points_here=True),
        TieTo("regulates", "Federal Trade Commission", "settlement", points_here=True),
    ),
    read_on=("skerry-exchange",),
    pictures=(
        Picture(
            "four-articles",
            "Four articles, of which one names its source: one report, which we have not seen.",
            "Diagram: four boxes on the left, each with a line to one box on the right marked one report, not seen.",
            "Drawn from the citations of this profile.",
            "It shows why four articles count as one report here.",
        ),
    ),
)
