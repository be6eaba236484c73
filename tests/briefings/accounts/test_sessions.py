"""What is left of sessions that have ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from briefings.accounts.sessions import forget_ended
from tests.briefings.accounts.people import is_in, log_in, reader

pytestmark = pytest.mark.django_db


def test_ended_sessions_go_with_their_devices_and_others_stay() -> None:
    reader()
    now, gone, stays, left = timezone.now(), Client(), Client(), Client()
    for client in (gone, stays, left):
        log_in(client, HTTP_USER_AGENT="Lantern/1")
    ended = gone.session.session_key
    Session.objects.filter(session_key=ended).update(expire_date=now - timedelta(seconds=1))
    Session.objects.filter(session_key=left.session.session_key).delete()
    assert (Session.objects.count(), UserSession.objects.count()) == (2, 3)
    assert forget_ended(now=timezone.now()) == 1
    kept = stays.session.session_key
    assert list(Session.objects.values_list("session_key", flat=True)) == [kept]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [kept]
    assert is_in(stays)
    assert forget_ended(now=timezone.now()) == 0
