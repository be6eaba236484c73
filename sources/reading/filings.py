"""Documents of courts and regulators that a text speaks of, and whether a text is one itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sources.reading.bodies import bodies_in, is_court
from sources.reading.headings import is_caption, is_related
from sources.reading.names import name_key
from sources.reading.sentences import Sentence, sentences_of
from sources.reading.spans import JUDGED_CHARACTERS, Evidence, lines_of

COURT = ""  # the body of "court documents" where no court is named
RELIES = 0.9  # says what the document says: counts as its origin once we hold the document
MENTIONS = 0.5

_NOUN = (
    r"(?:settlement(?: agreement)?|consent (?:decree|order|agreement)|order|ruling|complaint|decision|judgment"
    r"|judgement|fine|penalty|injunction|filing|notice|lawsuit|verdict|approval)s?"
)
_COURT_PAPERS = re.compile(
    (
        r"\b(?:court|judicial|legal) (?:documents?|filings?|papers|records?|orders?|rulings?|transcripts?"
        r"|judgments?|submissions?)\b|\b(?:documents?|papers|filings?) (?:filed|submitted|unsealed) (?:in|with|by"
        r"|at) (?:the |a |an )?(?:\w+ ){0,4}?court\b"
    ),
    re.I,
)
_BARE = re.compile(
    rf"\b(?:[Aa]ccording to|[Uu]nder|[Tt]he text of|[Ii]n) the (?P<noun>{_NOUN})\b(?! (?:of|in) (?:magnitude"
    rf"|which))|\b[Tt]he (?P<noun2>{_NOUN}) (?:says|states|shows|requires|alleges|alleged|finds|found|bars"
    rf"|orders)\b"
)
_RELIES_BEFORE = re.compile(r"\b(?:according to|as stated in|citing|based on)\b", re.I)
_RELIES_AFTER = re.compile(
    r"^,? ?(?:shows?|showed|indicates?|indicated|reveals?|revealed|says?|said|states?|stated|alleges?|alleged"
    r"|requires?|found|bars|orders|forbids|lists|names)\b"
)
_HEAD_MARKS = (
    re.compile(r"\bIN THE MATTER OF\b", re.I),
    re.compile(
        (
            r"\b(?:Docket|Case|File|Matter|Proceeding|Decision|Order|Reference) (?:No\.?|Number|Nr\.?"
            r"|Ref\.?)\s*:?\s*[\w-]+"
        ),
        re.I,
    ),
    re.compile(
        (
            r"^(?:final |consent |interim )*(?:decision and order|order|consent order|decree|judgment|ruling|complaint"
            r"|notice of (?:decision|penalty)|final decision|decision)\s*$"
        ),
        re.I | re.M,
    ),
    re.compile(
        (
            r"\b(?:IT IS (?:HEREBY |FURTHER )?ORDERED|is hereby ordered|hereby orders|it is (?:hereby "
            r"|further )?ordered)\b"
        ),
        re.I,
    ),
    re.compile(r"\b(?:Respondents?|Plaintiffs?|Defendants?|Petitioners?)\b"),
    re.compile(
        (
            r"\b(?:Having considered|The (?:Commission|Authority|Court|Tribunal) (?:finds|orders|decides"
            r"|has considered)|pursuant to (?:Section|Article)|Article \d+ of|Findings of fact)\b"
        ),
        re.I,
    ),
)
_MATTER = re.compile(r"^in the matter of\b|^in re\b|\bv(?:s)?\. [A-Z]", re.I)
_RELEASE = re.compile(
    (
        r"\bFOR IMMEDIATE RELEASE\b|/(?:PRNewswire|Business Wire|GLOBE NEWSWIRE)/|\b(?:PRNewswire|BUSINESS WIRE"
        r"|GLOBE NEWSWIRE)\b|^\s*(?:press|news|media) release\b"
    ),
    re.I,
)


@dataclass(frozen=True, slots=True)
class FilingMention:
    """A court's or regulator's document that a text speaks of. `body` is the court or regulator, "" where only
    "court documents" stand there; `nouns` are the words used; `relies` says that the text gives what it says."""

    body: str
    nouns: tuple[str, ...]
    relies: bool
    weight: float
    evidence: Evidence
    reason: str

    @property
    def title(self) -> str:
        return f"{self.body}: order, settlement or filing" if self.body else "Court documents"


def filings_mentioned(text: str, *, publisher: str = "", known: Mapping[str, str]) -> tuple[FilingMention, ...]:
    """Return the documents of courts and regulators named in `text`, one for each body, in order of place.

    `publisher` is the text's own: an order does not mention its own court. `known` maps folded publisher names to
    kinds. Only the first 200,000 characters are judged.
    """
    judged = text[:JUDGED_CHARACTERS]
    forms = bodies_in(judged, known)
    patterns = _body_patterns(forms)
    lines = lines_of(judged)
    skipped = {number for number, line in enumerate(lines) if is_caption(line.content) or is_related(line.content)}
    found: dict[str, list[tuple[str, Sentence, int, int]]] = {}
    for sentence in sentences_of(judged):
        if sentence.line in skipped:
            continue
        for match in _COURT_PAPERS.finditer(sentence.content):
            found.setdefault(COURT, []).append((match.group().casefold(), sentence, match.start(), match.end()))
        for pattern in patterns:
            for match in pattern.finditer(sentence.content):
                body = forms[match["form"]]
                found.setdefault(body, []).append((match["noun"].casefold(), sentence, match.start(), match.end()))
    regulators = set(forms.values())
    if len(regulators) == 1 or (not found and regulators):
        body = next(iter(sorted(regulators)))
        for sentence in sentences_of(judged):
            for match in _BARE.finditer(sentence.content):
                noun = (match["noun"] or match["noun2"]).casefold()
                end = match.end("noun") if match["noun"] else match.end("noun2")
                found.setdefault(body, []).append((noun, sentence, match.start(), end))
    own = name_key(publisher)
    mentions = [_mention(body, hits) for body, hits in found.items() if not own or name_key(body) != own]
    return tuple(sorted(mentions, key=lambda each: (each.evidence.start or 0, each.body)))


def document_kind(text: str) -> tuple[str, str]:
    """Return "filing", "release" or "article", with the reason: the marks that stand in the first 3,000 characters."""
    head = text[:3_000]
    marks = [found.group().strip() for form in _HEAD_MARKS if (found := form.search(head))]
    if len(marks) >= 3:
        return "filing", "It has the marks of an order or filing: " + ", ".join(
            f"“{mark[:40]}”" for mark in marks
        ) + "."
    release = _RELEASE.search(head[:600])
    if release:
        return "release", f"Its head says “{release.group().strip()}”."
    return "article", "It has neither the marks of a filing nor of a release."


def filing_title(text: str) -> Evidence | None:
    """Return the line of an order's head that says what it is about: "In the matter of ...", "X v. Y", or its kind."""
    head = lines_of(text[:3_000])[:15]
    for form in (_MATTER, _HEAD_MARKS[2]):
        for line in head:
            if form.search(line.content) and len(line.content) <= 300:
                return Evidence(line.content, line.start, line.end)
    return None


