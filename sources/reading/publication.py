"""Who published a text file, and on what day: by what it says of itself."""

from __future__ import annotations

import re
from datetime import date

from sources.reading.bodies import bodies_in, body_name
from sources.reading.dates import days_in
from sources.reading.headings import Head, is_related
from sources.reading.names import name_key
from sources.reading.outlets import standard_name
from sources.reading.spans import Evidence, Fact, Line, cut_from, lines_of

_TEAM = (
    r"(?:Editorial Team|Editorial Staff|Editorial Board|Staff Writers?|Staff Reporters?|Staff|Newsroom|News Desk"
    r"|News Team|Editors|Team|Desk)"
)
_TEAM_BYLINE = re.compile(rf"^(?:the\s+)?(?P<name>[^,|·]{{2,60}}?)\s+{_TEAM}$", re.I)
_OUTLET_AFTER = re.compile(r"^[^,|·]{3,60}\s*[,|·]\s*(?P<name>(?:The\s+)?[A-Z][\w.&’'-]*(?:\s+[A-Z][\w.&’'-]*){0,4})$")
_ABOUT_TEAM = re.compile(rf"\bThe (?P<name>[A-Z0-9][\w.&’'-]*(?: [A-Z0-9][\w.&’'-]*){{0,4}}?) {_TEAM} (?:is|are)\b")
_SITE_PATH = re.compile(
    r"(?<![\w.])(?P<name>[A-Z0-9][\w.&’'-]*(?: [A-Z0-9][\w.&’'-]*){0,3}) "
    r"(?:offers|provides|publishes|covers|maintains|has|hosts)\b"
    r"[^.\n]{0,120}?\s(?P<path>/[a-z][a-z0-9-]{2,60}(?:/[a-z0-9-]{1,60}){0,4})(?=[\s,.;)])"
)
_PROFILED = re.compile(r"\bis (?:profiled|tracked|published) by (?P<name>[A-Z][\w&’'-]*(?: [A-Z][\w&’'-]*){0,3})")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|Copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?:by\s+)?(?P<name>(?:The\s+)?[A-Z](?:[\w&’'-]|\.(?=\w))*(?:\s[A-Z](?:[\w&’'-]|\.(?=\w))*){0,4})"
)
_CONTACT = re.compile(
    r"\b(?:hello|hi|contact|editors?|editorial|info|news|newsroom|newsdesk|tips|press|team|office|letters|corrections|support)"
    r"@(?P<domain>[a-z0-9](?:[a-z0-9-]{0,62}\.){1,4}[a-z]{2,24})\b",
    re.I,
)
_CONTACT_WORDS = re.compile(
    r"\b(?:reach|contact|write|e-?mail|send|tips?|corrections?|questions|subscribe|get in touch)\b", re.I
)
_TITLE_SUFFIX = re.compile(r"\s(?:\||–|—|-|::)\s(?P<name>(?:The\s)?[A-Z0-9][\w.&’'-]*(?:\s[A-Z0-9][\w.&’'-]*){0,3})$")
_DATED = re.compile(
    r"^(?:dated|issued|entered|filed|published|posted|released|date|signed|ordered)\b"
    r"(?:\s+(?:and entered|on|at [A-Z]\w+,?))?\s*:?",
    re.I,
)
_DATELINE = re.compile(r"^[A-Z][A-Za-z .,’'-]{2,40}[,(]?\s")
_RIGHTS = re.compile(r"\s*(?:All rights.*|Inc\.?|Ltd\.?|LLC|GmbH)?\.?$", re.I)


def publisher_of(text: str, head: Head, *, is_filing: bool) -> tuple[Fact[str] | None, Fact[str] | None]:
    """Return the publisher's name and its domain, each with the words that show it; None where nothing does.

    In this order: a field "Publisher:", the head of an order, a team's byline, what the text says of its own
    team, a profile's own sentence, a path of its own site, a copyright line, the end of the title.
    """
    domain = _contact_domain(text)
    name = (
        _from_fields(head)
        or (_from_filing(text) if is_filing else None)
        or _from_byline(head)
        or _by_pattern(text, _ABOUT_TEAM, "The text says who its own editors are.")
        or _by_pattern(text, _PROFILED, "The page says by whom it is made.")
        or _by_pattern(text, _SITE_PATH, "It speaks of a page by its bare path, which only its own site can do.")
        or _from_copyright(text)
        or _from_title(head)
    )
    return name, domain


def published_on(text: str, head: Head, *, latest: date) -> tuple[Fact[date] | None, tuple[str, ...]]:
    """Return the day of publication: in the head, on a line that says so at the end, or in a dateline.

    A day after `latest` (the day we got the file) is no day of publication and is noted.
    """
    notes = []
    for line, reason in _dated_lines(text, head):
        for found in days_in(line.content):
            quote = cut_from(text, line.start + found.start, line.start + found.end)
            if found.day > latest:
                notes.append(f"“{quote.quote}” is after the day the file came, so it was not taken as its date.")
                continue
            return Fact(found.day, quote, reason), tuple(notes)
    return None, tuple(notes)


