"""Sessions that have ended leave nothing behind."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef


@transaction.atomic
def forget_ended(*, now: datetime) -> int:
    """Remove the sessions that ended before `now` (aware), and what is kept of the devices of those that are no more:
    address, browser, times. Return how many sessions went."""
    gone, _ = Session.objects.filter(expire_date__lt=now).delete()
    held = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(held), created_at__lt=now).delete()
    return gone
