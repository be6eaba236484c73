"""From where a request comes: what requests of one caller are counted by."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


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
