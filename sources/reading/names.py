"""Names in a text: how they are folded for comparison, capitalised runs, numbers with units, words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_NOT_WORD = re.compile(r"[^\w]+")
_WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*")
_CAPITAL = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'&\-]*|\d+[A-Z]\w*)"
_RUN = re.compile(rf"{_CAPITAL}(?:[ \u00a0](?:(?:of|de|&)[ \u00a0])?{_CAPITAL}){{0,5}}")
_NUMBER = re.compile(
    r"(?<![\w.])([$€£]?)[ ]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?[ \u00a0-]?"
    r"(k|m|mn|bn|b|thousand|million|billion|trillion|percent|per[ ]cent|%)?(?![\w/])[ \u00a0]?([a-z]{3,20})?",
    re.I,
)
_SCALE = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "b": 10**9,
    "bn": 10**9,
    "billion": 10**9,
    "trillion": 10**12,
}

# Words that begin a sentence with a capital and belong to no name.
_FUNCTION_WORDS = """
    a about above according across after again against all almost along already also although always
    among an and another any are around as at back be because been before behind being below between
    beyond both but by can could despite did do does down during each early either even ever every few
    first for from further get had has have he her here hers him his how however i if in instead into is
    it its just last late later least less like made make many may me meanwhile might more most much
    must my near never new next no none nor not nothing now of off on once one only or other our out
    over own part per perhaps rather same she should since so some soon still such than that the their
    them then there these they this those though three through thus to today together too toward two
    under until up upon us very was we well were what when where whether which while who whose why will
    with within without would yes yet you your said says say according
"""
# Words that are part of names ("Federal Trade Commission") but alone are none.
_PLAIN_WORDS = """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday read more related caption source update updated image
    photo video share follow editor editors note advertisement company companies state federal national
    international business technology security data internet report reports reported people users year
    years week month day time user authority commission agency respondent respondents plaintiff
    plaintiffs defendant defendants pursuant section article dated ordered order matter case court
    public private network legal
"""
_LEGAL_FORM = re.compile(r" (?:ltd|limited|inc|corp|corporation|llc|plc|gmbh|ag|bv|sa)$")
_PARTY = re.compile(r"\b[A-ZÀ-Þ]{5,}(?: [A-ZÀ-Þ]{2,}){0,4}\b")
_HEAD_LINES = 20
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
COMMON = _FUNCTION | frozenset(_PLAIN_WORDS.split())


def name_key(name: str) -> str:
    """Return what a name is compared by: accents, case, punctuation, a leading "the" and an ending "'s" removed.

    Two spellings of one publisher or body have one key. Not for search, nor for aliases of profiles, which keep what
    is removed here."""
    if not name.isascii():  # what is, has no accents; most names are
        name = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    plain = name.casefold()
    plain = re.sub(r"[’']s\b", "", plain)
    plain = re.sub(r"(?<=\w)[.’'](?=\w)", lambda found: "" if found.group() != "." else ".", plain)
    words = [word for word in _NOT_WORD.sub(" ", plain).split() if word]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def words_of(text: str) -> list[str]:
    """Return the words of `text`, case-folded, possessive endings removed."""
    words = [found.group().casefold() for found in _WORD.finditer(text)]
    return [word[:-2] if word.endswith(("'s", "’s")) else word for word in words]


def capitalised_runs(text: str) -> Counter[str]:
    """Return folded names (runs of capitalised words) with their counts.

    Lines in which nearly every word has a capital (headings) count only for names that also stand in running
    text, except for words in capitals in the head, by which orders and filings name their parties; a common word
    alone is no name.
    """
    running: Counter[str] = Counter()
    headings: Counter[str] = Counter()
    for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        for found in _PARTY.finditer(line):
            if name := _trimmed(found.group()):
                running[name] += 1
    for line in text.split("\n"):
        words = line.split()
        if not words:
            continue
        capitals = sum(1 for word in words if word[:1].isupper())
        target = headings if len(words) <= 20 and line[-1:] != "." and capitals >= 0.6 * len(words) else running
        for found in _RUN.finditer(line):
            name = _trimmed(found.group())
            if name:
                target[name] += 1
    for name, count in headings.items():
        if name in running:
            running[name] += count
    return running


def heading_names(text: str, known: Counter[str]) -> set[str]:
    """Return those `known` names that stand in `text`, word for word, whatever the capitals around them."""
    folded = f" {' '.join(words_of(text))} "
    return {name for name in known if f" {name} " in folded}


def numbers_with_units(text: str) -> set[str]:
    """Return amounts in one form: "3000000 photos", "$5000000", "70 %". Bare years and small numbers are left out."""
    found_numbers = set()
    for found in _NUMBER.finditer(text):
        sign, whole, fraction, scale, unit = found.groups()
        value = float(whole.replace(",", "") + (fraction or ""))
        scale = (scale or "").lower()
        if scale in {"%", "percent", "per cent"}:
            found_numbers.add(f"{value:g} %")
            continue
        value *= _SCALE.get(scale, 1)
        if sign:
            found_numbers.add(f"{sign}{value:.0f}")
        elif scale:
            found_numbers.add(f"{value:.0f}")
        elif value >= 10 and not 1900 <= value <= 2100 and unit and unit.lower() not in COMMON:
            found_numbers.add(f"{value:.0f} {unit.lower()}")
    return found_numbers


def _trimmed(run: str) -> str:
    """Return the folded run without common words at its edges; empty where no name is left."""
    words = [word for word in re.split(r"[ \u00a0]+", run) if word]
    while words and name_key(words[0]) in _FUNCTION:
        words = words[1:]
    while words and name_key(words[-1]) in _FUNCTION:
        words = words[:-1]
    name = _LEGAL_FORM.sub("", name_key(" ".join(words)))
    return "" if name in COMMON or len(name) < 2 or name.isdigit() else name
