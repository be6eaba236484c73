"""What an editor does to evidence: open a profile, state a claim, cite a document, set a citation aside.

Each act is one transaction with its audit row. Each locks the profile first and its statements after it, as the
desk's forms do: with two orders two editors would wait for each other. The rules themselves stand in the
database; what is raised here says them in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from profiles.evidence.contests import Said, contested_since
from profiles.evidence.quotes import QuoteNotFound, quotable
from profiles.models import (
    Alias,
    AliasClass,
    Citation,
    Claim,
    ClaimKind,
    ClaimValue,
    DatePrecision,
    Directness,
    FacetValue,
    Profile,
    PublishedProfile,
    Verdict,
)
from profiles.naming import fold
from records.audit import record
from sources.models import Document, DocumentVersion

LONGEST_FOLDED = 200  # signs of a name as search compares it; "ß" has two


class Refused(ValueError):
    """The act is not possible; the message says why, for the editor."""


@dataclass(frozen=True)
class Cited:
    """What an editor says of a document when citing it. `value` None: it only mentions the matter."""

    document: Document
    value: str | None
    directness: Directness
    quote: str = ""
    own_reporting: bool = False
    own_interest: bool = False
    own_act: bool = False
    original: Document | None = None


@transaction.atomic
def open_profile(*, slug: str, name: str, by: str, now: datetime, is_invented: bool = False) -> Profile:
    """Start the working file of an organisation, known by its name.

    Refused where the slug is taken, or where search cannot find the name: folded it has 1 to 200 signs.
    """
    folded = fold(name)
    if not 0 < len(folded) <= LONGEST_FOLDED:
        raise Refused(f"Search reads the name with {len(folded)} signs; it needs 1 to {LONGEST_FOLDED}.")
    if Profile.objects.filter(slug=slug).exists():
        raise Refused(f"There is a profile at “{slug}” already.")
    profile = Profile.objects.create(
        slug=slug, name=name, is_invented=is_invented, made_at=now, changed_at=now, changed_by=by
    )
    Alias.objects.create(profile=profile, text=name, folded=folded, kind=AliasClass.BRAND)
    record(by=by, verb="profile.opened", subject=profile.subject, now=now, slug=slug)
    return profile


@transaction.atomic
def state_claim(
    *,
    profile: Profile,
    key: str,
    statement: str,
    predicate: str,
    value: str,
    kind: ClaimKind,
    by: str,
    now: datetime,
    is_key: bool = False,
    happened_on: date | None = None,
    happened_precision: DatePrecision | None = None,
) -> Claim:
    """Add a statement with the value that we publish. Refused where the key is taken on this profile."""
    touch(profile=profile, by=by, now=now)
    if profile.claims.filter(key=key).exists():
        raise Refused(f"This profile has a statement with the key “{key}” already.")
    claim = Claim.objects.create(
        profile=profile,
        key=key,
        position=_next(profile.claims),
        statement=statement,
        predicate=predicate,
        kind=kind,
        is_key=is_key,
        happened_on=happened_on,
        happened_precision=happened_precision or "",
    )
    ClaimValue.objects.create(claim=claim, text=value, is_published=True)
    record(by=by, verb="claim.stated", subject=profile.subject, now=now, claim=claim.public_id)
    return claim


@transaction.atomic
def cite(*, claim: Claim, cited: Cited, by: str, now: datetime) -> Citation:
    """Cite a document for a claim; a value that nobody gave before is added as a rival.

    The newest version is quoted. Refused where the document is cited already, is no evidence, or does not
    contain the quote.
    """
    touch(profile=claim.profile, by=by, now=now)
    if claim.citations.filter(document=cited.document).exists():
        raise Refused("This document is cited for this statement already.")
    value = None
    if cited.value is not None:
        value, _ = ClaimValue.objects.get_or_create(claim=claim, text=cited.value)
    citation = _make(cited, by=by, now=now, claim=claim, value=value, position=_next(claim.citations))
    weigh_sides(claim)
    record(
        by=by,
        verb="claim.cited",
        subject=claim.profile.subject,
        now=now,
        claim=claim.public_id,
        citation=citation.public_id,
        document=cited.document.public_id,
    )
    return citation


@transaction.atomic
def cite_for_facet(*, facet_value: FacetValue, cited: Cited, by: str, now: datetime) -> Citation:
    """Cite a document as the evidence of a facet value. Refused like `cite`."""
    touch(profile=facet_value.profile, by=by, now=now)
    if facet_value.citations.filter(document=cited.document).exists():
        raise Refused("This document is cited here already.")
    citation = _make(cited, by=by, now=now, facet_value=facet_value, position=_next(facet_value.citations))
    record(
        by=by,
        verb="facet.cited",
        subject=facet_value.profile.subject,
        now=now,
        citation=citation.public_id,
        document=cited.document.public_id,
    )
    return citation


@transaction.atomic
def set_aside(*, citation: Citation, reason: str, by: str, now: datetime) -> None:
    """Leave a citation out of the score, for a reason readers see. It stays visible, struck out."""
    if not reason.strip():
        raise Refused("Setting a citation aside needs a reason; readers see it.")
    profile = _profile_of(citation)
    touch(profile=profile, by=by, now=now)
    Citation.objects.filter(pk=citation.pk).update(set_aside_reason=reason.strip(), set_aside_by=by, set_aside_at=now)
    if citation.claim:
        weigh_sides(citation.claim)
    record(
        by=by,
        verb="citation.set_aside",
        subject=profile.subject,
        now=now,
        citation=citation.public_id,
        reason=reason,
    )


@transaction.atomic
def take_back(*, citation: Citation, by: str, now: datetime) -> None:
    """Let a citation that was set aside count again."""
    profile = _profile_of(citation)
    touch(profile=profile, by=by, now=now)
    Citation.objects.filter(pk=citation.pk).update(set_aside_reason="", set_aside_by="", set_aside_at=None)
    if citation.claim:
        weigh_sides(citation.claim)
    record(by=by, verb="citation.taken_back", subject=profile.subject, now=now, citation=citation.public_id)


def touch(*, profile: Profile, by: str, now: datetime) -> Profile:
    """Lock the working file and count a revision, so that a form opened before notices the change.

    If the profile is public, its numbers are looked at again: what was taken in may contradict them.
    """
    locked = Profile.objects.select_for_update().get(pk=profile.pk)
    locked.revision += 1
    locked.changed_at = now
    locked.changed_by = by
    locked.save(update_fields=["revision", "changed_at", "changed_by"])
    PublishedProfile.objects.filter(profile=locked).update(look_again_at=now)
    return locked


def weigh_sides(claim: Claim) -> None:
    """Note on the statement since when it is contested.

    Whoever changed its values or citations, or gave a verdict on it, calls this last.
    """
    covers = {value.pk: {one.pk for one in value.covers.all()} for value in claim.values.prefetch_related("covers")}
    published = claim.values.filter(is_published=True).values_list("pk", flat=True).first()
    counting = claim.citations.filter(value__isnull=False, set_aside_at=None)
    rows = counting.values_list("value", "directness", "attached", "made_at")
    settled_at = Verdict.objects.filter(claim=claim.public_id).aggregate(at=Max("at"))["at"]
    since = contested_since(published, covers, [Said(*row) for row in rows], settled_at)
    # Compared in the database: the statement in our hands may be older than what stands there.
    Claim.objects.filter(pk=claim.pk).exclude(contested_since=since).update(contested_since=since)
    claim.contested_since = since


def newest_version(document: Document) -> DocumentVersion | None:
    """The version of a document that a new citation quotes; None where we hold none."""
    return document.versions.defer("raw").order_by("-number").first()


def _next(rows: Any) -> int:
    """The position after the last of `rows`; rows that were removed leave gaps."""
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _make(
    cited: Cited,
    *,
    by: str,
    now: datetime,
    position: int,
    claim: Claim | None = None,
    facet_value: FacetValue | None = None,
    value: ClaimValue | None = None,
) -> Citation:
    if not cited.document.is_evidence:
        raise Refused(f"This document is no evidence: {cited.document.no_evidence_reason}")
    version = newest_version(cited.document)
    start = end = None
    quote = ""
    if cited.quote:
        if version is None:
            raise Refused("We do not hold this document, so it cannot be quoted.")
        try:
            found = quotable(version.text, cited.quote)
        except QuoteNotFound as error:
            raise Refused(str(error)) from error
        quote, start, end = found.text, found.start, found.end
    return Citation.objects.create(
        claim=claim,
        facet_value=facet_value,
        value=value,
        position=position,
        document=cited.document,
        version=version,
        attached=version is not None,
        directness=cited.directness,
        own_reporting=cited.own_reporting,
        own_interest=cited.own_interest,
        own_act=cited.own_act,
        original=cited.original,
        quote=quote,
        quote_start=start,
        quote_end=end,
        made_by=by,
        made_at=now,
    )


def _profile_of(citation: Citation) -> Profile:
    holder = citation.claim or citation.facet_value
    assert holder is not None  # the database holds this: citation_of_one_thing
    return holder.profile
