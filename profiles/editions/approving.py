"""The second person: whoever publishes a rise into the highest band needs somebody else who approved it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from profiles.models import Approval, Profile
from records.audit import record


class Outdated(Exception):
    """The working file was changed after it was looked at; nothing was approved."""


@transaction.atomic
def approve(*, profile_id: int, revision: int, by: str, now: datetime) -> Approval:
    """Approve the working file as it stood at `revision`. Twice is once. Raises Outdated where it moved on."""
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    if profile.revision != revision:
        raise Outdated("The working file was changed after you looked at it. Look at the preview again, then approve.")
    approval, is_new = Approval.objects.get_or_create(profile=profile, revision=revision, by=by, defaults={"at": now})
    if is_new:
        record(by=by, verb="edition.approved", subject=profile.subject, now=now, revision=revision)
    return approval


def approved_by_another(profile: Profile, *, by: str) -> str:
    """Who approved the working file as it is now, beside `by`; "" where nobody did."""
    others = Approval.objects.filter(profile=profile, revision=profile.revision).exclude(by=by)
    return others.order_by("at", "id").values_list("by", flat=True).first() or ""
