"""One request and its answer, by a session whose connections are guarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from yarl import URL

from sources.fetching.addresses import Address, not_public
from sources.fetching.answering import headers_of, retry_after
from sources.fetching.bodies import Body, TooLarge, Undecodable
from sources.fetching.connecting import NotPublic
from sources.fetching.outcomes import Failure, Headers, Refusal, fail, refuse


@dataclass(frozen=True, slots=True)
class Answer:
    """`location` is where a redirect leads, as it came; `body` is that of a success, decoded."""

    status: int
    headers: Headers
    location: str
    retry_after: timedelta | None
    body: bytes


async def ask(
    session: aiohttp.ClientSession,
    address: Address,
    *,
    headers: Mapping[str, str],
    limit: int,
    cut: bool,
    now: datetime,
) -> Answer:
    """Ask for `address` and return what it answers; raises Stop where it does not, or not as it should.

    A body of more than `limit` bytes, decoded, is cut there with `cut` and else refused. `now` is aware.
    """
    try:
        async with session.get(_url(address), allow_redirects=False, headers=headers) as response:
            return Answer(
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
