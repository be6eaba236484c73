"""Members and briefings for the tests of the gate, beside the fixed cast."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from briefings import joining, publishing
from briefings.models import Briefing, BriefingProfile, SourceNote
from briefings.tiers import tier
from profiles.models import Citation, Profile
from records.models import User
from tests.cast import ALICE

# Pages look at the clock; these days are over, or to come, whatever it says.
LONG_AGO = datetime(2020, 1, 1, 9, 0, tzinfo=UTC)
SINCE = datetime(2020, 6, 1, 9, 0, tzinfo=UTC)
FAR = datetime(2120, 1, 1, 9, 0, tzinfo=UTC)
BODY = "The second duct was never dug.\n\nWho pays for it is **not** settled."


def reader(email: str, *, verified: bool = True, **fields: Any) -> User:
    user = User.objects.create_user(email, None, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def member(email: str, slug: str, *, starts_at: datetime = LONG_AGO, ends_at: datetime | None = None) -> User:
    user = reader(email)
    joining.grant(
        user=user,
        to=tier(slug),
        starts_at=starts_at,
        ends_at=ends_at,
        reason="Of old.",
        by=ALICE,
        now=LONG_AGO,
    )
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def draft(slug: str = "second-duct", to: str = "circle", about: Profile | None = None, **words: Any) -> Briefing:
    given = {
        "title": "The second duct",
        "teaser": "Why the second route is late.",
        "body": BODY,
        "byline": "Alice Quay",
        "made_at": LONG_AGO,
        "changed_at": LONG_AGO,
        "changed_by": ALICE,
    }
    briefing = Briefing.objects.create(slug=slug, tier=tier(to), **{**given, **words})
    if about is not None:
        BriefingProfile.objects.create(briefing=briefing, profile=about)
    return briefing


def published(
    slug: str = "second-duct", to: str = "circle", about: Profile | None = None, at: datetime = LONG_AGO, **words: Any
) -> Briefing:
    briefing = draft(slug, to, about, **words)
    return publishing.publish(briefing_id=briefing.pk, by=ALICE, now=at)


def note(
    profile: Profile, body: str = "We asked the office for the log.", to: str = "circle", at: int = 0
) -> SourceNote:
    citation = Citation.objects.filter(claim__profile=profile).order_by("id")[at]
    return publishing.annotate(
        profile=profile, citation=citation.public_id, tier=tier(to), body=body, by=ALICE, now=SINCE
    )
