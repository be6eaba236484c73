"""What was recognised in a document, as it is kept beside it: plain JSON, each finding with its quote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sources.models import Document
from sources.reading.describing import Description
from sources.reading.document import ReadDocument
from sources.reading.spans import Evidence


def findings_of(read: ReadDocument) -> list[dict[str, Any]]:
    """Return the findings of a read document, in the order in which an editor wants to see them.

    Each has `what`, `value`, `reason`, and, where words show it, `quote`, `place`, `start` and `end` (offsets in the
    text; null for the markup of a page).
    """
    found = [_finding("kind", read.kind, read.kind_reason, None)]
    for what, fact in (
        ("title", read.title),
        ("byline", read.byline),
        ("publisher", read.publisher),
        ("domain", read.domain),
        ("published", read.published),
    ):
        if fact:
            found.append(_finding(what, str(fact.value), fact.reason, fact.evidence))
    for item in read.attributions:
        what = "figure from" if item.is_statistic else "names as source"
        found.append(_finding(what, item.name, item.reason, item.evidence))
    found += [_finding("mentions", each.title, each.reason, each.evidence) for each in read.filings]
    found += [_finding("own reporting", sign.value, sign.reason, sign.evidence) for sign in read.own_reporting]
    found += [_finding("own page", "", "A mark of a published profile.", each) for each in read.own_page.evidence]
    for link in read.links:
        evidence = Evidence(link.words, link.start, link.end, "text" if link.start is not None else "link")
        found.append(_finding("link", link.address, "The page links to it.", evidence))
    found += [_finding("note", note, note, None) for note in read.notes]
    return found


def links_in(findings: Iterable[dict[str, Any]]) -> list[tuple[str, Evidence | None]]:
    """Return the links among stored findings, each with its evidence."""
    links: list[tuple[str, Evidence | None]] = []
    for each in findings:
        if each.get("what") == "link":
            start, end = each.get("start"), each.get("end")
            evidence = Evidence(each["quote"], start, end) if start is not None and end is not None else None
            links.append((each["value"], evidence))
    return links


def recognised(read: ReadDocument, *, title: str) -> Description:
    """Return how a document is described by its text; `title` as it would be stored, "" where none was found."""
    return Description(
        kind=read.kind,
        title=title,
        byline=read.byline.value[:200] if read.byline else "",
        own_reporting=bool(read.own_reporting),
        is_evidence=not read.own_page.is_own_kind,
        no_evidence_reason=read.own_page.reason if read.own_page.is_own_kind else "",
    )


def recognised_in(findings: Iterable[dict[str, Any]], *, title: str) -> Description:
    """Return the description that stored findings were given with; the default one where there are none."""
    by_what: dict[str, dict[str, Any]] = {}
    for each in findings:
        by_what.setdefault(str(each.get("what")), each)
    kind = by_what.get("kind", {"value": Description().kind, "reason": ""})
    is_own_kind = kind["value"] == "page"  # nothing else is read as a page
    return Description(
        kind=kind["value"],
        title=title,
        byline=by_what["byline"]["value"][:200] if "byline" in by_what else "",
        own_reporting="own reporting" in by_what,
        is_evidence=not is_own_kind,
        no_evidence_reason=kind["reason"] if is_own_kind else "",
    )


def description_of(document: Document) -> Description:
    """Return how a document is described now, by whoever has described it."""
    return Description(
        kind=document.kind,
        title=document.title,
        byline=document.byline,
        own_reporting=document.shows_own_reporting,
        is_evidence=document.is_evidence,
        no_evidence_reason=document.no_evidence_reason,
    )


def _finding(what: str, value: str, reason: str, evidence: Evidence | None) -> dict[str, Any]:
    finding: dict[str, Any] = {"what": what, "value": value, "reason": reason}
    if evidence:
        finding |= {"quote": evidence.quote, "place": evidence.place, "start": evidence.start, "end": evidence.end}
    return finding
