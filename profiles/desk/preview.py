"""The working file drawn as the public page would be."""

from __future__ import annotations

from datetime import datetime

from profiles.editions.drafting import Draft, draft_of
from profiles.editions.drawing import draw
from profiles.editions.indexing import mark_of, others_of
from profiles.editions.ledgers import draw_confidence
from profiles.editions.page import ConfidencePage, EditionLine, ProfilePage
from profiles.models import Profile, PublishedProfile

DRAFT_PICTURES = "/admin/profiles/profile/pictures/"  # a picture is public once an edition shows it


def preview(*, profile: Profile, now: datetime) -> tuple[Draft, ProfilePage]:
    """Return what would be published now, and its page. Nothing is written."""
    draft = draft_of(profile, now=now)
    newest = profile.editions.order_by("-number").values_list("number", flat=True).first() or 0
    slugs = PublishedProfile.objects.filter(profile__public_id__in=others_of(draft.words))
    page = draw(
        draft.words,
        draft.result,
        edition=EditionLine(
            number=newest + 1,
            assessment=f"{newest + 1}.1",
            published_at=now,
            assessed_at=now,
            kind="update" if newest else "first",
            note="",
            cause="Preview",
            digest="",
            last_checked=None,
            is_newest=True,
            newest=newest + 1,
            claims_changed=None,
        ),
        mark=mark_of(draft.words),
        checks={},
        pictures=DRAFT_PICTURES,
        slugs=dict(slugs.values_list("profile__public_id", "slug")),
    )
    return draft, page


def preview_confidence(*, profile: Profile, now: datetime) -> tuple[Draft, ConfidencePage]:
    """Return what would be published now, and the account of its scores."""
    draft, page = preview(profile=profile, now=now)
    return draft, draw_confidence(page, draft.result)
