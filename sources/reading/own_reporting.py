"""Signs that the writer asked or looked for themselves."""

from __future__ import annotations

import re

from sources.reading.names import name_key
from sources.reading.sentences import sentences_of
from sources.reading.spans import JUDGED_CHARACTERS, Evidence, Fact

_PAPERS = (
    r"(?:documents?|records?|files?|filings?|e-?mails?|memos?|letters?|contracts?|orders?|transcripts?"
    r"|cop(?:y|ies)|recordings?|messages|screenshots|slides|papers|complaint|presentation)"
)
_US = r"(?:us|this (?:newspaper|publication|website|newsroom|magazine|newsletter|reporter))"
_SIGNS = (
    (
        re.compile(
            (
                rf"\b(?:told|tells|spoke (?:to|with)|confirmed to|wrote to|said to|interview with|statement to"
                rf"|e-?mail to) {_US}\b(?! (?:to|that we|how to)\b)"
            )
        ),
        "someone spoke to the writer",
    ),
    (
        re.compile(
            rf"\b[Ww]e (?:have |had |also )?(?:reviewed|obtained|seen|saw|examined|read|viewed"
            rf"|inspected) (?:the |a |an |some |several |internal |these |those |\w+ ){{0,4}}{_PAPERS}\b"
        ),
        "the writer read the papers",
    ),
    (
        re.compile(
            rf"\b{_PAPERS} (?:that (?:were|was) )?(?:seen|reviewed|obtained|viewed|examined"
            rf"|read) by {_US}\b"
        ),
        "the writer read the papers",
    ),
    (
        re.compile(
            r"\b[Ww]e (?:asked|contacted|interviewed|spoke (?:to|with)|visited|reached out to"
            r"|called) [A-Z]\w+"
        ),
        "the writer asked",
    ),
    (re.compile(r"\brespond(?:ed)? to (?:our|my) (?:request|questions|inquir|quer)"), "the writer asked"),
)
_BY_NAME = (
    rf"\b(?:told|tells|spoke (?:to|with)|confirmed to|interview with|statement to|{_PAPERS} (?:seen"
    rf"|reviewed|obtained|viewed|examined) by|respond(?:ed)? to) (?:the )?{{name}}\b"
)


def own_reporting_in(text: str, *, publisher: str = "") -> tuple[Fact[str], ...]:
    """Return the signs of own reporting, outside quotation marks; with `publisher` also those that name it.

    "Documents reviewed by multiple sources" or "told reporters" are none. The first 200,000 characters are judged.
    """
    signs = list(_SIGNS)
    if name_key(publisher):
        plain = re.escape(re.sub(r"^the ", "", publisher, flags=re.I))
        signs.append((re.compile(_BY_NAME.replace("{name}", plain), re.I), f"{publisher} did so itself"))
    found = []
    for sentence in sentences_of(text[:JUDGED_CHARACTERS]):
        for form, meaning in signs:
            match = form.search(sentence.content)
            if match and not _in_quotes(sentence.content, match.start()):
                start = sentence.start + match.start()
                evidence = Evidence(match.group(), start, start + len(match.group()))
                found.append(Fact(match.group(), evidence, f"“{match.group()}”: {meaning}."))
                break
    return tuple(found)


def _in_quotes(content: str, position: int) -> bool:
    before = content[:position]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
