"""What of an answer is kept, and how it is given again."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

LARGEST = 2_000_000  # bytes as kept; what is larger is drawn each time
SMALLEST_PACKED = 400  # bytes; packing less saves nothing
_TEXT = re.compile(r"text/|application/([\w.+-]*\+)?(json|xml)|image/svg")
_OF_EACH_ANSWER = {"content-length", "content-encoding", "date", "connection"}
_KEPT_ON_304 = ("Cache-Control", "ETag", "Vary", "Last-Modified")


@dataclass(frozen=True, slots=True)
class Kept:
    """`tag` is what the answer depends on, "" where that is not known before it is drawn."""

    tag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_packed: bool

    @property
    def mark(self) -> bytes:
        """What tells this drawing from others of the address."""
        return (self.tag or dict(self.headers)["ETag"]).encode()

    @property
    def size(self) -> int:
        """About how much memory it takes, in bytes."""
        return len(self.body) + 1_000


def is_text(response: HttpResponseBase) -> bool:
    return bool(_TEXT.match(response.headers.get("Content-Type", "")))


def keep(response: HttpResponseBase, tag: str) -> Kept | None:
    """What is kept of a public answer; None where it may not be kept or is too large."""
    if not isinstance(response, HttpResponse):
        return None
    may_be = (
        response.status_code == 200
        and not response.cookies
        and "ETag" in response.headers
        and response.headers.get("Cache-Control", "").startswith("public")
        and "cookie" not in response.headers.get("Vary", "").lower()
    )
    if not may_be:
        return None
    body = response.content
    is_packed = is_text(response) and len(body) >= SMALLEST_PACKED
    if is_packed:
        body = gzip.compress(body, 6, mtime=0)
    if len(body) > LARGEST:
        return None
    headers = {name: value for name, value in response.items() if name.lower() not in _OF_EACH_ANSWER}
    if is_packed:
        headers["Vary"] = "Accept-Encoding"
    return Kept(tag, tuple(headers.items()), body, is_packed)


def give(kept: Kept, request: HttpRequest) -> HttpResponse:
    """Answer a request with what was kept: packed where the reader takes that, 304 where they have it already."""
    headers = dict(kept.headers)
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and _has(asked, headers["ETag"]):
        unchanged = HttpResponseNotModified()
        for name in _KEPT_ON_304:
            if name in headers:
                unchanged.headers[name] = headers[name]
        return unchanged
    body = kept.body
    if kept.is_packed:
        if _takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
    headers["Content-Length"] = str(len(body))
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def to_bytes(kept: Kept) -> bytes:
    """For Redis."""
    head = json.dumps([kept.tag, kept.headers, kept.is_packed, _sum(kept.body)], separators=(",", ":"))
    return head.encode() + b"\n" + kept.body


def from_bytes(data: bytes) -> Kept | None:
    """The opposite; None for what is no answer of ours."""
    head, _, body = data.partition(b"\n")
    try:
        tag, headers, is_packed, checksum = json.loads(head)
        found = Kept(str(tag), tuple((str(name), str(value)) for name, value in headers), body, bool(is_packed))
    except (ValueError, TypeError, RecursionError):
        return None
    return found if checksum == _sum(body) and "ETag" in dict(found.headers) else None


def _sum(body: bytes) -> int:
    """Tells a body that was cut short or damaged on its way; nobody else writes where it is kept."""
    return zlib.crc32(body)


def _has(asked: str, etag: str) -> bool:
    # The usual case first: one tag, as we gave it.
    if asked == etag or asked.strip() == "*":
        return True
    return etag.removeprefix("W/") in {one.removeprefix("W/") for one in parse_etags(asked)}


def _takes_gzip(accepted: str) -> bool:
    if "gzip" not in accepted:
        return False
    return not re.search(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)", accepted)
