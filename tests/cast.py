"""The fixed cast of the tests: one invented company, its newsroom, its regulator, and what they wrote."""

from __future__ import annotations

import hashlib
import secrets
import zlib
from copy import copy, deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from profiles.editions import publishing
from profiles.editions.approving import approve
from profiles.evidence.curating import Cited, cite, open_profile, state_claim
from profiles.models import (
    Claim,
    ClaimKind,
    Directness,
    Edition,
    Facet,
    FacetTerm,
    FacetValue,
    KeyPoint,
    Profile,
    PublishedProfile,
    PublishedSource,
    Section,
)
from records.models import User
from sources.models import Document, DocumentVersion, Publisher
from tests.kept import kept

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ALICE = "user:us-alice"  # an editor
BOB = "user:us-bob"  # another

ORDER_TEXT = (
    "In the matter of Harbour Exchange. The office orders Harbour Exchange to restore the northern link. "
    "The link was cut on 3 March 2026. Twelve members were without service."
)
REPORT_TEXT = (
    "Harbour Exchange lost its northern link in March. We reviewed the log of the exchange. "
    "Twelve members had no service for a day."
)
COPY_TEXT = "Twelve members of Harbour Exchange had no service, the Quay Courier reported."


@dataclass(frozen=True)
class Cast:
    profile: Profile
    claim: Claim
    order: Document
    report: Document
    copy: Document


def publisher(name: str, grade: str = "F", kind: str = "newsroom", owner: Publisher | None = None) -> Publisher:
    return Publisher.objects.create(name=name, grade=grade, kind=kind, owner=owner)


def document(
    title: str, text: str | None, by: Publisher | None, kind: str = "article", day: date | None = None
) -> Document:
    """A document that we hold, or one without a version where `text` is None."""
    made = Document.objects.create(title=title, publisher=by, kind=kind, published_on=day, made_at=NOW)
    if text is not None:
        version(made, text)
    return made


def version(of: Document, text: str, number: int = 1) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=of,
        number=number,
        content_hash=f"1:{hashlib.sha256(text.encode()).hexdigest()}",
        title=of.title,
        text=text,
        raw=zlib.compress(text.encode()),
        raw_length=len(text.encode()),
        media_type="text/plain",
        how="upload",
        taken_at=NOW,
        taken_by=ALICE,
    )


@kept
def cast() -> Cast:
    """A draft that can be published: a key claim with an order and a report behind it, and all mandatory fields."""
    office = publisher("Office for Exchanges", "A", "regulator")
    courier = publisher("Quay Courier", "B")
    outlet = publisher("Morning Net")
    order = document("Order on the northern link", ORDER_TEXT, office, "filing", date(2026, 4, 2))
    report = document("How the northern link was lost", REPORT_TEXT, courier, day=date(2026, 3, 20))
    copy = document("Members without service", COPY_TEXT, outlet, day=date(2026, 3, 21))
    profile = open_profile(slug="harbour-exchange", name="Harbour Exchange", by=ALICE, now=NOW, is_invented=True)
    Profile.objects.filter(pk=profile.pk).update(
        summary="An exchange at the old harbour, whose northern link was cut in 2026.",
        base="Quayside",
        inclusion_reason="Twelve networks meet there and nowhere else.[^outage]",
        byline="Alice Quay",
        reviewer="Bob Pier",
    )
    profile.refresh_from_db()
    claim = state_claim(
        profile=profile,
        key="outage",
        statement="Twelve members of Harbour Exchange had no service for a day.",
        predicate="members without service",
        value="twelve",
        kind=ClaimKind.EVENT,
        is_key=True,
        by=ALICE,
        now=NOW,
    )
    cite(
        claim=claim,
        cited=Cited(order, "twelve", Directness.PRIMARY, "Twelve members were without service.", own_act=True),
        by=ALICE,
        now=NOW,
    )
    cite(
        claim=claim,
        cited=Cited(report, "twelve", Directness.SECONDARY, "Twelve members had no service", own_reporting=True),
        by=ALICE,
        now=NOW,
    )
    cite(
        claim=claim,
        cited=Cited(copy, "twelve", Directness.TERTIARY, "had no service", original=report),
        by=ALICE,
        now=NOW,
    )
    file_under(profile, Facet.CATEGORY, "exchange", "Exchange", "Networks hand over traffic to each other there.")
    file_under(profile, Facet.REGION, "europe", "Europe", "Its only site is in a European harbour town.")
    file_under(profile, Facet.SIGNAL_FOCUS, "exchange", "Exchange", "We watch it as a place where networks meet.")
    file_under(profile, Facet.IMPACT, "high", "High", "Twelve networks have no other way to reach each other.")
    KeyPoint.objects.create(profile=profile, text="Twelve members were cut off for a day.", claim=claim)
    Section.objects.create(
        profile=profile,
        place="happened",
        kind="account",
        body="The northern link was cut in March.[^outage]\n\nThe office ordered it restored.",
    )
    return Cast(profile, claim, order, report, copy)


