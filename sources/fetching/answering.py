"""What answers say in their headers, and what we send back of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sources.fetching.outcomes import Headers

LONGEST_WAIT = timedelta(hours=24)
LONGEST_FRESH = timedelta(days=365)  # RFC 9111 knows no bound; who asks has one of its own
_SECONDS = re.compile(r"(s-maxage|max-age)\s*=\s*\"?(\d+)\"?", re.I | re.A)
_LONGEST = 300  # characters of a header that are kept; nobody's ETag is cut, it would match nothing


def headers_of(given: Mapping[str, str]) -> Headers:
    """Return the headers that are used; `given` finds them whatever the case of their letters."""
    return Headers(
        content_type=_plain(given.get("Content-Type", "")),
        etag=_plain(given.get("ETag", "")),
        last_modified=_plain(given.get("Last-Modified", "")),
        cache_control=_plain(given.get("Cache-Control", "")),
        expires=_plain(given.get("Expires", "")),
        date=_plain(given.get("Date", "")),
        age=_plain(given.get("Age", "")),
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
        return _at_most(text, LONGEST_WAIT)
    until = _moment(text)
    return max(timedelta(0), min(until - now, LONGEST_WAIT)) if until else None


def fresh_for(headers: Headers, now: datetime) -> timedelta | None:
    """Return for how long an answer says that it holds (RFC 9111, 4.2.1): s-maxage, since we fetch once for many, else
    max-age, else Expires by the server's own clock, less the time that it has lain in a cache; from none to a year.

    `now` is aware. None where it says nothing, or that it may not be kept (no-store, no-cache), or nothing sensible.
    """
    said = [part.strip().lower() for part in headers.cache_control.split(",")]
    if {"no-store", "no-cache"} & {part.split("=")[0].strip() for part in said}:
        return None
    seconds: dict[str, timedelta] = {}
    for part in said:
        found = _SECONDS.fullmatch(part)
        if found:
            seconds.setdefault(found[1].lower(), _at_most(found[2], LONGEST_FRESH))
    holds = seconds.get("s-maxage", seconds.get("max-age"))
    if holds is None and (until := _moment(headers.expires)):
        holds = min(until - (_moment(headers.date) or now), LONGEST_FRESH)
    if holds is None:
        return None
    lain = _at_most(headers.age, LONGEST_FRESH) if headers.age.isdigit() else timedelta(0)
    return max(timedelta(0), holds - lain)


def _at_most(digits: str, longest: timedelta) -> timedelta:
    return longest if len(digits) > 9 else min(timedelta(seconds=int(digits)), longest)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _plain(value: str) -> str:
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST else ""
