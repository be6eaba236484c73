"""robots.txt (RFC 9309): from the file to a yes or no for one path."""

from __future__ import annotations

import re
from collections import OrderedDict
from datetime import datetime, timedelta
from itertools import islice

from protego import Protego

NAME = "plumbline"  # what a robots.txt calls us
LIMIT = 512 * 1024  # bytes; RFC 9309, 2.5 asks for at least 500 KiB; the rest is not read
KEPT = timedelta(hours=24)  # RFC 9309, 2.4
ROOM = 4 * 1024 * 1024  # bytes of files whose rules are held; in memory they are some thirty times as large
_AGENT = re.compile(r"\s*user(?:-|\s*)agent(?:\s*:|\s)\s*(\*|[a-z_-]*)", re.I)
_OTHER = "somebody-else"
_MAX_SITEMAPS = 100


class Rules:
    """The rules of one host for us, from the text of its robots.txt. Whatever cannot be read is no rule."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._rules = _parsed(text)

    @property
    def weight(self) -> int:
        """About how many bytes of a file it holds."""
        return 256 + len(self.text)

    def allow(self, target: str) -> bool:
        """Tell whether `target`, a path with its query, may be fetched."""
        # A whole address: of "//a/b" alone the library would take the first part for a host.
        return bool(self._rules.can_fetch(f"http://host{target}", NAME))


def _text(body: bytes) -> str:
    return body[:LIMIT].decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")


def _parsed(text: str) -> Protego:
    return Protego.parse("\n".join(_one_of_three(line) for line in text.splitlines()))


def _one_of_three(line: str) -> str:
    """All other robots become one: a file of ten thousand names and as many rules would cost their product."""
    agent = _AGENT.match(line)
    if agent is None:
        return line
    name = agent[1].lower()
    return f"user-agent: {name if name in {'*', NAME} else _OTHER}"


ALLOW_ALL = Rules("")


def rules_of(body: bytes) -> Rules:
    """Return the rules that the first 512 KiB of a robots.txt give."""
    return Rules(_text(body))


def sitemaps_of(body: bytes) -> tuple[str, ...]:
    """Return the addresses of sitemaps that the first 512 KiB of a robots.txt name, at most 100, as they stand there
    (sitemaps.org, "Informing search engine crawlers")."""
    return tuple(islice(_parsed(_text(body)).sitemaps, _MAX_SITEMAPS))


def is_good(read_at: datetime, now: datetime) -> bool:
    """Whether a file that was read at `read_at` is still believed."""
    return timedelta(0) <= now - read_at < KEPT


class Kept:
    """Rules of hosts for a day, the oldest let go when there are too many."""

    def __init__(self) -> None:
        self._rules: OrderedDict[str, tuple[datetime, Rules]] = OrderedDict()
        self._weight = 0

    def of(self, origin: str, now: datetime) -> Rules | None:
        """Return the rules of `origin` that were read less than a day before `now`, else None."""
        held = self._rules.get(origin)
        return held[1] if held is not None and is_good(held[0], now) else None

    def put(self, origin: str, rules: Rules, read_at: datetime) -> None:
        """Keep the rules of `origin`, read at `read_at`."""
        if origin in self._rules:
            self._weight -= self._rules.pop(origin)[1].weight
        self._rules[origin] = (read_at, rules)
        self._weight += rules.weight
        while self._weight > ROOM:
            self._weight -= self._rules.popitem(last=False)[1][1].weight
