"""The phrases by which an article names where it has its report from."""

from __future__ import annotations

import re
from dataclasses import dataclass

CAP = r"[A-Z0-9](?:[\w&’'-]|\.(?=\w))*"
NAME = rf"(?P<name>(?:[Tt]he )?{CAP}(?: (?:(?:of|de|&|on) )?{CAP}){{0,4}})"
EARLIER = r"(?:first |earlier |previously |originally |exclusively |also |has |had |later |initially ){0,3}"
REPORT = r"(?:report|story|article|investigation|interview|scoop|account)s?"


@dataclass(frozen=True, slots=True)
class Phrase:
    form: str
    pattern: re.Pattern[str]
    trusted: bool  # the phrase alone shows that the name is a publisher


PHRASES = (
    Phrase(
        "first reported by",
        re.compile(
            rf"\b(?:first|originally|exclusively|initially) (?:reported|published|revealed|covered|broken|disclosed"
            rf"|uncovered) (?:\w+ ){{0,2}}?(?:by|in|on|at) {NAME}"
        ),
        True,
    ),
    Phrase(
        "syndicated from",
        re.compile(
            rf"\b(?:[Tt]his|[Tt]he) (?:article|story|post|report|piece) (?:was |has )?(?:originally |first "
            rf"|been )+(?:appeared|published|ran|posted) (?:by|in|on|at) {NAME}"
        ),
        True,
    ),
    Phrase(
        "republished from",
        re.compile(
            rf"\b[Rr]e(?:published|printed|posted) (?:\w+ ){{0,2}}?(?:from|with (?:the )?permission (?:of"
            rf"|from)) {NAME}"
        ),
        True,
    ),
    Phrase(
        "according to",
        re.compile(
            rf"\b[Aa]ccording to (?:an? |the |recent |new ){{0,3}}(?:{REPORT} (?:\w+ ){{0,2}}?(?:by|from|in|on"
            rf"|with|of) )?{NAME}"
        ),
        False,
    ),
    Phrase(
        "reported by",
        re.compile(
            rf"\b(?:[Rr]eported|[Rr]evealed|[Dd]isclosed|[Nn]oted|[Cc]onfirmed) (?:\w+ ){{0,2}}?(?:by|in"
            rf"|on) {NAME}"
        ),
        False,
    ),
    Phrase(
        "a report by",
        re.compile(rf"\b(?:{REPORT}|[Rr]eporting) (?:\w+ ){{0,2}}?(?:by|from|in|on|with) {NAME}"),
        False,
    ),
    Phrase(
        "reported",
        re.compile(
            rf"{NAME} {EARLIER}(?:reported|reports|revealed|reveals|wrote|writes|broke the (?:news|story)"
            rf"|uncovered|cited|quoted)\b"
        ),
        False,
    ),
    Phrase(
        "'s report",
        re.compile(rf"{NAME}(?:[’']s|[’']) (?:\w+ ){{0,2}}?(?:report|reporting|story|investigation|scoop)\b"),
        False,
    ),
    Phrase(
        "told",
        re.compile(
            rf"\b(?:told|tells|confirmed to|(?:statement|comments?|e-?mail|interview|remarks) (?:to|with|for)"
            rf"|speaking (?:to|with)|spoke (?:to|with)|said to) {NAME}"
        ),
        False,
    ),
    Phrase("seen by", re.compile(rf"\b(?:seen|reviewed|obtained|viewed|examined|read) by {NAME}"), False),
    Phrase(
        "asked by",
        re.compile(
            rf"\brespond(?:ed)? (?:\w+ )?to (?:requests? (?:\w+ ){{0,3}}?from )?{NAME}(?:[’']s?)? ?(?:request"
            rf"|questions?|inquir|quer)?"
        ),
        False,
    ),
    Phrase("via", re.compile(rf"\b[Vv]ia {NAME}"), False),
)
SOURCE_LINE = re.compile(
    (
        r"^[(\[*_]{0,3}(?P<word>original source|original article|sources?|via|h/t|hat tip|news source"
        r"|originally (?:published|reported|appeared) (?:by|at|on"
        r"|in))[*_]{0,2}\s*[:–—-]\s*[*_]{0,2}\s*(?P<rest>\S.{0,200})$"
    ),
    re.I,
)
VIA_LINE = re.compile(rf"^[(\[]?[Vv]ia {NAME}[)\]]?\.?$")
STUDY = re.compile(
    r"^(?:[’']s?)?\s+(?:\d{4}\s+)?(?:[\w-]+\s+){0,3}?(?:report|study|survey|analysis|index|data|research"
    r"|estimates?|poll|forecast|paper|figures|statistics|census)\b"
)
# "First reported in September" names no publisher.
DAY_NAME = re.compile(
    r"(?:\d|(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday|Saturday|Sunday|Spring|Summer|Autumn|Winter)\b)"
)
POSSESSIVE = re.compile(r"[’'](?:s(?= |$)|(?= |$))")
PERCENT = re.compile(r"\d\s?(?:%|percent\b|per cent\b)")
DATELINE = re.compile(r"^[A-Z][A-Za-z .,’'/-]{2,50}\((?P<name>[A-Za-z .-]{2,30})\)\s{0,2}[—–-]")
NO_SOURCE = re.compile(
    (
        r"^(?:court|legal|company|companies|authors?|own|staff|internal|data|public|official|various|multiple|our"
        r"|the company|press release|press|statement|screenshot|google|wikipedia)\b"
    ),
    re.I,
)
URL = re.compile(r"https?://(?:www\.)?([a-z0-9.-]{3,100})[^\s)\]]{0,300}", re.I)
MARKDOWN_LINK = re.compile(r"\[([^\]]{1,80})\]\([^)\s]{1,300}\)")
