"""Connections that cannot leave the public internet: a guard where names are resolved, a second where sockets are made.

Whatever asks for a page by this session goes through both: an address given as a number skips the first and meets
the second.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

from aiohappyeyeballs import AddrInfoType
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from sources.fetching.addresses import not_public
from sources.fetching.guard import may_connect

Resolve = Callable[[str], Awaitable[list[str]]]
"""From a host name to the IP addresses of its answer, all of them. Raises OSError where there is none."""
CONNECT_SECONDS = 10


class NotPublic(PermissionError):
    """The second gate's refusal: an OSError, since a race of several addresses swallows everything else."""


async def system_resolve(host: str) -> list[str]:
    """Ask the system's resolver for the IP addresses of `host`; OSError where it has none."""
    # A last dot keeps the search domains of this machine out: only the public name is meant.
    name = f"{host}." if "." in host else host
    found = await asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


class GuardedResolver(AbstractResolver):
    """Resolves once for each connection and refuses the whole answer if one address in it may not be connected to."""

    def __init__(self, resolve: Resolve, *, allow_loopback: bool, tell: Callable[[str], None]) -> None:
        self._resolve = resolve
        self._allow_loopback = allow_loopback
        self._tell = tell

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The judged addresses of `host`; raises Stop, or OSError where there are none."""
        literals = await self._resolve(host)
        if not literals:
            raise OSError("no address")
        if not all(may_connect(literal, port, allow_loopback=self._allow_loopback) for literal in literals):
            raise not_public()
        self._tell(f"{host} resolved to {_count(len(literals), 'address', 'addresses')}, allowed")
        return [
            ResolveResult(
                hostname=host,
                host=literal,
                port=port,
                family=socket.AF_INET6 if ":" in literal else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for literal in literals
        ]

    async def close(self) -> None:
        """Nothing is held."""


def guarded_socket(*, allow_loopback: bool) -> Callable[[AddrInfoType], socket.socket]:
    """Return the function that makes each socket, after a look at the literal it will be connected to.

    It raises NotPublic, which aiohttp hands on as the `os_error` of its ClientConnectorError.
    """

    def make(info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        if not may_connect(str(address[0]), int(address[1]), allow_loopback=allow_loopback):
            raise NotPublic
        return socket.socket(family, kind, protocol)

    return make


def guarded_session(
    *, agent: str, allow_loopback: bool, resolve: Resolve, tell: Callable[[str], None]
) -> ClientSession:
    """Return a session whose every connection is guarded; without cookies, proxies and unpacking of its own.

    To be made inside a running loop, and closed.
    """
    return ClientSession(
        connector=TCPConnector(
            resolver=GuardedResolver(resolve, allow_loopback=allow_loopback, tell=tell),
            force_close=True,  # nobody asks the host again for five seconds
            use_dns_cache=False,  # each connection is judged by the answer it uses
            socket_factory=guarded_socket(allow_loopback=allow_loopback),
        ),
        headers={"User-Agent": agent},
        cookie_jar=DummyCookieJar(),
        trust_env=False,  # no proxy and no .netrc from the environment
        auto_decompress=False,  # unpacked under our own limit
        timeout=ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),  # the whole fetch has the deadline
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
