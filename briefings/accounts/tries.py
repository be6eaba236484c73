"""Wrong tries to log in, counted in PostgreSQL for each account and network: guessing ends, and nobody is shut out.

Passwords: five wrong ones for one account from one network, or fifty from one network, and that network waits a
quarter of an hour. Others of the same account go on, and a passkey is never counted: it cannot be guessed.
Codes of a second factor: five wrong ones for one account, from wherever, since whoever tries them knows the password.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from records.models import User

NETWORK_SHARE = 10
"""How many times more wrong tries a network has than one account in it."""
CODES = "codes of "


def address_of(request: HttpRequest) -> str | None:
    """The caller's IP address: what our own proxy added to X-Forwarded-For, else who connected; None if unknown."""
    told = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies and forwarded:
        # From the right: what stands further left was written by the caller.
        told = forwarded.split(",")[-proxies:][0]
    try:
        address = ipaddress.ip_address(told.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def network_of(request: HttpRequest) -> str | None:
    """The caller's network: an IPv4 address, or the first 64 bits of an IPv6 address, which one caller has whole."""
    address = address_of(request)
    if address and ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return address


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