def title_alone(title: Fact[str] | None, publisher: Fact[str] | None) -> Fact[str] | None:
    """Return the title without the publisher's name at its end ("Title | Outlet")."""
    found = _TITLE_SUFFIX.search(title.value) if title else None
    if title is None or publisher is None or found is None or title.evidence.start is None:
        return title
    if name_key(standard_name(found["name"])) != name_key(publisher.value):
        return title
    start = title.evidence.start
    value = title.value[: found.start()]
    return Fact(value, Evidence(value, start, start + len(value)), title.reason)


def _dated_lines(text: str, head: Head) -> list[tuple[Line, str]]:
    found = [
        (Line(fact.value, fact.evidence.start or 0, fact.evidence.end or 0), fact.reason)
        for name in ("date", "published", "publication date")
        if (fact := head.fields.get(name))
    ]
    found += [
        (line, "It stands in the head of the text.")
        for line in head.lines
        if len(line.content) <= 160 and (head.title is None or line.content != head.title.value)
    ]
    lines = lines_of(text)
    body = [line for line in lines if line.start >= head.body_start][:1]
    for line in body:
        start = _DATELINE.match(line.content)
        if start:
            found.append((Line(line.content[:90], line.start, line.start + 90), "It stands in the dateline."))
    for line in lines[-12:]:
        if len(line.content) <= 200 and _DATED.match(line.content):
            found.append((line, "A line at the end gives it."))
    return found


def _from_fields(head: Head) -> Fact[str] | None:
    for name in ("publisher", "outlet", "site", "website"):
        fact = head.fields.get(name)
        if fact and not fact.value.startswith("http"):
            return Fact(standard_name(fact.value[:200]), fact.evidence, fact.reason)
    return None


def _from_filing(text: str) -> Fact[str] | None:
    """The body whose name stands first in the head of an order."""
    for line in lines_of(text[:1_500])[:12]:
        titled = line.content.title() if line.content.isupper() else line.content
        titled = (
            titled.replace(" Of ", " of ").replace(" And ", " and ").replace(" For ", " for ").replace(" The ", " the ")
        )
        forms = bodies_in(titled, {})
        whole = [form for form in forms if len(form) >= 0.6 * len(titled.strip())]
        if whole:
            name = body_name(forms[max(whole, key=len)])
            return Fact(name, Evidence(line.content, line.start, line.end), "It stands in the head of the document.")
    return None


def _from_byline(head: Head) -> Fact[str] | None:
    if head.byline is None:
        return None
    value = head.byline.value
    team = _TEAM_BYLINE.match(value)
    if team:
        return Fact(
            standard_name(team["name"]), head.byline.evidence, "The byline names the editors of this publisher."
        )
    after = _OUTLET_AFTER.match(value)
    if after and not re.search(
        r"\b(?:Writer|Reporter|Editor|Correspondent|Contributor|Author|PhD|Staff)\b", after["name"]
    ):
        return Fact(standard_name(after["name"]), head.byline.evidence, "It follows the author in the byline.")
    return None


def _by_pattern(text: str, form: re.Pattern[str], reason: str) -> Fact[str] | None:
    for found in form.finditer(text):
        name = standard_name(found["name"])
        if name_key(name) and name_key(name) not in {"we", "it", "this", "company", "our"}:
            return Fact(name, cut_from(text, found.start(), min(found.end(), found.start() + 300)), reason)
    return None


def _from_copyright(text: str) -> Fact[str] | None:
    for line in lines_of(text)[-15:]:
        found = _COPYRIGHT.search(line.content) if len(line.content) < 300 else None
        if found:
            name = _RIGHTS.sub("", found["name"]).strip()
            if name and not re.match(r"(?:Getty|Shutterstock|Images?)\b", name):
                start = line.start + found.start()
                return Fact(
                    standard_name(name), cut_from(text, start, line.start + found.end()), "The copyright line names it."
                )
    return None


def _from_title(head: Head) -> Fact[str] | None:
    """ "Title | Outlet"; after a plain dash only where it looks like an outlet, since titles have dashes too."""
    if head.title is None or head.title.evidence.start is None:
        return None
    found = _TITLE_SUFFIX.search(head.title.value)
    if not found or (
        "|" not in found.group()
        and not re.search(r"\b(?:Times|Post|News|Herald|Journal|Register|Wire|Daily)$", found["name"])
    ):
        return None
    start = head.title.evidence.start + found.start("name")
    return Fact(
        standard_name(found["name"]),
        Evidence(found["name"], start, start + len(found["name"])),
        "The title ends with it.",
    )


def _contact_domain(text: str) -> Fact[str] | None:
    """The domain of the publisher's own contact address, in a sentence that invites to write."""
    for line in lines_of(text)[-12:]:
        if is_related(line.content):
            continue
        for found in _CONTACT.finditer(line.content):
            around = line.content[max(0, found.start() - 60) : found.start()]
            if _CONTACT_WORDS.search(around) or len(line.content) < 80:
                evidence = cut_from(text, line.start + found.start(), line.start + found.end())
                return Fact(found["domain"].lower(), evidence, "It is the address under which its editors are reached.")
    return None
