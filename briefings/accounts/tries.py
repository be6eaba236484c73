"""Wrong tries to log in, counted in PostgreSQL for each account and network: guessing ends, and nobody is shut out.

Passwords: five wrong ones for one account from one network, or fifty from one network, and that network waits a
quarter of an hour. Others of the same account go on, and a passkey is never counted: it cannot be guessed.
Codes of a second factor: five wrong ones for one account, from wherever, since whoever tries them knows the password.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from records.callers import network_of
from records.models import User

NETWORK_SHARE = 10
"""How many times more wrong tries a network has than one account in it."""
CODES = "codes of "


def account_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name that was tried, as it is counted: in small letters, at most 255 signs, "" for none."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("login") or ""
    return str(name).strip().casefold()[:255]


def codes_of(user: User) -> dict[str, str]:
    """What stands for the second factor of `user` where tries are counted."""
    return {"email": f"{CODES}{user.public_id}"}


class TriesHandler(AxesDatabaseHandler):
    def filter_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[AccessAttempt]]:
        name = account_tried(request, credentials)
        if name.startswith(CODES):
            return [AccessAttempt.objects.filter(username=name)]
        from_there = AccessAttempt.objects.filter(ip_address=network_of(request))
        return [from_there.filter(username=name), from_there]

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The count that AXES_FAILURE_LIMIT is held against: those of the account, or a tenth of the network's."""
        own, *network = [
            attempts.aggregate(count=Sum("failures_since_start"))["count"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        ]
        return max(own, *(count // NETWORK_SHARE for count in network), 0)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget those of the account that was logged in to, never the network's: else an own account would wash it."""
        count, _ = self.filter_user_attempts(request, credentials)[0].delete()
        return int(count)
