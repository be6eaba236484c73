"""What readers see instead of the words that the program uses."""

from __future__ import annotations

import re
from datetime import date

# The small mark of a profile (profiles.editions.indexing.mark_of).
MARKS = {"invented": "Invented organisation of the demonstration", "unchecked": "Not yet checked by this installation"}
FACET_NAMES = {
    "category": "Category",
    "region": "Region",
    "content-type": "Content type",
    "signal-focus": "Signal focus",
    "primary-domain": "Primary domain",
    "topic": "Topic",
    "impact": "Impact",
    "operational-criticality": "Operational criticality",
    "time-horizon": "Time horizon",
    "policy-sensitivity": "Policy sensitivity",
    "priority": "Priority",
    "band": "Confidence",
}

# The Admiralty grades in words. F is no judgement at all, and is never shown as a low one.
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability not known",
}

UNKNOWN = "publisher not known"

DIRECTNESS = {
    "primary": "the document itself",
    "secondary": "own reporting",
    "tertiary": "repeats another report",
}

# Kinds of statement: they age differently.
CLAIM_KINDS = {
    "event": "Something that happened",
    "identity": "What somebody is",
    "status": "Who or what somebody has now",
    "metric": "A figure",
    "operational": "A figure of the day",
}

TIES = {
    "supplies": "supplies",
    "owns": "owns",
    "invested": "invested in",
    "regulates": "regulates",
    "connects": "connects",
    "hosts": "hosts",
    "succeeds": "succeeds",
}

HORIZONS = {"now": "Now", "quarter": "This quarter", "year": "This year"}
# Which of the profile's facets rates each column of "What to watch".
HORIZON_FACETS = {"now": "priority", "quarter": "policy-sensitivity"}
OUTCOMES = {"happened": "It happened", "did-not": "It did not happen", "unknown": "We could not find out"}
IMPACT_LEVELS = {"low": 1, "medium": 2, "high": 3, "critical": 4}
PLACES = {"does": "What it does", "happened": "What happened", "matters": "Why it matters"}


def day(value: date) -> str:
    """A date as readers see it: 20 November 2026."""
    return f"{value.day} {value:%B} {value.year}"


def when(value: date, precision: str) -> str:
    """A date as far as it is known: "2014", "April 2026" or "20 November 2026"."""
    return {"year": f"{value.year}", "month": f"{value:%B} {value.year}"}.get(precision, day(value))


def span(text: str) -> str:
    """A range with an en dash: "0.35-0.54" becomes "0.35–0.54"."""
    return text.replace("-", "–")


def curly(text: str) -> str:
    """The same words with quotation marks as they are printed."""
    return re.sub(r'"([^"]*)"', r"“\1”", text)


def count(number: int, thing: str, many: str = "") -> str:
    """A number with its thing: "1 document", "4 documents"."""
    return f"{number:,} {thing if number == 1 else many or thing + 's'}"
