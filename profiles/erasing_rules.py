"""How words leave the tables of profiles. Every text field is named once (records.erasing.rules)."""

from __future__ import annotations

from profiles.models import (
    Address,
    Alias,
    AlsoRead,
    Approval,
    Assessment,
    Citation,
    Claim,
    ClaimValue,
    Dependency,
    Edition,
    Ending,
    ErrorReport,
    FacetTerm,
    FacetValue,
    Hold,
    Image,
    JoinWay,
    KeyPoint,
    OutlookItem,
    ParameterSet,
    Profile,
    PublishedFacet,
    PublishedPicture,
    PublishedProfile,
    PublishedSentence,
    PublishedSource,
    Release,
    Removal,
    Reply,
    Section,
    Signal,
    Status,
    Teaser,
    Unlearnt,
    Verdict,
    VerdictLesson,
)
from records.erasing.rules import Rule

WORKING = (
    Rule(
        Profile,
        cut=("name", "summary", "base", "inclusion_reason", "byline", "reviewer", "disclosure"),
        opaque=("public_id", "slug", "state", "changed_by"),
    ),
    Rule(Alias, dropped=("text",), opaque=("folded", "kind", "shadowed_by")),
    Rule(Approval, opaque=("digest", "by")),
    Rule(Claim, cut=("statement", "predicate"), opaque=("public_id", "key", "kind", "happened_precision")),
    Rule(ClaimValue, cut=("text",)),
    Rule(FacetTerm, cut=("label",), opaque=("facet", "slug")),
    Rule(FacetValue, cut=("reason",), opaque=("facet",)),
    Rule(
        Citation,
        cut=("set_aside_reason",),
        own=("quote",),
        opaque=("public_id", "directness", "set_aside_by", "made_by"),
    ),
    Rule(Dependency, cut=("other_name",), opaque=("kind",)),
    Rule(
        Image,
        cut=("caption", "alt", "source_context", "relevance", "provenance", "licence"),
        opaque=("file",),
    ),
    Rule(OutlookItem, cut=("text", "trigger", "outcome_note"), opaque=("horizon", "outcome")),
    Rule(Hold, cut=("reason",), opaque=("by", "lifted_by")),
    Rule(Release, cut=("note", "why"), opaque=("zone", "kind", "approved", "state", "by")),
    Rule(KeyPoint, cut=("text",)),
    Rule(Section, cut=("heading", "body", "author"), opaque=("place", "kind")),
    Rule(AlsoRead, cut=("title",), dropped=("address",)),
    Rule(
        Signal,
        cut=("decision_reason",),
        leaves=("reasons",),
        opaque=("public_id", "role", "event_type", "event_status", "state", "decided_by"),
    ),
    Rule(
        ErrorReport,
        cut=("statement", "text", "evidence", "contact", "answer"),
        opaque=("public_id", "claim", "sender", "state", "answered_by"),
    ),
)
PUBLISHED = (
    Rule(
        Edition,
        own=("body", "note"),
        opaque=("kind", "manifest", "digest", "previous_digest", "published_by", "approved_by"),
    ),
    Rule(Assessment, whole=("cause",), leaves=("result",), opaque=("method",)),
    Rule(Status, opaque=("citations",)),
    # Written anew from the edition.
    Rule(
        PublishedProfile,
        own=("name", "name_folded", "summary", "card", "text", "search"),
        opaque=("slug", "band"),
    ),
    Rule(PublishedFacet, own=("label",), opaque=("facet", "slug")),
    Rule(PublishedSource, opaque=("document", "publisher")),
    # Marks of sentences, a number each: written anew with the words that are left.
    Rule(PublishedSentence, opaque=("mark",)),
    Rule(PublishedPicture, opaque=("file",)),
    Rule(Ending, whole=("reason",), opaque=("kind", "by")),
    Rule(Address, opaque=("slug",)),
    Rule(Removal, opaque=("erasure", "reason")),
    Rule(ParameterSet, whole=("reason",), opaque=("figures", "by")),
    Rule(Reply, whole=("text", "name", "role", "proof"), opaque=("claim", "by")),
    Rule(Verdict, whole=("reason",), opaque=("claim", "kind", "band", "outcome", "right_value", "by")),
    Rule(Unlearnt, opaque=("erasure",)),
    Rule(VerdictLesson, opaque=("publisher", "role")),
    # Written anew by briefings.
    Rule(Teaser, own=("title", "text", "tier", "address", "version"), opaque=("briefing",)),
    Rule(JoinWay, own=("tier", "text", "label", "address", "version")),
)
RULES = WORKING + PUBLISHED