@kept
def public_cast() -> Cast:
    """The cast, published by ALICE at NOW. Its objects are those of before."""
    made = cast()
    publish(profile_id=made.profile.pk, by=ALICE, now=NOW)
    return made


def approved(profile: Profile, by: str = BOB) -> None:
    """Let somebody approve a working file as it is now: what rises into the highest band takes two."""
    revision = Profile.objects.values_list("revision", flat=True).get(pk=profile.pk)
    approve(profile_id=profile.pk, revision=revision, by=by, now=NOW)


def publish(*, profile_id: int, by: str, now: datetime, **given: Any) -> Edition:
    """Publish as an editor whose colleague approved it. Where publishing is refused, no approval stays."""
    with transaction.atomic():
        approved(Profile.objects.get(pk=profile_id), by=BOB if by == ALICE else ALICE)
        return publishing.publish(profile_id=profile_id, by=by, now=now, **given)


def file_under(profile: Profile, facet: Facet, slug: str, label: str, reason: str) -> FacetValue:
    term, _ = FacetTerm.objects.get_or_create(facet=facet, slug=slug, defaults={"label": label})
    return FacetValue.objects.create(profile=profile, term=term, facet=facet, reason=reason)


def editor(email: str = "alice@desk.test", name: str = "Alice Quay") -> User:
    return User.objects.create_superuser(email, "a long enough password", name=name)


def published_copies(many: int) -> list[PublishedProfile]:
    """Copies of the one published profile under other names, with the same words, numbers and documents."""
    listing = PublishedProfile.objects.select_related("edition", "assessment").order_by("pk").first()
    assert listing
    sources = list(listing.sources.all())
    made = []
    for _ in range(many):
        mark = secrets.token_hex(6)
        profile = Profile.objects.create(
            slug=f"copy-{mark}", name=f"Copy {mark}", made_at=NOW, changed_at=NOW, changed_by=ALICE
        )
        edition, assessment = deepcopy(listing.edition), copy(listing.assessment)
        edition.manifest["words"] |= {"slug": profile.slug, "profile": profile.public_id}
        edition.pk, edition.profile, edition.digest = None, profile, secrets.token_hex(32)
        edition.save(force_insert=True)
        assessment.pk, assessment.edition = None, edition
        assessment.save(force_insert=True)
        Profile.objects.filter(pk=profile.pk).update(state="published", current_edition=edition)
        twin = copy(listing)
        twin.pk, twin.profile, twin.slug, twin.edition, twin.assessment = (
            profile.pk,
            profile,
            profile.slug,
            edition,
            assessment,
        )
        twin.save(force_insert=True)
        PublishedSource.objects.bulk_create(
            [PublishedSource(listing=twin, document=one.document, publisher=one.publisher) for one in sources]
        )
        made.append(twin)
    return made
