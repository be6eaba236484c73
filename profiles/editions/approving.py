"""The second person: whoever publishes a rise into the highest band needs somebody else who approved it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from profiles.editions.drafting import Draft, draft_of
from profiles.models import Approval, Profile
from records.audit import record


class Outdated(Exception):
    """The working file was changed after it was looked at; nothing was approved."""


@transaction.atomic
def approve(*, profile_id: int, revision: int, by: str, now: datetime, seen: str = "") -> Approval:
    """Approve the working file as it stood at `revision`. Twice is once. Raises Outdated where it moved on.

    `seen` is the digest of the draft that was looked at, "" for the one of this moment. It holds more than the
    revision: what is lifted also depends on publishers' grades and on what became of documents.
    """
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    draft = draft_of(profile, now=now)
    if profile.revision != revision or (seen and seen != draft.digest):
        raise Outdated("The working file was changed after you looked at it. Look at the preview again, then approve.")
    known = Approval.objects.filter(profile=profile, revision=revision, by=by, digest=draft.digest).first()
    if known:
        return known
    approval, _ = Approval.objects.update_or_create(
        profile=profile, revision=revision, by=by, defaults={"at": now, "digest": draft.digest}
    )
    record(by=by, verb="edition.approved", subject=profile.subject, now=now, revision=revision)
    return approval


def approved_by_another(draft: Draft, *, by: str) -> str:
    """Who approved this very draft, beside `by`; "" where nobody did."""
    others = Approval.objects.filter(profile=draft.profile, revision=draft.revision).exclude(by=by)
    return next((one.by for one in others.order_by("at", "id") if one.digest == draft.digest), "")
