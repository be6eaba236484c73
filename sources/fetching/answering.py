"""What answers say in their headers, and what we send back of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sources.fetching.outcomes import Headers

LONGEST_WAIT = timedelta(hours=24)
_LONGEST = 300  # characters of a header that are kept; nobody's ETag is cut, it would match nothing


def headers_of(given: Mapping[str, str]) -> Headers:
    """Return the headers that are used; `given` finds them whatever the case of their letters."""
    return Headers(
        content_type=_plain(given.get("Content-Type", "")),
        etag=_plain(given.get("ETag", "")),
        last_modified=_plain(given.get("Last-Modified", "")),
        cache_control=_plain(given.get("Cache-Control", "")),
    )


def conditions(etag: str, last_modified: str) -> dict[str, str]:
    """Return the request headers that ask for a page only if it has changed (RFC 9110, 13)."""
    asked = {"If-None-Match": _plain(etag), "If-Modified-Since": _plain(last_modified)}
    return {name: value for name, value in asked.items() if value}


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Return how long to wait, from none to 24 hours, by a Retry-After header (RFC 9110, 10.2.3): seconds or a date.

    `now` is aware. None where the header is empty or says neither.
    """
    text = _plain(value.strip())
    if text.isdigit():
        return LONGEST_WAIT if len(text) > 6 else min(timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(0), min(until - now, LONGEST_WAIT))


def _plain(value: str) -> str:
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST else ""
