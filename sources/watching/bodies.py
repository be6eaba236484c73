"""What a body can turn out to be, and which function reads it. Pure: the functions are called in a child process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sources.reading.document import ReadDocument
from sources.watching.entries import Feed, NotAFeed
from sources.watching.sitemaps import SitemapIndex


@dataclass(frozen=True, slots=True)
class Unreadable:
    """It came, and whoever read it came to no end with it; `reason` says why, for people."""

    reason: str


Answer = Feed | SitemapIndex | NotAFeed | ReadDocument | Unreadable


@dataclass(frozen=True, slots=True)
class Reading:
    """How a body is to be read: `function(body, **given)`, away from our own process."""

    function: Callable[..., Answer]
    given: dict[str, Any]
