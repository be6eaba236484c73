"""Whether a profile is about an organisation or an incident, and whether its base is one place. Pure.

Nothing here knows which organisations there are. It refuses what is plainly no name: a question, a headline, a
sentence, a topic; and as a base what is plainly no place of a seat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.editions.problem import Problem
from profiles.editions.words import Words

MOST_WORDS = 10  # of a name; a longer official one is an alias, and the page goes by the name people use
_OPENINGS = re.compile(
    r"(?:How|Why|What|When|Where|Who|Should)\s+\S+\s+\S|The case (?:for|of|against)\b", re.IGNORECASE
)
_TURN = re.compile(r":\s|\s[—–]\s")
_LOWER_WORD = re.compile(r"(?<!\S)[^\W\d_]+(?!\S)")
# Ends of names that a full stop belongs to.
_SHORTENED = {
    *("inc", "ltd", "co", "corp", "bros", "llc", "plc", "bhd", "pty", "pte", "pvt", "sdn", "gov", "univ", "intl"),
    *("assn", "dept", "est", "hldgs", "tbk", "cia", "cía", "ltda", "sp", "oy", "ab", "as", "jr", "sr", "st"),
}

REGIONS = {
    *("africa", "america", "the americas", "americas", "antarctica", "apac", "asia", "asia-pacific", "asia pacific"),
    *("australasia", "caribbean", "the caribbean", "central america", "central asia", "central europe", "cis"),
    *("east africa", "east asia", "eastern europe", "emea", "europe", "global", "international", "latam"),
    *("latin america", "mea", "mena", "middle east", "the middle east", "north africa", "north america"),
    *("northern europe", "oceania", "pacific", "south america", "south asia", "southeast asia", "south-east asia"),
    *("southern africa", "southern europe", "sub-saharan africa", "west africa", "western europe", "world"),
    *("worldwide", "the world", "several countries", "multiple", "multiple locations", "various"),
}
# Single places with an “and” in their names.
_ONE_WITH_AND = re.compile(
    r"trinidad and tobago|bosnia and herzegovina|antigua and barbuda|(?:saint|st\.?) kitts and nevis"
    r"|(?:saint|st\.?) vincent and the grenadines|s[aã]o tom[eé] and pr[ií]ncipe|turks and caicos|wallis and futuna"
    r"|newfoundland and labrador|tyne and wear|svalbard and jan mayen|jammu and kashmir|andaman and nicobar"
    r"|(?:saint|st\.?) pierre and miquelon|heard and mcdonald|south georgia and the south sandwich|brighton and hove"
    r"|dumfries and galloway|perth and kinross|argyll and bute|hammersmith and fulham|kensington and chelsea"
)


def subject(words: Words) -> Iterator[Problem]:
    """Yield what is wrong with the name and the base of a profile."""
    if fault := _no_name(words.name.strip()):
        yield Problem(
            "subject-no-organisation",
            f"“{words.name.strip()[:90]}” {fault}. Give the name of the organisation or the incident that the "
            "profile is about; what you have to say of it is a statement.",
        )
    if _no_place(words):
        yield Problem(
            "base-no-place",
            f"“{words.base.strip()[:90]}” is no one place. The base is the one place of its seat; where it is at "
            "work is its region.",
        )


def _no_name(name: str) -> str:
    """Say what a text is, where it is no name; "" where it may be one."""
    if not name:
        return "is empty"
    many = name.split()
    if name.endswith(("?", "？")):
        return "is a question"
    if name.endswith("!") and len(many) > 1:  # a name of one word may cry out: Yahoo!
        return "is a headline"
    if name.endswith((".", "。")) and len(many) > 1 and not _is_shortened(many[-1]):
        return "is a sentence"
    if _OPENINGS.match(name):
        return "is a headline"
    if len(many) > MOST_WORDS:
        return "is too long for a name; a long official one is an alias"
    turns = [name[found.end() :] for found in _TURN.finditer(name)]
    if any(len(clause.split()) > 2 and _says_something(clause) for clause in turns):
        return "is a headline"
    return ""


def _is_shortened(word: str) -> bool:
    return "." in word[:-1] or len(word) == 2 or word[:-1].casefold() in _SHORTENED


def _says_something(clause: str) -> bool:
    """Whether a clause has words that are written small, as sentences have and names and dates mostly do not."""
    small = [word for word in _LOWER_WORD.findall(clause) if word.islower()]
    return len([word for word in small if word not in ("of", "the", "and", "for", "de", "der", "des", "du")]) > 0


def _no_place(words: Words) -> bool:
    base = " ".join(words.base.casefold().split())
    labels = {" ".join(value.label.casefold().split()) for value in words.facets if value.facet == "region"}
    if base in labels | REGIONS:
        return True
    parts = [part.strip() for part in re.split(r",|/|&|;|\band\b", base) if part.strip()]
    if len(parts) > 1 and all(part in labels | REGIONS for part in parts):
        return True
    return " and " in _ONE_WITH_AND.sub("", base)
