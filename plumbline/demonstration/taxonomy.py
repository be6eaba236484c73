"""The terms of every facet, in the order of the lists. Editors can change every list later."""

from __future__ import annotations

LEVELS = (("low", "Low"), ("medium", "Medium"), ("high", "High"))
TERMS: dict[str, tuple[tuple[str, str], ...]] = {
    "category": (
        ("company", "Company"),
        ("registry", "Registry"),
        ("exchange", "Exchange"),
        ("regulator", "Regulator"),
        ("standards-body", "Standards body"),
        ("incident", "Incident"),
    ),
    "region": (
        ("africa", "Africa"),
        ("asia-pacific", "Asia-Pacific"),
        ("europe", "Europe"),
        ("latin-america", "Latin America"),
        ("middle-east", "Middle East"),
        ("north-america", "North America"),
        ("global", "Global"),
    ),
    "content-type": (
        ("profile", "Profile"),
        ("incident-report", "Incident report"),
        ("event-note", "Event note"),
    ),
    "signal-focus": (
        ("network-operator", "Network operator"),
        ("data-centre", "Data centre"),
        ("content-delivery", "Content delivery"),
        ("cloud", "Cloud"),
        ("exchange", "Exchange"),
        ("registry", "Registry"),
        ("dns", "DNS"),
        ("subsea-cable", "Subsea cable"),
        ("address-market", "Address market"),
        ("ai-platform", "AI platform"),
        ("governance", "Governance"),
    ),
    "primary-domain": (
        ("operations", "Operations"),
        ("governance", "Governance"),
        ("security", "Security"),
        ("market", "Market"),
        ("regulation", "Regulation"),
    ),
    "topic": (
        ("acquisitions", "Acquisitions"),
        ("data-provenance", "Data provenance"),
        ("interconnection", "Interconnection"),
        ("ipv4-run-out", "IPv4 run-out"),
        ("membership", "Membership"),
        ("public-resolvers", "Public resolvers"),
        ("resilience", "Resilience"),
        ("root-servers", "Root servers"),
        ("routing", "Routing"),
    ),
    "impact": (*LEVELS, ("critical", "Critical")),
    "operational-criticality": (*LEVELS, ("critical", "Critical")),
    "time-horizon": (
        ("weeks", "Weeks"),
        ("next-quarter", "Next quarter"),
        ("next-year", "Next year"),
        ("several-years", "Several years"),
    ),
    "policy-sensitivity": LEVELS,
    "priority": LEVELS,
}
