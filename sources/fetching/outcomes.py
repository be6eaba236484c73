"""What a fetch can end in. Reasons are few and named; sentences are for editors and tell nothing of the inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Refusal(StrEnum):
    """Why we did not fetch. Trying again helps only when the address or its robots.txt changes."""

    ADDRESS = "address"  # no address of a public page: its form, scheme, port or name
    SPECIAL = "special"  # leads to an IP address that is not public
    ROBOTS = "robots"  # robots.txt asks us not to
    REDIRECTS = "redirects"  # more than five
    SIZE = "size"  # more than we read


class Failure(StrEnum):
    """Why the other side gave no page. Trying again may help."""

    NAME = "name"  # the name has no address
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    TIME = "time"
    ANSWER = "answer"  # not HTTP, broken off, or an encoding we did not ask for
    STATUS = "status"  # an answer that says no: 404, 410, 429, 503 ...
    TURN = "turn"  # nobody was at fault: it was not our turn to ask, and will be


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers we use, as they came, cut to a sane length, "" where absent or not printable ASCII."""

    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    cache_control: str = ""
    expires: str = ""
    date: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect that was followed: its status (301, 302, 303, 307, 308) and the address it led to."""

    status: int
    address: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: status 200-299, the address it came from after `redirects`, its body decoded (gzip, deflate)."""

    status: int
    address: str
    headers: Headers
    body: bytes
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Status 304: what is held of `address` is still what it is."""

    address: str
    headers: Headers
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    reason: Refusal
    sentence: str


@dataclass(frozen=True, slots=True)
class Failed:
    """`status` where there was one; `retry_after`, at most 24 hours, where the other side asked for it, or how long it
    is until our turn; `place` is the host that it is about (`Address.place`), where there is a `retry_after`."""

    reason: Failure
    sentence: str
    status: int | None = None
    retry_after: timedelta | None = None
    place: str = ""


Outcome = Fetched | Unchanged | Refused | Failed


class Stop(Exception):
    """Ends a fetch from wherever it is, with its outcome."""

    def __init__(self, outcome: Refused | Failed) -> None:
        super().__init__(outcome.sentence)
        self.outcome = outcome


def refuse(reason: Refusal, sentence: str) -> Stop:
    """The exception that ends a fetch as refused."""
    return Stop(Refused(reason, sentence))


def fail(reason: Failure, sentence: str) -> Stop:
    """The exception that ends a fetch as failed."""
    return Stop(Failed(reason, sentence))
