"""The types of event and the words that tell them, and the words for how far an event has come.

The types are those of signals.md. A rule needs its own words and, where given, a role word besides, so that "a
settlement of fishermen" is no enforcement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventRule:
    """`strong` phrases count 2, `weak` ones 1; where `role` is given, at least one of its words must stand there."""

    kind: str
    label: str
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    role: re.Pattern[str] | None = None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.I)


RULES: tuple[EventRule, ...] = (
    EventRule(
        "outage",
        "Outage",
        _words(
            r"outages?|went (?:down|offline|dark)|service disruptions?|knocked (?:offline|out)"
            r"|network failure|downtime|blackout of (?:service|internet)|(?:cable|fibre|fiber) cuts?"
        ),
        _words(
            r"disrupt(?:ed|ion|ions)|unreachable|restored?|post-?mortem|incident report|degraded"
            r"|unavailable|connectivity"
        ),
    ),
    EventRule(
        "acquisition",
        "Acquisition",
        _words(
            r"acquires?|acquired|acquisitions?|to acquire|take-?over|merges? with|mergers?"
            r"|buys (?:out )?(?-i:[A-Z])\w+|bought by|agreed to buy|purchase of"
        ),
        _words(r"deal|stake|shareholders|buy-?out|bid|valuation|closing conditions|all-cash|transaction"),
        _words(
            r"compan(?:y|ies)|firm|deal|million|billion|shareholders|business|operator|assets|shares"
            r"|\$\d+|provider|unit|stake"
        ),
    ),
    EventRule(
        "governance",
        "Governance",
        _words(
            r"board elections?|elects? (?:a )?(?:new )?board|bylaws|governance (?:reform|review|crisis"
            r"|dispute)|policy proposal|accountability review|annual general meeting"
            r"|special general meeting|membership vote|receivership|policy development process"
        ),
        _words(
            r"members? vote|resolution|charter|mandate|community consultation|quorum|board"
            r"|multi-?stakeholder|election"
        ),
    ),
    EventRule(
        "regulation",
        "Regulation or enforcement",
        _words(
            r"settlements?(?= (?:with|agreement|requires?|reached|over|that|terms))|(?:(?-i:[A-Z]{2,6})"
            r"|commission|authority|regulator|agency|regulatory) (?:settlement|order|ruling|fine"
            r"|intervention|investigation|decision)|settle[sd]?|consent (?:order|decree)"
            r"|fine[sd] (?:by|for|of|(?-i:[A-Z])\w+)|fines? of|ordered (?:by|to)|enforcement action|antitrust"
            r"|sues|sued|lawsuit|penalt(?:y|ies)|violat(?:ed|ions?) of|court order|sanction(?:s|ed)"
            r"|ban(?:s|ned)? (?:by|on)"
        ),
        _words(
            r"regulators?|regulatory|commission|court documents|court filings|federal agency|FTC|FCC"
            r"|SEC|DOJ|investigation|compliance|complaint|watchdog|ruling|privacy law|order|fined?"
        ),
        _words(
            r"regulators?|regulatory|commission(?:er)?|authority|courts?|agency|FTC|FCC|SEC|DOJ|ICO"
            r"|CNIL|watchdog|judge|ministry|government|Ofcom|tribunal|attorney general|antitrust"
        ),
    ),
    EventRule(
        "ipv4_market",
        "IPv4 market",
        _words(
            r"IPv4 (?:market|prices?|address(?:es)? (?:sales?|transfers?|leas\w+|block)|transfers?"
            r"|leasing|brokers?|block)|address (?:transfers?|leasing|brokers?)|(?:sells?|sold|buys?"
            r"|bought|leas\w+) (?:\w+ ){0,4}IPv4|/(?:8|9|1\d|2[0-4]) block"
        ),
        _words(r"IPv4|address space|price per (?:IP|address)|RIR|transfer policy|exhaustion"),
    ),
    EventRule(
        "data_centre",
        "Data centre",
        _words(
            r"(?:opens?|builds?|to build|plans?|breaks ground|construction|expand\w*|launch\w*"
            r"|approved?) (?:[\w-]+ ){0,6}?(?:data ?cent(?:re|er)s?|campus|availability zone)|(?:new"
            r"|hyperscale) data ?cent(?:re|er)s?|data ?cent(?:re|er) (?:campus|project|construction"
            r"|opening|expansion)"
        ),
        _words(
            r"data ?cent(?:re|er)s?|megawatts?|\d+ ?MW|colocation|square (?:feet|metres|meters)"
            r"|substation|cooling"
        ),
    ),
    EventRule(
        "leadership",
        "Leadership",
        _words(
            r"(?:appoints?|appointed|names?|named|hires?|promotes?|elevates) (?:[\w.-]+ ){0,6}?(?:CEO"
            r"|chief [\w-]+(?: [\w-]+)? officer|president|chair(?:man|woman|person)?|managing director"
            r"|director general|CTO|CFO|COO|head)|(?:CEO|chief executive|president|chair(?:man|woman)?"
            r"|CTO|CFO|director general) (?:[\w.]+ ){0,3}?(?:resigns?|resigned|steps? down"
            r"|stepped down|quits?|departs?|leaves|ousted|retires?|appointed)|steps down as|new (?:CEO"
            r"|chief executive)|succeeds? \w+ (?:\w+ )?as"
        ),
        _words(r"CEO|chief executive|successor|interim|board of directors|executive team|resignation"),
    ),
    EventRule(
        "security",
        "Security incident",
        _words(
            r"data breach|breach(?:es|ed)?|hacked|hackers?|ransomware|cyber-?attacks?|DDoS|malware"
            r"|vulnerabilit(?:y|ies)|exploit(?:ed|s)?|zero-?day|leak(?:ed|s)? (?:data|credentials"
            r"|passwords|records)|BGP hijack\w*|route hijack\w*|compromised|intrusion|phishing"
            r"|backdoor"
        ),
        _words(
            r"CVE-\d{4}-\d+|patch(?:es|ed)?|attackers?|stolen|exposed|security (?:researchers?|flaw"
            r"|incident|hole)|credentials|botnet|spyware|encrypt(?:ed|ion)"
        ),
    ),
    EventRule(
        "funding",
        "Funding",
        _words(
            r"raises? (?:(?-i:[A-Z]{0,3})[$€£]\s?\d|[\d.]+ (?:million|billion))\S*"
            r"|raised (?:(?-i:[A-Z]{0,3})[$€£]\s?\d)\S*|series [A-H]\b(?: round| funding)?|funding round"
            r"|seed round|IPO|initial public offering|venture (?:funding|round)|credit facility"
            r"|debt financing"
        ),
        _words(r"investors?|valuation|led by|fund(?:ing|ed)|financing|capital"),
    ),
    EventRule(
        "peering",
        "Peering or AS number change",
        _words(
            r"(?:de-?)?peer(?:s|ed|ing) (?:agreement|dispute|policy|with|at|point|session)|peering"
            r"|AS ?\d{2,6}|new ASN|autonomous system|(?:joins?"
            r"|connects? to) (?:[\w-]+ ){0,3}?(?:internet exchange|IXP?)|transit (?:agreement|provider"
            r"|dispute)|prefixes? (?:withdrawn|announced)"
        ),
        _words(r"BGP|route server|IXP|internet exchange|interconnection|transit|prefix(?:es)?"),
        _words(r"peer\w*|ASN?|BGP|exchange|transit|interconnect\w*|AS ?\d+|prefix\w*"),
    ),
)
# Furthest first: a deletion that follows a settlement is later than the settlement.
STATUS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "denied",
        _words(
            r"den(?:y|ies|ied)(?= (?:that|any|reports?|claims?|it|the|having|allegations?|being))"
            r"|rejects? (?:claims?|reports?|allegations?)|refut(?:es|ed)|no plans? to|not in talks"
            r"|called off|abandon(?:s|ed)|withdr(?:aws|ew|awn)|terminat(?:es|ed) (?:the )?(?:deal|merger"
            r"|agreement)|dismiss(?:es|ed)"
        ),
        "it is denied or called off",
    ),
    (
        "closed",
        _words(
            r"complet(?:es|ed|ion)|closed|finali[sz](?:es|ed)|concluded|(?:has |have )?(?:deleted|removed"
            r"|paid|restored|resolved|purged)|deletes|removes|certified|took effect|opened|appointed|fixed"
            r"|patched|acquired|went live|was fined|fined"
        ),
        "it is done",
    ),
    (
        "agreed",
        _words(
            r"agree[sd]?(?: to)?|agreement|settle[sd]|settlements?|signed|approved|ordered"
            r"|announced (?:a )?deal|accept(?:s|ed)"
        ),
        "it is agreed or ordered",
    ),
    (
        "proposed",
        _words(
            r"propos(?:es|ed|al)|plans? to|in talks|considering|may|might|could|expected to|seeks?"
            r"|intends? to|weighs?|mulls?|draft|under review|would|alleged(?:ly)?|sues|sued"
            r"|investigat(?:es|ing)|bid"
        ),
        "it is planned, sought or under way",
    ),
)