def _body_patterns(forms: Mapping[str, str]) -> list[re.Pattern[str]]:
    if not forms:
        return []
    alternatives = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)[:60])
    form = rf"(?<![\w-])(?P<form>{alternatives})(?![\w-])"
    return [
        re.compile(rf"{form}(?:[’']s?)?(?: \([A-Z]{{2,7}}\))?(?:[’']s?)? (?:[\w-]+ ){{0,2}}?(?P<noun>{_NOUN})\b"),
        re.compile(
            rf"\b(?P<noun>{_NOUN}|agreement|settled) (?:[\w-]+ ){{0,3}}?(?:with|by|from|of|to) (?:the |a "
            rf"|an )?(?:[A-Z]\.?[A-Z]?\.? )?{form}"
        ),
        re.compile(
            rf"{form}(?: \([A-Z]{{2,7}}\))? (?:has |had |also )?(?:ordered|fined|ruled|settled|approved"
            rf"|sued)(?P<noun>)\b"
        ),
    ]


def _mention(body: str, hits: list[tuple[str, Sentence, int, int]]) -> FilingMention:
    nouns = tuple(dict.fromkeys(noun for noun, *_ in hits if noun))
    relying = [hit for hit in hits if _relies(*hit[1:])]
    _, sentence, start, end = (relying or hits)[0]
    evidence = _around(sentence, start, end)
    who = f"of the {body}" if body else "of a court that it does not name"
    kind = " (court)" if body and is_court(body) else ""
    what = f"It {'gives what a document says' if relying else 'speaks of a document'} {who}{kind}"
    shown = ", ".join(f"“{noun}”" for noun in nouns[:4])
    return FilingMention(
        body,
        nouns,
        bool(relying),
        RELIES if relying else MENTIONS,
        evidence,
        f"{what}: {shown}." if shown else f"{what}.",
    )


def _relies(sentence: Sentence, start: int, end: int) -> bool:
    before = sentence.content[max(0, start - 40) : end]
    return bool(_RELIES_BEFORE.search(before) or _RELIES_AFTER.match(sentence.content[end : end + 20]))


def _around(sentence: Sentence, start: int, end: int) -> Evidence:
    if len(sentence.content) <= 300:
        return Evidence(sentence.content, sentence.start, sentence.end)
    first = sentence.content.rfind(" ", 0, max(1, start - 100)) + 1 if start > 100 else 0
    last = sentence.content.rfind(" ", end, first + 300)
    last = last if last > end else max(end, min(len(sentence.content), first + 300))
    quote = sentence.content[first:last].rstrip()
    return Evidence(quote, sentence.start + first, sentence.start + first + len(quote))
