"""Says that what anybody keeps of a profile's pages is old."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from profiles.models import Profile, Status


def outdate(profiles: Iterable[int]) -> None:
    """Raise the versions of the statuses of these profiles (primary keys), which every tag of their pages holds.

    Within a transaction of the caller's.
    """
    for key in sorted(set(profiles)):
        Profile.objects.select_for_update().get(pk=key)  # whoever checks its sources counts on from what they read
        status, _ = Status.objects.get_or_create(profile_id=key, defaults={"version": 0})
        Status.objects.filter(pk=status.pk).update(version=F("version") + 1)
