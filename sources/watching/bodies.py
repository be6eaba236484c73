"""What a body can turn out to be, and which function reads it. Pure: the functions are called in a child process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sources.reading import decode
from sources.reading.document import ReadDocument, read_document
from sources.watching.feeds import Feed, NotAFeed


@dataclass(frozen=True, slots=True)
class Unreadable:
    """It came, and cannot be read; `reason` says why, for people."""

    reason: str


Answer = Feed | NotAFeed | ReadDocument | Unreadable


@dataclass(frozen=True, slots=True)
class Reading:
    """How a body is to be read: `function(body, **given)`, away from our own process."""

    function: Callable[..., Answer]
    given: dict[str, Any]


def read_page(
    body: bytes, *, latest: date, address: str, media_type: str, known: Mapping[str, str]
) -> ReadDocument | Unreadable:
    """What `read_document` gives, with its refusal as an answer."""
    try:
        return read_document(body, latest=latest, address=address, media_type=media_type, known=known)
    except decode.Refused as refusal:
        return Unreadable(refusal.message)
