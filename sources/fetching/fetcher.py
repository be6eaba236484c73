"""The fetcher: one address in, one outcome out, whatever the other side does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from sources.fetching.addresses import Address, follow, not_public, parse
from sources.fetching.answering import conditions, headers_of, retry_after
from sources.fetching.bodies import ACCEPTED, Body, TooLarge, Undecodable
from sources.fetching.connecting import NotPublic, Resolve, guarded_session, system_resolve
from sources.fetching.outcomes import (
    Failed,
    Failure,
    Fetched,
    Headers,
    Outcome,
    Redirect,
    Refusal,
    Refused,
    Stop,
    Unchanged,
    fail,
    refuse,
)
from sources.fetching.robots import ALLOW_ALL, LIMIT, Kept, Rules, rules_of

DEADLINE = 30.0  # seconds, for robots.txt, every redirect and the body together
MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,"
    "application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Headers
    location: str
    retry_after: timedelta | None
    body: bytes


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a fetch was given, and goes along with it over every redirect."""

    now: datetime
    validated: str = ""
    etag: str = ""
    last_modified: str = ""


def _silent(line: str) -> None:
    pass


class Fetcher:
    """Fetches pages, one or many at once, in an `async with`. It holds connections and robots.txt files, no cookies.

    `agent` is the User-Agent and names a contact. `allow_loopback` lets this machine's own loopback addresses be
    fetched, at any port: for the demonstration and tests alone. `resolve` gives the IP addresses of a name.
    `deadline` is in seconds for a whole fetch, `limit` in bytes after decoding. `tell` is given a line for people at
    each step. `robots` holds robots.txt files that other fetchers have read, and takes those that this one reads.
    """

    def __init__(
        self,
        *,
        agent: str,
        allow_loopback: bool = False,
        resolve: Resolve = system_resolve,
        deadline: float = DEADLINE,
        limit: int = MAX_BYTES,
        tell: Callable[[str], None] = _silent,
        robots: Kept | None = None,
    ) -> None:
        self._agent = agent
        self._allow_loopback = allow_loopback
        self._resolve = resolve
        self._deadline = deadline
        self._limit = limit
        self._tell = tell
        self._robots = Kept() if robots is None else robots

    async def __aenter__(self) -> Self:
        self._session = guarded_session(
            agent=self._agent, allow_loopback=self._allow_loopback, resolve=self._resolve, tell=self._tell
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(
        self, url: str, *, now: datetime, etag: str = "", last_modified: str = "", validated: str = ""
    ) -> Outcome:
        """Return what came of fetching `url`; raises nothing that another machine can cause.

        `now` is aware. `etag` and `last_modified` are headers of an earlier answer, `validated` the address that
        answer came from (where it is not `url` itself): they are sent to that address alone.
        """
        try:
            async with asyncio.timeout(self._deadline):
                address = parse(url, allow_loopback=self._allow_loopback)
                is_other = validated and validated != url
                at = str(parse(validated, allow_loopback=self._allow_loopback)) if is_other else str(address)
                return await self._follow(address, _Asked(now, at, etag, last_modified))
        except Stop as stop:
            return stop.outcome
        except TimeoutError:
            return Failed(Failure.TIME, f"It did not answer in full within {self._deadline:g} seconds.")

    async def _follow(self, address: Address, asked: _Asked) -> Outcome:
        hops: list[Redirect] = []
        while True:
            await self._heed_robots(address, asked.now)
            held = str(address) == asked.validated
            wanted = conditions(asked.etag, asked.last_modified) if held else {}
            answer = await self._get(address, now=asked.now, limit=self._limit, wanted=wanted)
            self._tell(f"{address} answered {answer.status}")
            if answer.status not in _REDIRECTS or not answer.location:
                return _outcome(address, answer, tuple(hops), conditional=bool(wanted))
            address = self._next(address, answer, hops)
            self._tell(f"redirected to {address}")

    async def _heed_robots(self, address: Address, now: datetime) -> None:
        """Raise Stop where robots.txt does not allow `address`, or nobody can know whether it does."""
        rules = self._robots.of(address.origin, now)
        if rules is None:
            rules = await self._rules(address, now)
            self._robots.put(address.origin, rules, now)
        if not rules.allow(address.target):
            raise refuse(Refusal.ROBOTS, "The site's robots.txt asks programs not to fetch it.")
        self._tell(f"robots.txt of {address.host} allows it")

    async def _rules(self, page: Address, now: datetime) -> Rules:
        """The rules of a host by RFC 9309, 2.3.1: none where there is no file, Stop where the host is in trouble."""
        address = Address(page.scheme, page.host, page.port, "/robots.txt")
        hops: list[Redirect] = []
        try:
            while True:
                answer = await self._get(address, now=now, limit=LIMIT, wanted={}, cut=True)
                if answer.status not in _REDIRECTS or not answer.location:
                    break
                address = self._next(address, answer, hops)
        except Stop as stop:
            if isinstance(stop.outcome, Refused) and stop.outcome.reason == Refusal.REDIRECTS:
                return ALLOW_ALL
            raise
        if 200 <= answer.status < 300:
            return rules_of(answer.body)
        if answer.status == 429 or answer.status >= 500:
            sentence = f"Its robots.txt answered {answer.status}; whether it may be fetched is not known."
            raise Stop(Failed(Failure.STATUS, sentence, answer.status, answer.retry_after))
        return ALLOW_ALL

    def _next(self, address: Address, answer: _Answer, hops: list[Redirect]) -> Address:
        """The address of a redirect, through the same gate as the first; it is added to `hops`."""
        if len(hops) == MAX_REDIRECTS:
            raise refuse(Refusal.REDIRECTS, f"It redirects more than {MAX_REDIRECTS} times.")
        try:
            following = follow(address, answer.location, allow_loopback=self._allow_loopback)
        except Stop as stop:
            raise refuse(
                Refusal(stop.outcome.reason), f"A redirect was not followed. {stop.outcome.sentence}"
            ) from None
        hops.append(Redirect(answer.status, str(following)))
        return following

    async def _get(
        self, address: Address, *, now: datetime, limit: int, wanted: dict[str, str], cut: bool = False
    ) -> _Answer:
        """One request and its answer, the body only of a success; raises Stop. With `cut` a long body is cut."""
        try:
            async with self._session.get(
                _url(address),
                allow_redirects=False,
                headers={"Accept": _ACCEPT, "Accept-Encoding": ACCEPTED, **wanted},
            ) as response:
                return _Answer(
                    status=response.status,
                    headers=headers_of(response.headers),
                    location=response.headers.get("Location", ""),
                    retry_after=retry_after(response.headers.get("Retry-After", ""), now),
                    body=await _body(response, limit, cut) if 200 <= response.status < 300 else b"",
                )
        except aiohttp.ClientConnectorDNSError:
            raise fail(Failure.NAME, "The host name has no address.") from None
        except (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError):
            raise fail(Failure.CERTIFICATE, "Its certificate or encryption is not in order.") from None
        except (aiohttp.ServerTimeoutError, TimeoutError):
            raise fail(Failure.TIME, "It did not take the connection in time.") from None
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, NotPublic):
                raise not_public() from None
            raise fail(Failure.CONNECTION, "The connection was not taken.") from None
        except aiohttp.ClientConnectionError:
            raise fail(Failure.CONNECTION, "The connection was broken off.") from None
        except (aiohttp.ClientError, ValueError):
            raise fail(Failure.ANSWER, "The answer is broken: no proper HTTP, or it ended early.") from None


