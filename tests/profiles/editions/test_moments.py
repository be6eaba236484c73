"""Clocks on walls: what moment an editor means, and where there is none or two."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.moments import NoMoment, moment


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("2027-03-01T09:30:15", "UTC", "2027-03-01T09:30:15"),
        ("2027-03-01T09:30:15", "Europe/London", "2027-03-01T09:30:15"),
        ("2027-07-01T09:30:15", "Europe/London", "2027-07-01T08:30:15"),
        ("2027-03-01T09:30:15", "Asia/Tokyo", "2027-03-01T00:30:15"),
        ("2027-03-01T01:00:00", "Pacific/Kiritimati", "2027-02-28T11:00:00"),
        ("2027-03-01T01:00:00", "Asia/Kathmandu", "2027-02-28T19:15:00"),
    ],
)
def test_moment_in_some_place(local: str, zone: str, utc: str) -> None:
    assert moment(datetime.fromisoformat(local), zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "zone", "complaint"),
    [
        ("2027-03-28T01:30:00", "Europe/London", "leave that hour out"),
        ("2027-10-31T01:30:00", "Europe/London", "show that hour twice"),
        ("2027-03-14T02:30:00", "America/New_York", "leave that hour out"),
        ("2027-03-01T09:30:00", "Mars/Olympus", "no time zone"),
        ("2027-03-01T09:30:00", "../../etc/passwd", "no time zone"),
        ("2027-03-01T09:30:00", "", "no time zone"),
    ],
)
def test_no_moment(local: str, zone: str, complaint: str) -> None:
    with pytest.raises(NoMoment, match=complaint):
        moment(datetime.fromisoformat(local), zone)


@given(st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2040-01-01")))
def test_utc_means_what_it_says(local: datetime) -> None:
    assert moment(local, "UTC") == local.replace(tzinfo=UTC)
