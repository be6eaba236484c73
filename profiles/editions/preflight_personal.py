"""Private details of people, which have no place on a profile: ways to reach them, birth, home, family, papers. Pure.

It looks for forms, not for people: a name beside an office is public, a name beside a birthday is not. It would
rather miss one than take an AS number, a date, an address range or a price for a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.editions.problem import Problem
from profiles.editions.sealing import texts_of
from profiles.editions.words import Words

# Mailboxes of a post and not of a person; “noc-team@” and “press.office@” are such too.
ROLES = frozenset(
    "abuse accounts admin administrator arp billing bgp careers cert communications compliance contact contacts "  # noqa: SIM905
    "contracts corporate csirt customer customers cyber dataprotection desk dns domain domains dpo editor editors "
    "editorial enquiries events feedback finance frontdesk general git hello help helpdesk hostmaster hr hq incident "
    "incidents info information inquiries international investor investors invest ipadmin ip ir it jobs kontakt legal "
    "lir list lists mail marketing media member members membership network news newsroom noc office operations ops "
    "orders partners peering postmaster pr press privacy procurement psirt recruiting reception registrar registry "
    "relations role routing rpki sales secretariat security service services soc staff subscriptions support team "
    "tech technical tender tenders trouble webmaster web whois".split()
)
_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}://\S+", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})(?:@|\s?[\[(]at[\])]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")

_PERSON = (
    r"(?:\b(?:[Hh]e|[Ss]he|[Ww]ho)|\b(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+\w{1,40}"
    r"|\b(?!The\b|An?\b|Its?\b)(?P<who>[A-Z][\w'’-]{1,30}(?:\s+[A-Z][\w'’.-]{0,30}){1,3}))"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NOUN = r"(?:man|woman|mother|father|engineer|founder|director|manager|executive|employee|lawyer|chief|president)"
_KIN = r"(?:wife|husband|spouse|fianc[eé]e?|children|child|kids|sons?|daughters?|grandchildren)"
# What was found is told by these words; those with a name in them are checked against the organisations we know.
_LIFE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("when or where somebody was born", re.compile(rf"{_PERSON}\s+(?:was|were)\s+born\s+(?:on|in|at)\b")),
    (
        "when or where somebody was born",
        re.compile(rf"\(born\s+(?:on\s+|in\s+)?(?:\d|{_MONTH})|,\s+born\s+on\s+(?:\d|{_MONTH})|\bdate of birth\b"),
    ),
    (
        "somebody's age",
        re.compile(
            rf"(?:[,(]\s*|\b{_NOUN}\s+)aged\s+[1-9]\d\b(?!\s*(?:%|years|months|weeks|days|hours|and|or|to)\b)"
            rf"|\b[1-9]\d-year-old\s+(?:\w{{1,20}}\s+)?{_NOUN}\b"
        ),
    ),
    ("somebody's age", re.compile(rf"{_PERSON},?\s+(?:is\s+|was\s+)?aged\s+[1-9]\d\b(?!\s*(?:%|years|months|days))")),
    ("where somebody lives", re.compile(rf"{_PERSON}\s+(?:lives|lived|resides|resided)\s+(?:at|in|on|near)\b")),
    (
        "where somebody lives",
        re.compile(r"\b(?:his|her)\s+(?:private\s+|family\s+)?(?:home|house|flat|apartment|home address)\b", re.I),
    ),
    (
        "somebody's family",
        re.compile(
            rf"\b(?:his|her|their)\s+(?:\w{{1,20}}\s+)?{_KIN}\b|\b(?:his|her)\s+(?:mother|father|brother|sister)\b",
            re.I,
        ),
    ),
    (
        "a personal number",
        re.compile(
            r"\b(?i:passport|national insurance|social security|national identity|identity card|personal identity"
            r"|driving licence|driver.?s license)\s+(?:card\s+)?(?:number|no\.?|#)?\s*:?\s*"
            r"[A-Z]{0,3}[ -]?\d[\d -]{3,20}[A-Z]?\b"
            r"|(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-])"
            r"|(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"
            r"|\b(?!AS)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
        ),
    ),
)
_PHONE = re.compile(
    r"(?<![\w.,/:+-])(?:"
    r"(?P<abroad>\+[1-9][\d ().-]{7,22}\d)"  # +31 20 555 0100
    r"|(?P<home>0\d{1,4}[ -]\d{3,4}[ -]?\d{3,4})"  # 020 7946 0958
    r"|(?P<american>\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})"
    r")(?![\w/-]|[.,:]\d)"
)
_LABELLED = re.compile(
    r"\b(?:tel|telephone|phone|mobile|fax|whatsapp)(?:\s+(?:number|no))?\.?\s*[:.]\s*(?P<number>\(?\d[\d ()-]{5,20}\d)"
    r"(?![\w/]|[.,:]\d)",
    re.IGNORECASE,
)
# “The London Exchange was born in 1994”: people have no article.
_OF_A_THING = re.compile(r"\b(?:the|an?|its?|our)\s$", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_THOUSANDS = re.compile(r"\+\d{1,3}(?:[ .]000)+")


def personal(words: Words) -> Iterator[Problem]:
    """Yield the private details in any text of a profile; the texts of web addresses are left out."""
    known = {name.casefold() for name in _organisations(words)}
    told = set()
    for text in texts_of(words):
        for what, found in private_details(text, known):
            if (what, found) not in told:
                told.add((what, found))
                yield Problem(
                    "personal-data",
                    f"“{found[:60]}” tells {what}. A profile says what people do in office and no more: take it out, "
                    "or name the post instead.",
                )


def private_details(text: str, organisations: set[str] | frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield (what it tells, the words that do) for each private detail in `text`.

    `organisations` are names in small letters that are known not to be people's.
    """
    text = _URL.sub(" ", text)
    for found in _MAIL.finditer(text):
        if not ROLES & {re.sub(r"\d+$", "", part) for part in re.split(r"[.+_-]", found.group(1).casefold())}:
            yield "somebody's mail address", found.group()
    for found in _PHONE.finditer(text):
        if _is_phone(found.group()):
            yield "a telephone number", found.group()
    for found in _LABELLED.finditer(text):
        number = found.group("number")
        if not _DAY.search(number) and sum(map(str.isdigit, number)) > 6 and not _PHONE.search(found.group()):
            yield "a telephone number", found.group()
    told: set[tuple[str, int]] = set()  # two forms may find one thing; both end where it ends
    for what, form in _LIFE:
        for found in form.finditer(text):
            if (what, found.end()) in told:
                continue
            who = (found.groupdict().get("who") or "").casefold()
            if who and (_OF_A_THING.search(text, 0, found.start()) or any(_same(who, name) for name in organisations)):
                continue
            told.add((what, found.end()))
            yield what, found.group().strip(" ,(")


def _same(who: str, name: str) -> bool:
    return who in name or name in who


def _is_phone(number: str) -> bool:
    return 9 <= sum(map(str.isdigit, number)) <= 15 and not _DAY.search(number) and not _THOUSANDS.fullmatch(number)


def _organisations(words: Words) -> Iterator[str]:
    yield words.name
    yield from (alias.text for alias in words.aliases if len(alias.text) > 2)
    yield from (publisher.name for publisher in words.publishers)
    yield from (tie.other_name for tie in words.dependencies if tie.other_name)
