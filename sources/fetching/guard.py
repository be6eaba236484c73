"""Which IP addresses may be connected to. Pure; asked before and at the moment of connecting."""

from __future__ import annotations

import ipaddress

WEB_PORTS = frozenset({80, 443})

# Every range of the IANA IPv4 Special-Purpose Address Registry, and multicast (RFC 5771). Also ranges that the
# registry calls globally reachable: they are services of networks, and no publisher writes there.
_IPV4_SPECIAL = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network; Linux takes 0.0.0.0 for itself
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own; some clouds answer for machines here
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; the metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # automatic multicast tunnelling
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # measuring between networks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the broadcast address
        "168.63.129.16/32",  # a public number that is Azure's own service on every machine there
    )
)
# IPv6 the other way round: only what is handed out to networks, without the special ranges inside it. NAT64, mapped
# IPv4 addresses, link-local, unique local and multicast lie outside 2000::/3.
_IPV6_GLOBAL = ipaddress.IPv6Network("2000::/3")
_IPV6_SPECIAL = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in other clothes
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_LOOPBACK = (ipaddress.IPv4Network("127.0.0.0/8"), ipaddress.IPv6Network("::1/128"))


def may_connect(literal: str, port: int, *, allow_loopback: bool = False) -> bool:
    """Tell whether a connection to the IP address `literal` and `port` is allowed.

    `literal` is what the socket will be given: four decimal numbers, or an IPv6 address without brackets. Anything
    else, a zone included, is not allowed. Public addresses are allowed at ports 80 and 443. With `allow_loopback`
    this machine's own loopback addresses are allowed too, at every port.
    """
    if "%" in literal:  # a zone chooses an interface of ours; the standard library ignores it in what follows
        return False
    try:
        ip = ipaddress.ip_address(literal)
    except ValueError:
        return False
    if allow_loopback and any(ip in network for network in _LOOPBACK):
        return 1 <= port <= 65535
    return port in WEB_PORTS and _public(ip)


def _public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _IPV4_SPECIAL)
    return ip in _IPV6_GLOBAL and not any(ip in network for network in _IPV6_SPECIAL)
