"""A published page of the seeds, typed into a working file as it stands: every text where its label says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from profiles.editions.words import FacetWords, OutlookWords, SectionWords, Words
from tests.profiles.editions.good_profiles import good_profiles

FACETS = {
    "Category": "category",
    "Region": "region",
    "Content Type": "content-type",
    "Signal Focus": "signal-focus",
    "Primary Domain": "primary-domain",
    "Topic": "topic",
    "Impact": "impact",
}
SECTIONS = {
    "What happened": ("happened", "account"),
    "Why it’s important": ("matters", "analysis"),
    "What It Does": ("does", "account"),
    "Why It Matters": ("matters", "analysis"),
}
COLUMNS = {"Now": "now", "Quarter": "quarter", "Year": "year"}
ENDS = {"At A Glance", "What To Watch", "Member Briefing"}


def typed_in(page: Path) -> Words:
    """The words of the page as a draft. It has no statements, no signature and no dates: the page has none."""
    lines = [line.strip(" •\t") for line in page.read_text(encoding="utf-8").split("\n") if line.strip(" •\t")]
    facets, outlook, bodies = [], [], {}
    open_section = ""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if label := next((one for one in FACETS if line.startswith(one) and line != one and after.endswith(".")), ""):
            value = line.removeprefix(label)
            facets.append(FacetWords(FACETS[label], value.lower().replace(" ", "-"), value, after, ()))
        elif column := next((one for one in COLUMNS if line.startswith(one) and after.endswith(".")), ""):
            outlook.append(OutlookWords(COLUMNS[column], after, line.removeprefix(column), "", "", "", ""))
            open_section = ""
        if line in SECTIONS or line in ENDS:
            open_section = line if line in SECTIONS else ""
        elif open_section:
            bodies[open_section] = [*bodies.get(open_section, []), line]
    base = next(line for line in lines if "Base:" in line).split("Base:")[1].strip()
    profiled = next(line for line in lines if " is profiled by " in line)
    return replace(
        good_profiles()[0],
        name=lines[1],
        summary=lines[2],
        base=base,
        inclusion_reason=profiled,
        byline="",
        reviewer="",
        facets=tuple(facets),
        key_points=(),
        sections=tuple(
            SectionWords(*SECTIONS[heading], "", "\n\n".join(texts), "") for heading, texts in bodies.items()
        ),
        claims=(),
        documents=(),
        publishers=(),
        outlook=tuple(outlook),
    )
