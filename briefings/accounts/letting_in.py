"""Letting somebody in again who stands before a closed door: an operator's use case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import transaction

from briefings.accounts.tries import codes_of
from records.audit import record
from records.models import User


@dataclass(frozen=True)
class LetIn:
    tries: int
    factors: int


@transaction.atomic
def let_in(*, email: str, without_second_factor: bool, by: str, now: datetime) -> LetIn:
    """Forget the wrong tries for the account of `email` and, if asked, remove its passkeys, app and recovery codes.

    How many of each went. The password stays. Written to the audit trail. Raises User.DoesNotExist.
    """
    user = User.objects.select_for_update().get(email__iexact=email)
    names = [user.email.casefold(), codes_of(user)["email"]]
    tries, _ = AccessAttempt.objects.filter(username__in=names).delete()
    factors = 0
    if without_second_factor:
        factors, _ = Authenticator.objects.filter(user=user).delete()
    record(by=by, verb="user.let_in", subject=user.actor, now=now, tries=tries, factors=factors)
    return LetIn(tries, factors)
