"""The moment that an editor means by a day and an hour in some place. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones


class NoMoment(ValueError):
    """The words name no single moment; the message says why, for the editor."""


def moment(local: datetime, zone: str) -> datetime:
    """Return the moment in UTC at which clocks in `zone` (an IANA name) show `local` (naive).

    Raises NoMoment for a zone that there is not, and for an hour that clocks leave out or show twice when they change.
    """
    if zone not in available_timezones():
        raise NoMoment(f"There is no time zone “{zone}”. Such as UTC, Europe/London, Asia/Tokyo.")
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise NoMoment(f"Clocks in {zone} leave that hour out on that day. Choose another one.")
    if first.utcoffset() != second.utcoffset():
        raise NoMoment(f"Clocks in {zone} show that hour twice on that day. Choose another one, or give it in UTC.")
    return first.astimezone(UTC)