def _url(address: Address) -> URL:
    """The judged parts, as they are, in the form that the client takes."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    path, _, query = address.target.partition("?")
    url = URL.build(scheme=address.scheme, host=host, port=address.port, path=path, query_string=query, encoded=True)
    if (url.scheme, url.raw_host, url.port) != (address.scheme, address.host, address.port):
        raise ValueError("two readings of one address")  # never connected to
    return url


async def _body(response: aiohttp.ClientResponse, limit: int, cut: bool) -> bytes:
    try:
        body = Body(response.headers.get("Content-Encoding", ""), limit)
        if not cut and (response.content_length or 0) > limit:
            raise TooLarge
        async for piece in response.content.iter_any():
            body.feed(piece)
        return body.finish()
    except TooLarge:
        if cut:
            return body.taken
        raise refuse(Refusal.SIZE, f"It is larger than {limit / 1024 / 1024:g} MiB.") from None
    except Undecodable:
        raise fail(Failure.ANSWER, "The body is packed in a way that cannot be unpacked.") from None


def _outcome(address: Address, answer: _Answer, hops: tuple[Redirect, ...], *, conditional: bool) -> Outcome:
    if 200 <= answer.status < 300 and answer.status != 206:  # a part was not asked for
        return Fetched(answer.status, str(address), answer.headers, answer.body, hops)
    if answer.status == 304 and conditional:
        return Unchanged(str(address), answer.headers, hops)
    return Failed(Failure.STATUS, f"It answered with status {answer.status}.", answer.status, answer.retry_after)
