"""Whether a document is a page of our own kind: a published profile, which is no evidence for a profile."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.reading.spans import Evidence, lines_of

# Sections and labels that such pages have, each a line of its own. A label may run into its value
# ("RegionEurope"), as happens when a page is copied as text.
_HEADINGS = {
    "at a glance": 'a section "At a glance"',
    "what it does": 'a section "What it does"',
    # Articles have these three too, so together they are one mark.
    "why it matters": "the sections of an event page",
    "what to watch": 'a section "What to watch"',
    "what happened": "the sections of an event page",
    "why it's important": "the sections of an event page",
    "member briefing": 'a section "Member briefing"',
    "deeper profile context": "a section for members",
    "only for strategy circle": "a section for a tier of members",
    "only for strategic circle": "a section for a tier of members",
    "only for leadership alliance": "a section for a tier of members",
    "all companies": "a link back to the list of companies",
}
_LABELS = (
    ("category", re.compile(r"^Category(?:\s*[:|]\s*|\s?(?=[A-Z]))[A-Z]")),
    ("region", re.compile(r"^Region(?:\s*[:|]\s*|\s?(?=[A-Z]))[A-Z]")),
    ("signal focus", re.compile(r"^Signal Focus(?:\s*[:|]\s*|\s?(?=[A-Z]))[A-Z]", re.I)),
    ("content type", re.compile(r"^Content Type(?:\s*[:|]\s*|\s?(?=[A-Z]))[A-Z]", re.I)),
    ("primary domain", re.compile(r"^Primary Domain(?:\s*[:|]\s*|\s?(?=[A-Z]))[A-Z]", re.I)),
    ("impact", re.compile(r"^Impact(?:\s*[:|]\s*|\s?(?=[A-Z]))(?:Low|Medium|High|Critical)\b")),
    ("confidence grade", re.compile(r"^Confidence\b.{0,20}\bGrade\b", re.I)),
    ("bands of confidence", re.compile(r"^[01]\.\d{2}\s*[–—-]\s*[01]\.\d{2}\s*[|,\s]*[A-D]")),
    ("a limited confidence", re.compile(r"^(?:Limited|High|Medium|Low|Strong) confidence \(\d{1,3}\s?%\)", re.I)),
    (
        "what it is profiled for",
        re.compile(r"\bis (?:tracked|profiled) (?:as|by)\b.{1,120}\b(?:infrastructure|profile)", re.I),
    ),
    ("profile focus", re.compile(r"^(?:[•*-]\s*)?Profile focus\s*:", re.I)),
)
NEEDED = 4


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The verdict, its reason in one sentence, and the lines that decided."""

    is_own_kind: bool
    reason: str
    evidence: tuple[Evidence, ...]


def own_page(text: str) -> OwnPage:
    """Tell a published profile from an article: at least four different markers, each standing as a heading or
    label. An article that only speaks of such sections in a sentence has none."""
    marks: dict[str, Evidence] = {}
    for line in lines_of(text):
        if len(line.content) > 200:
            continue
        plain = line.content.replace("’", "'").strip("#*= ").casefold()
        name = _HEADINGS.get(plain.rstrip(":").removeprefix("← back").strip(), "")
        if not name:
            name = next((f"a label for {label}" for label, form in _LABELS if form.search(line.content)), "")
        if name and name not in marks:
            marks[name] = Evidence(line.content, line.start, line.end)
    if len(marks) < NEEDED:
        return OwnPage(False, f"It has {len(marks)} of the marks of a published profile; {NEEDED} are needed.", ())
    shown = ", ".join(list(marks)[:5])
    return OwnPage(
        True,
        f"It is a published profile, a page of our own kind, and no evidence: it has {shown}"
        + (f" and {len(marks) - 5} more such marks." if len(marks) > 5 else "."),
        tuple(marks.values()),
    )
